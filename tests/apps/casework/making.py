"""What the tests of this room stand on: applications, needs, cases and exports, made through the services."""

from datetime import UTC, date, datetime
from uuid import uuid4

from banso.apps.casework import services
from banso.apps.casework.models import ExportResult, StagePlan
from banso.apps.directory.models import Expert, Market
from banso.apps.intake.models import Consultation, Need, Subject
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes.models import Service
from banso.apps.selection.models import Application, ApplicationState
from support import people

START = date(2025, 4, 1)


def at(day, hour=10):
    """The actor's clock on a day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def by(role, day=START, user=None):
    """An actor of a role on a day."""
    person = user or people.example(role) or people.make(role)
    return Actor(person.pk, role, at(day))


def market(code="US"):
    return Market.objects.get(code=code)


def application(state=ApplicationState.DRAFT, firm=None, service="hands_on"):
    firm = firm or people.make_firm()
    moment = at(START) if state != ApplicationState.DRAFT else None
    return Application.objects.create(
        ref=f"A-{uuid4().hex[:8]}",
        firm=firm,
        office=firm.office,
        service=Service.objects.get(code=service),
        state=state,
        created_at=at(START),
        submitted_at=moment,
    )


def goal(**values):
    defaults = {
        "market": market(),
        "product": "緑茶",
        "metric": "amount",
        "baseline": 0,
        "target": 5_000_000,
        "due_on": date(2027, 3, 31),
    }
    if values.get("baseline"):
        defaults["baseline_source"] = "word"
    return services.GoalData(**defaults | values)


def effort(**values):
    defaults = {"kind": "pr", "description": "英語の商品資料", "promised_by": date(2025, 9, 30)}
    return services.EffortData(**defaults | values)


def opened(
    day=START,
    *,
    firm=None,
    service="hands_on",
    goal_data=None,
    efforts=None,
    expert=None,
    documents=True,
):
    """A case opened on a day out of an adopted application, with a goal and one promised effort.

    Strategy and plan are agreed already, unless ``documents`` says no.
    """
    draft = application(firm=firm, service=service)
    services.propose_goal(by("firm_member", day), draft, goal_data or goal())
    services.promise_efforts(by("firm_member", day), draft, [effort()] if efforts is None else efforts)
    draft.state, draft.submitted_at = ApplicationState.ADOPTED, at(day)
    draft.save()
    case = services.open_case(by("decider", day), draft)
    if documents:
        agreed_documents(case)
    if expert is not None:
        case = services.assign_expert(by("office_staff", day), case, expert)
    return case


def agreed_documents(case):
    """The documents of the case's stages as rows, past the services."""
    for stage in case.version.stages.exclude(closes_with="").order_by("order"):
        StagePlan.objects.create(
            case=case,
            kind=stage.closes_with,
            state="agreed",
            written_at=at(case.started_on),
            firm_agreed_on=case.started_on,
            office_agreed_on=case.started_on,
        )


def need(firm=None, recorded_by=None):
    firm = firm or people.make_firm()
    consultation = Consultation.objects.create(
        ref=f"Q-{uuid4().hex[:8]}",
        firm=firm,
        office=firm.office,
        channel="web",
        title="通関",
        body="通関の手順",
        asked_at=at(START),
        recorded_by=recorded_by,
    )
    return Need.objects.create(
        consultation=consultation,
        subject=Subject.objects.order_by("id").first(),
        description="必要書類",
        taken_out_at=at(START),
    )


def expert():
    """An expert under contract who signs in."""
    return Expert.objects.get(user=people.make("expert"))


def result(case, day=date(2025, 9, 12), *, role="firm_member", amount_yen=620_000, **values):
    """An export recorded on the day after it took place."""
    data = services.ResultData(
        exported_on=day,
        market=market(),
        product="緑茶",
        channel=values.pop("channel", "direct"),
        amount_yen=amount_yen,
        **{"anyway": True, **values},
    )
    recorded = max(day, case.started_on)
    user = case.expert.user if role == "expert" else None
    return services.record_result(by(role, recorded, user), case, data)


def stored(case, **values):
    """An export as a row, past the service."""
    defaults = {
        "case": case,
        "exported_on": date(2025, 9, 12),
        "market": market(),
        "product": "緑茶",
        "amount_yen": 1000,
        "channel": "direct",
        "source": "staff",
        "recorded_at": datetime(2025, 9, 13, tzinfo=UTC),
    }
    return ExportResult.objects.create(**defaults | values)
