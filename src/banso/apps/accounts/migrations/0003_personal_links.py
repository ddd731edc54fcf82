"""One-time links become personal links: of a user or of a contact, about a subject."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_initial"),
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.RenameModel("OneTimeLink", "PersonalLink"),
        migrations.AlterField(
            "personallink",
            "user",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="links",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            "personallink",
            "purpose",
            models.CharField(
                choices=[
                    ("invitation", "Invitation"),
                    ("second_factor", "Lost second factor"),
                    ("confirm_result", "Confirmation of exports"),
                    ("follow_up", "Follow-up after support"),
                    ("questionnaire", "Questionnaire"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            "personallink",
            "contact",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links",
                to="directory.contact",
            ),
        ),
        migrations.AddField(
            "personallink",
            "made_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="links_made",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "personallink", "subject_kind", models.CharField(blank=True, default="", max_length=20), False
        ),
        migrations.AddField(
            "personallink", "subject_ref", models.CharField(blank=True, default="", max_length=80), False
        ),
    ]
