"""Exports in any currency with their proof, who confirms them, and what repeats what."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_personal_links_once"),
        ("casework", "0007_agreed_goals"),
        ("channels", "0002_initial"),
        ("directory", "0005_market_distance"),
        ("documents", "0001_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("link", "By personal link"),
                            ("signed_in", "Signed in"),
                            ("paper", "On signed paper"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("given_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("as_written", "Yes, as written"),
                            ("different", "Yes, but different"),
                            ("no", "No"),
                            ("unknown", "I do not know"),
                        ],
                        max_length=10,
                        verbose_name="answer",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=16, null=True, verbose_name="amount"
                    ),
                ),
                ("exported_on", models.DateField(blank=True, null=True, verbose_name="day of export")),
                (
                    "attribution",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="without the support"
                    ),
                ),
                (
                    "faster",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")],
                        max_length=10,
                        verbose_name="faster",
                    ),
                ),
                ("comment", models.TextField(blank=True, max_length=1000, verbose_name="comment")),
            ],
            options={
                "ordering": ("asked_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="DistinctResults",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("first_id", "second_id"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="exportresult",
            name="result_source_known",
        ),
        migrations.RemoveConstraint(
            model_name="exportresult",
            name="result_has_amount_or_quantity",
        ),
        migrations.RemoveConstraint(
            model_name="exportresult",
            name="result_of_the_firm_is_confirmed",
        ),
        migrations.AddField(
            model_name="exportresult",
            name="amount",
            field=models.DecimalField(
                blank=True, decimal_places=3, max_digits=16, null=True, verbose_name="amount"
            ),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="currency",
            field=models.CharField(default="JPY", max_length=3, verbose_name="currency"),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="duplicate_of",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duplicates",
                to="casework.exportresult",
            ),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="hs_code",
            field=models.CharField(blank=True, max_length=9, verbose_name="HS code"),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="on_behalf",
            field=models.BooleanField(default=False, verbose_name="entered for the firm"),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="proof",
            field=models.CharField(
                blank=True,
                help_text="For example the number of the export permit.",
                max_length=120,
                verbose_name="proof",
            ),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="rate",
            field=models.DecimalField(
                blank=True, decimal_places=8, max_digits=14, null=True, verbose_name="rate"
            ),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="rate_on",
            field=models.DateField(blank=True, null=True, verbose_name="day of the rate"),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="rate_source",
            field=models.CharField(blank=True, max_length=80, verbose_name="source of the rate"),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="settled_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="settled at"),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="exportresult",
            name="settled_reason",
            field=models.TextField(blank=True, max_length=2000, verbose_name="reason"),
        ),
        migrations.AddField(
            model_name="owneffort",
            name="added_on",
            field=models.DateField(blank=True, null=True, verbose_name="added on"),
        ),
        migrations.AddField(
            model_name="owneffort",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="owneffort",
            name="evidence",
            field=models.CharField(blank=True, max_length=300, verbose_name="evidence"),
        ),
        migrations.AddField(
            model_name="owneffort",
            name="since_on",
            field=models.DateField(blank=True, null=True, verbose_name="begun on"),
        ),
        migrations.AlterField(
            model_name="exportresult",
            name="source",
            field=models.CharField(
                choices=[
                    ("document", "Document"),
                    ("site", "Report of the site or its operator"),
                    ("buyer", "The buyer's word"),
                    ("firm", "The firm's word"),
                    ("expert", "Expert, not confirmed by the firm"),
                    ("staff", "Staff, not confirmed by the firm"),
                ],
                max_length=10,
                verbose_name="source",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("source__in", ["document", "site", "buyer", "firm", "expert", "staff"])),
                name="result_source_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", False),
                    ("amount_yen__isnull", False),
                    ("quantity__isnull", False),
                    _connector="OR",
                ),
                name="result_has_amount_or_quantity",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportresult",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__isnull", True), ("amount__gte", 0), _connector="OR"),
                name="result_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("amount__isnull", True),
                        ("currency", "JPY"),
                        ("rate__isnull", True),
                        ("rate_on__isnull", True),
                        ("rate_source", ""),
                    ),
                    models.Q(
                        models.Q(("currency", "JPY"), _negated=True),
                        ("amount_yen__isnull", True),
                        ("rate__isnull", True),
                        ("rate_on__isnull", True),
                    ),
                    models.Q(
                        models.Q(("currency", "JPY"), _negated=True),
                        models.Q(("rate_source", ""), _negated=True),
                        ("amount__isnull", False),
                        ("amount_yen__isnull", False),
                        ("rate__gt", 0),
                        ("rate_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="result_yen_rests_on_a_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("duplicate_of__isnull", True),
                    models.Q(
                        ("confirmed_at__isnull", True),
                        models.Q(("duplicate_of", models.F("id")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="result_duplicate_never_counts",
            ),
        ),
        migrations.AddConstraint(
            model_name="exportresult",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", True), ("settled_reason", "")),
                    models.Q(("settled_at__isnull", False), models.Q(("settled_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="result_settled_with_reason",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="directory.contact",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="document",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.document",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="link",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="accounts.personallink",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="result",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="confirmations",
                to="casework.exportresult",
            ),
        ),
        migrations.AddField(
            model_name="confirmation",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="distinctresults",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.exportresult"
            ),
        ),
        migrations.AddField(
            model_name="distinctresults",
            name="said_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="distinctresults",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.exportresult"
            ),
        ),
        migrations.AddIndex(
            model_name="confirmation",
            index=models.Index(fields=["result", "given_at"], name="confirmation_result_given"),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["link", "signed_in", "paper"])), name="confirmation_way_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("given_at__isnull", True)),
                    models.Q(
                        ("answer__in", ["as_written", "different", "no", "unknown"]),
                        ("given_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="confirmation_given_with_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("contact__isnull", False), ("user__isnull", False), _connector="OR"),
                name="confirmation_is_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("attribution__isnull", True),
                    models.Q(("attribution__gte", 1), ("attribution__lte", 7)),
                    _connector="OR",
                ),
                name="confirmation_attribution_of_seven",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(("faster", ""), ("faster__in", ["yes", "no", "unknown"]), _connector="OR"),
                name="confirmation_faster_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("way", "link"), _negated=True),
                    models.Q(("contact__isnull", False), ("link__isnull", False)),
                    _connector="OR",
                ),
                name="confirmation_by_link_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="confirmation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("given_at__isnull", True)),
                fields=("result", "contact"),
                name="confirmation_waits_once_a_contact",
            ),
        ),
        migrations.AddConstraint(
            model_name="distinctresults",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="distinct_results_once"),
        ),
        migrations.AddConstraint(
            model_name="distinctresults",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))), name="distinct_results_in_order"
            ),
        ),
    ]
