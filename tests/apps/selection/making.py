"""What the tests of this room stand on: applications on their way, made through the services."""

from datetime import date, datetime

from banso.apps.casework.services import EffortData, GoalData
from banso.apps.directory.models import Market
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes.models import Round, Service
from banso.apps.selection import services
from banso.apps.selection.models import ScorePart
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


def screened(firm=None, *, at=NOW, view="adopt", reviewer=None, reviewers=2, **values):
    """An application that as many reviewers screened as its round asks for; the first may be named."""
    application = submitted(firm, at=at, **values)
    screen(application, view=view, reviewer=reviewer, at=at)
    for _number in range(reviewers - 1):
        screen(application, view=view, reviewer=another("reviewer", at), at=at)
    application.refresh_from_db()
    return application


def points(given=3, **values):
    """The same points for every part, unless said otherwise."""
    return {part.code: given for part in ScorePart.objects.order_by("code")} | values


def screen(
    application,
    *,
    view="adopt",
    goal_feasible="yes",
    opinion="目標が現実的。",
    reviewer=None,
    at=NOW,
    revision=None,
    scores=None,
    declares=True,
):
    application.refresh_from_db()
    actor = reviewer or by("reviewer", at)
    if declares and not application.declarations.filter(reviewer_id=actor.user_id).exists():
        services.declare(actor, application, "none")
    return services.screen(
        actor,
        application,
        view=view,
        goal_feasible=goal_feasible,
        opinion=opinion,
        points=points() if scores is None else scores,
        revision=application.revision if revision is None else revision,
    )


def determine(
    application, outcome="adopted", reason="自社の取組がある。", *, decider=None, at=NOW, edition=None
):
    application.refresh_from_db()
    actor = decider or by("decider", at)
    edition = application.edition if edition is None else edition
    return services.determine(actor, application, outcome=outcome, reason=reason, edition=edition)


def limited(places, service="hands_on", **values):
    """The round of the present year with so many places."""
    found = Round.objects.get(service__code=service, fiscal_year=2025)
    for name, value in {"places": places, **values}.items():
        setattr(found, name, value)
    found.save()
    return found


def wait(application, *, reason="次点。", decider=None):
    application.refresh_from_db()
    actor = decider or by("decider")
    return services.wait_list(actor, application, reason=reason, edition=application.edition)


def ask_more(application, *, reason="起点の資料を足してください。", decider=None):
    application.refresh_from_db()
    actor = decider or by("decider")
    return services.ask_more(actor, application, reason=reason, edition=application.edition)
