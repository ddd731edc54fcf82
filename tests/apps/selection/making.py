"""What the tests of this room stand on: applications on their way, made through the services."""

from datetime import date, datetime

from banso.apps.casework.services import EffortData, GoalData
from banso.apps.directory.models import Market
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes.models import Service
from banso.apps.selection import services
from support import people

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)


def by(role, at=NOW, user=None):
    """An actor of a role."""
    person = user or people.example(role) or people.make(role)
    return Actor(person.pk, role, at)


def another(role, at=NOW):
    """An actor of a role who is somebody new."""
    return by(role, at, people.make(role))


def offered(code="hands_on"):
    return Service.objects.get(code=code)


def goal(**values):
    defaults = {
        "market": Market.objects.get(code="US"), "product": "緑茶", "metric": "amount",
        "baseline": 0, "target": 12_000_000, "due_on": date(2027, 3, 31),
    }  # fmt: skip
    return GoalData(**defaults | values)


def effort(**values):
    defaults = {"kind": "pr", "description": "英語の商品資料", "promised_by": date(2026, 9, 30)}
    return EffortData(**defaults | values)


def draft(**values):
    defaults = {
        "service": offered(), "goal": goal(), "efforts": (effort(),),
        "reason": "国内の需要が減っている。", "plan_after_support": "担当者を置いて続ける。",
    }  # fmt: skip
    return services.Draft(**defaults | values)


def started(firm=None, *, at=NOW, **values):
    firm = firm or people.make_firm()
    return services.start(by("firm_member", at), firm, firm.office, draft(**values))


def submitted(firm=None, *, at=NOW, **values):
    return services.submit(by("firm_member", at), started(firm, at=at, **values), 1)


def screened(firm=None, *, at=NOW, view="adopt", reviewer=None, **values):
    application = submitted(firm, at=at, **values)
    screen(application, view=view, reviewer=reviewer, at=at)
    application.refresh_from_db()
    return application


def screen(
    application,
    *,
    view="adopt",
    goal_feasible="yes",
    opinion="目標が現実的。",
    reviewer=None,
    at=NOW,
    edition=None,
):
    application.refresh_from_db()
    actor = reviewer or by("reviewer", at)
    edition = application.edition if edition is None else edition
    return services.screen(
        actor, application, view=view, goal_feasible=goal_feasible, opinion=opinion, edition=edition
    )


def determine(
    application, outcome="adopted", reason="自社の取組がある。", *, decider=None, at=NOW, edition=None
):
    application.refresh_from_db()
    actor = decider or by("decider", at)
    edition = application.edition if edition is None else edition
    return services.determine(actor, application, outcome=outcome, reason=reason, edition=edition)
