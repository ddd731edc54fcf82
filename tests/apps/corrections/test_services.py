"""A recorded fact is put right with a reason, and what stood there stays."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from banso.apps.accounts.models import User
from banso.apps.base import Refused
from banso.apps.casework.models import Activity, Case
from banso.apps.corrections import services
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.models import Correction
from banso.apps.corrections.selectors import changed_since, corrected_rows, lines
from banso.apps.corrections.values import seen
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.journal.models import Event, FiscalYear
from banso.apps.journal.selectors import timeline
from banso.apps.journal.services import verify
from support import people

pytestmark = pytest.mark.usefixtures("portfolio")

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
KIND = KINDS["activity"]


def staff() -> Actor:
    return Actor(people.example("office_staff").pk, "office_staff", NOW)


def activity() -> Activity:
    """An activity of a case that goes on, of hands-on support."""
    rows = Activity.objects.filter(case__state="active", case__application__isnull=False)
    return rows.select_related("case").order_by("-done_on", "pk").first()


def correct(row, reason="記録した時間の誤り", page=None, **values):
    return services.correct(staff(), KIND, row, values, reason=reason, page=page or seen(KIND, row))


def test_the_new_value_stands_and_the_old_one_stays_readable():
    row = activity()
    old = row.hours
    correct(row, hours=old + Decimal("0.25"))
    row.refresh_from_db()
    assert row.hours == old + Decimal("0.25")
    (line,) = lines(list(Correction.objects.filter(kind="activity", row=row.pk)))
    assert (Decimal(line.old), Decimal(line.new)) == (old, row.hours)


def test_the_chain_tells_of_it_without_the_text():
    row = activity()
    correct(row, advice="別の助言をした")
    event = Event.objects.filter(subject_ref=row.case.ref, action="record.corrected").get()
    assert "別の助言" not in event.payload
    assert (
        list(verify(Event.objects.filter(subject_kind="case", subject_ref=row.case.ref).order_by("id"))) == []
    )
    assert "活動を訂正：助言" in [entry.text for entry in timeline([("case", row.case.ref)])]


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"hours": Decimal("25")}, "contradiction", "hours"),
        ({"hours": Decimal("1.1")}, "hours_quarters", "hours"),
        ({"hours": Decimal("-1")}, "not_valid", "hours"),
        ({"done_on": date(2026, 3, 11)}, "in_future", "done_on"),
        ({"done_on": date(2001, 1, 1)}, "before_support", "done_on"),
        ({"advice": ""}, "not_valid", "advice"),
        ({}, "nothing_changed", None),
    ],
)
def test_a_correction_keeps_the_rules_of_the_record(values, rule, field):
    row = activity()
    before = seen(KIND, row)
    with pytest.raises(Refused) as refused:
        correct(row, **values)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert seen(KIND, Activity.objects.get(pk=row.pk)) == before
    assert not Correction.objects.filter(kind="activity", row=row.pk).exists()


def test_a_correction_without_a_reason_is_refused():
    with pytest.raises(Refused) as refused:
        correct(activity(), reason=" ", hours=Decimal("2"))
    assert (refused.value.rule, refused.value.field) == ("required", "why")


def test_a_form_opened_on_other_values_is_refused():
    row = activity()
    page = seen(KIND, row)
    correct(row, hours=row.hours + 1)
    with pytest.raises(Refused) as refused:
        correct(row, page=page, hours=Decimal("3"))
    assert refused.value.rule == "stale"


def test_a_record_is_moved_to_the_right_case_and_both_chains_say_so():
    row = activity()
    wrong = row.case
    right = (
        Case.objects.filter(state="active", application__isnull=False, started_on__lte=row.done_on)
        .exclude(pk=wrong.pk)
        .first()
    )
    services.move(staff(), KIND, row, right, reason="別の事業者への助言だった")
    row.refresh_from_db()
    assert row.case == right
    for case in (wrong, right):
        assert Event.objects.filter(subject_ref=case.ref, action="record.moved").count() == 1
    assert corrected_rows("case", right.ref) == {"activity": {row.pk}}


def test_a_record_is_not_moved_to_a_case_that_began_later():
    row = Activity.objects.select_related("case").order_by("done_on", "pk").first()
    later = Case.objects.filter(started_on__gt=row.done_on).first()
    with pytest.raises(Refused) as refused:
        services.move(staff(), KIND, row, later, reason="誤り")
    assert (refused.value.rule, refused.value.field) == ("before_support", "to")


def test_editions_can_tell_what_changed_after_them():
    row, other = activity(), Activity.objects.order_by("-pk").first()
    correct(row, hours=row.hours + 1)
    before, after = datetime(2026, 3, 10, 9, 0, tzinfo=ZONE), datetime(2026, 3, 10, 9, 30, tzinfo=ZONE)
    assert changed_since("activity", [row.pk, other.pk], before) == {row.pk}
    assert changed_since("activity", [row.pk, other.pk], after) == set()


def test_who_approved_a_record_does_not_correct_it(monkeypatch):
    row = activity()
    approver = User.objects.get(pk=staff().user_id)
    kind = type(KIND)(**{**vars(KIND), "approved_by": lambda _row: frozenset({approver.pk})})
    with pytest.raises(Refused) as refused:
        services.correct(staff(), kind, row, {"hours": Decimal("2")}, reason="誤り", page=seen(kind, row))
    assert refused.value.rule == "approved_by_you"


@pytest.fixture
def closed_case():
    """A case that was under support on a day of a closed year: 2025-03-31 lies in it."""
    FiscalYear.objects.update_or_create(year=2024, defaults={"state": "closed", "closed_at": NOW})
    rows = Case.objects.filter(started_on__lt="2025-03-01", state="active", application__isnull=False)
    return rows.order_by("pk").first()


def missing(case, reason="記入漏れ", **values):
    said = {
        "kind": "advice",
        "done_on": date(2025, 3, 31),
        "hours": Decimal(1),
        "travel_yen": None,
        "advice": "助言",
    }
    return services.enter(staff(), KIND, case, said | values, reason=reason)


def test_what_a_closed_year_lacks_is_added_with_a_reason_and_listed(closed_case):
    row = missing(closed_case)
    assert row.case_id == closed_case.pk
    (line,) = lines(list(Correction.objects.filter(kind="activity", row=row.pk)))
    assert (line.old, line.correction.reason) == ("不明", "記入漏れ")
    said = [
        event.action for event in Event.objects.filter(subject_ref=closed_case.ref).order_by("-number")[:2]
    ]
    assert said == ["record.entered", "activity.logged"]


def test_nothing_is_added_so_to_a_year_that_takes_entries(closed_case):
    with pytest.raises(Refused) as caught:
        missing(closed_case, done_on=date(2025, 4, 1))
    assert (caught.value.rule, caught.value.field) == ("year_open", "done_on")


def test_nothing_is_added_to_a_closed_year_without_a_reason(closed_case):
    with pytest.raises(Refused) as caught:
        missing(closed_case, reason=" ")
    assert (caught.value.rule, caught.value.field) == ("required", "why")


def test_the_rules_of_the_record_hold_for_what_is_added(closed_case):
    with pytest.raises(Refused) as caught:
        missing(closed_case, hours=Decimal("1.1"))
    assert caught.value.rule == "hours_quarters"
    assert not Correction.objects.filter(subject_ref=closed_case.ref).exists()


def test_a_record_of_a_closed_year_is_still_corrected(closed_case):
    row = missing(closed_case)
    correct(row, hours=Decimal(2))
    row.refresh_from_db()
    assert row.hours == 2


EFFORT = KINDS["effort"]


def told_late(case, **values):
    said = {
        "kind": "pr",
        "description": "現地語の商品説明を作った",
        "promised_by": None,
        "done_on": case.ended_on,
        "cost_yen": 80_000,
    }
    return services.enter(staff(), EFFORT, case, said | values, reason="終了後に企業から聞いた")


@pytest.fixture
def ended_case():
    """A case whose support ended in a year that takes entries."""
    return Case.objects.filter(state="ended", application__isnull=False).order_by("-ended_on", "pk").first()


def test_an_own_effort_told_after_support_ended_is_added_with_the_reason(ended_case):
    row = told_late(ended_case)
    assert (row.case_id, row.done_on, row.cost_yen) == (ended_case.pk, ended_case.ended_on, 80_000)
    (line,) = lines(list(Correction.objects.filter(kind="effort", row=row.pk)))
    assert line.correction.reason == "終了後に企業から聞いた"
    assert "支援終了後に自社取組を追加" in [entry.text for entry in timeline([("case", ended_case.ref)])]


@pytest.mark.parametrize(
    ("days", "rule"), [(None, "required"), (timedelta(days=1), "after_support"), ("before", "before_support")]
)
def test_what_was_not_done_while_support_went_on_is_not_added(ended_case, days, rule):
    day = ended_case.started_on - timedelta(days=1) if days == "before" else None
    day = ended_case.ended_on + days if isinstance(days, timedelta) else day
    with pytest.raises(Refused) as caught:
        told_late(ended_case, done_on=day)
    assert (caught.value.rule, caught.value.field) == (rule, "done_on")


def test_an_effort_is_added_as_usual_while_the_case_goes_on(closed_case):
    with pytest.raises(Refused) as caught:
        told_late(closed_case, done_on=date(2026, 3, 1))
    assert caught.value.rule == "year_open"


def test_an_activity_of_a_closed_year_is_added_after_support_has_ended():
    FiscalYear.objects.update_or_create(year=2024, defaults={"state": "closed", "closed_at": NOW})
    ended = Case.objects.filter(
        state="ended", started_on__lt="2025-03-01", ended_on__gte="2025-03-31", application__isnull=False
    )
    case = ended.order_by("pk").first()
    assert missing(case).case_id == case.pk
