"""What must hold of personal links."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery

PURPOSES = ["invitation", "second_factor", "confirm_result", "follow_up", "questionnaire"]


def revoke_older_ones(apps, schema_editor):
    """Of several open links of one person and purpose only the newest stays open, as was always meant."""
    link = apps.get_model("accounts", "PersonalLink")
    still_open = link.objects.filter(used_at__isnull=True, revoked_at__isnull=True)
    newest = still_open.filter(user=OuterRef("user"), purpose=OuterRef("purpose")).order_by("-id")
    older = still_open.annotate(newest=Subquery(newest.values("pk")[:1])).exclude(pk=F("newest"))
    keys = list(older.order_by("pk").values_list("pk", flat=True))
    link.objects.filter(pk__in=keys).update(revoked_at=F("made_at"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_personal_links")]

    operations = [
        migrations.RunPython(revoke_older_ones, migrations.RunPython.noop),
        migrations.AddConstraint(
            "personallink",
            models.CheckConstraint(condition=Q(purpose__in=PURPOSES), name="personal_link_purpose_known"),
        ),
        migrations.AddConstraint(
            "personallink",
            models.CheckConstraint(
                condition=Q(user__isnull=False, contact__isnull=True)
                | Q(user__isnull=True, contact__isnull=False),
                name="personal_link_of_user_or_contact",
            ),
        ),
        migrations.AddConstraint(
            "personallink",
            models.UniqueConstraint(
                fields=["user", "purpose", "subject_kind", "subject_ref"],
                condition=Q(user__isnull=False, used_at__isnull=True, revoked_at__isnull=True),
                name="personal_link_open_once_a_user",
            ),
        ),
        migrations.AddConstraint(
            "personallink",
            models.UniqueConstraint(
                fields=["contact", "purpose", "subject_kind", "subject_ref"],
                condition=Q(contact__isnull=False, used_at__isnull=True, revoked_at__isnull=True),
                name="personal_link_open_once_a_contact",
            ),
        ),
    ]
