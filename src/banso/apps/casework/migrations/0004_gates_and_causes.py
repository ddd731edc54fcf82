import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _hold_since_decided(apps, schema_editor):
    """Until now every decision held from the day on which it was taken."""
    reviews = apps.get_model("casework", "GateReview").objects
    reviews.update(in_force_on=models.F("decided_on"))


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0003_constraints"),
        ("programmes", "0003_gate_limits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CauseKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_ja", models.CharField(max_length=120, verbose_name="Japanese name")),
                ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("retired_on", models.DateField(blank=True, null=True, verbose_name="retired on")),
            ],
            options={
                "ordering": ("position", "code"),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RootCause",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("description", models.CharField(max_length=200, verbose_name="what stands in the way")),
                ("since", models.DateField(verbose_name="since")),
                ("noted_on", models.DateField(verbose_name="noted on")),
                ("remedy", models.CharField(blank=True, max_length=500, verbose_name="remedy agreed")),
                ("remedy_due_on", models.DateField(blank=True, null=True, verbose_name="by")),
                ("solved_on", models.DateField(blank=True, null=True, verbose_name="solved on")),
                ("how", models.CharField(blank=True, max_length=500, verbose_name="how it was solved")),
            ],
            options={
                "ordering": ("since", "id"),
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="travel_yen",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="travel (yen)"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="agreed_on",
            field=models.DateField(blank=True, null=True, verbose_name="agreed on"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="agreement",
            field=models.CharField(
                blank=True,
                choices=[
                    ("office_manager", "Office manager"),
                    ("programme_manager", "Programme manager"),
                    ("decider", "Decider"),
                ],
                max_length=20,
                verbose_name="must agree",
            ),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="announced_on",
            field=models.DateField(blank=True, null=True, verbose_name="announced on"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="end_after",
            field=models.DateField(blank=True, null=True, verbose_name="planned end after"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="end_before",
            field=models.DateField(blank=True, null=True, verbose_name="planned end before"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="ground",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="programmes.gateground",
            ),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="in_force_on",
            field=models.DateField(blank=True, null=True, verbose_name="in force on"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="remedy",
            field=models.TextField(blank=True, max_length=500, verbose_name="what has to be put right"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="remedy_done_on",
            field=models.DateField(blank=True, null=True, verbose_name="put right on"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="remedy_due_on",
            field=models.DateField(blank=True, null=True, verbose_name="put right by"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="replied_on",
            field=models.DateField(blank=True, null=True, verbose_name="replied on"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="reply",
            field=models.TextField(blank=True, max_length=2000, verbose_name="the firm's reply"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="reply_until",
            field=models.DateField(blank=True, null=True, verbose_name="reply until"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="settled_note",
            field=models.TextField(blank=True, max_length=2000, verbose_name="why"),
        ),
        migrations.AddField(
            model_name="gatereview",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "Waits for agreement"),
                    ("announced", "Announced to the firm"),
                    ("in_force", "In force"),
                    ("refused", "Not agreed to"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="in_force",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="gatereview",
            index=models.Index(fields=["state", "reply_until"], name="gate_waiting"),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "announced", "in_force", "refused", "withdrawn"])
                ),
                name="gate_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("proposed", "announced"))),
                fields=("stage",),
                name="gate_one_decision_waits",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "in_force"),
                    models.Q(("ground__isnull", False), ("result__in", ["extend", "shorten"])),
                    _connector="OR",
                ),
                name="gate_waits_on_a_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("agreed_by__isnull", True),
                    models.Q(("agreed_by", models.F("decided_by")), _negated=True),
                    _connector="OR",
                ),
                name="gate_agreed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("announced_on__isnull", True),
                        ("replied_on__isnull", True),
                        ("reply_until__isnull", True),
                    ),
                    models.Q(
                        ("announced_on__isnull", False),
                        ("reply_until__gte", models.F("announced_on")),
                        ("result", "shorten"),
                    ),
                    _connector="OR",
                ),
                name="gate_announced_with_time_to_reply",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("replied_on__isnull", True), ("reply", "")),
                    models.Q(models.Q(("replied_on__isnull", False)), models.Q(("reply", ""), _negated=True)),
                    _connector="OR",
                ),
                name="gate_reply_is_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="gatereview",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("remedy", ""), ("remedy_done_on__isnull", True), ("remedy_due_on__isnull", True)
                    ),
                    models.Q(
                        models.Q(("remedy", ""), _negated=True),
                        ("remedy_due_on__isnull", False),
                        ("result__in", ["extend", "pause"]),
                    ),
                    _connector="OR",
                ),
                name="gate_remedy_has_a_day",
            ),
        ),
        migrations.AddField(
            model_name="rootcause",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="causes", to="casework.case"
            ),
        ),
        migrations.AddField(
            model_name="rootcause",
            name="kind",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="causes",
                to="casework.causekind",
                verbose_name="kind",
            ),
        ),
        migrations.AddField(
            model_name="rootcause",
            name="noted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("solved_on__isnull", True)),
                fields=("case", "kind"),
                name="root_cause_of_a_kind_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("how", ""), ("solved_on__isnull", True)),
                    models.Q(
                        models.Q(("solved_on__gte", models.F("since"))), models.Q(("how", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="root_cause_solved_says_how",
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.CheckConstraint(
                condition=models.Q(("noted_on__gte", models.F("since"))),
                name="root_cause_noted_after_it_began",
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("remedy_due_on__isnull", True), models.Q(("remedy", ""), _negated=True), _connector="OR"
                ),
                name="root_cause_day_of_a_remedy",
            ),
        ),
        migrations.AddConstraint(
            model_name="rootcause",
            constraint=models.CheckConstraint(
                condition=models.Q(("description", ""), _negated=True), name="root_cause_is_described"
            ),
        ),
        migrations.RunPython(_hold_since_decided, migrations.RunPython.noop),
    ]
