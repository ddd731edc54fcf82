"""Goals of cases were agreed when their cases opened; who exports nothing yet has a baseline of nothing."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def agree(apps: Any, _schema_editor: Any) -> None:
    """Put the goals that cases have into force."""
    goals = apps.get_model("casework", "ExportGoal").objects
    cases = apps.get_model("casework", "Case").objects.filter(pk=OuterRef("case"))
    plans = apps.get_model("selection", "Application").objects.filter(pk=OuterRef("application"))
    began = Subquery(cases.values("started_on")[:1])
    goals.filter(case__isnull=False).update(
        state="agreed",
        in_force_on=began,
        firm_agreed_on=began,
        office_agreed_on=began,
        after_support=Subquery(plans.values("plan_after_support")[:1]),
    )
    goals.filter(baseline=0).update(baseline_source="new")


def forget(apps: Any, _schema_editor: Any) -> None:
    """The way back: the columns go with the migration before."""


class Migration(migrations.Migration):

    dependencies = [
        ("casework", "0006_goals_and_plans"),
    ]

    operations = [
        migrations.RunPython(agree, forget),
    ]
