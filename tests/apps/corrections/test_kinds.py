"""What follows from a corrected export, and who may not correct what."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.casework.models import Case, ExportResult, GateReview, ResultSource
from banso.apps.corrections import services
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.models import Correction
from banso.apps.corrections.values import seen
from banso.apps.documents.models import Document
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.programmes.models import ExchangeRate
from banso.apps.selection.models import Determination
from support import people

pytestmark = pytest.mark.usefixtures("portfolio")

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
RESULT = KINDS["result"]


def staff() -> Actor:
    return Actor(people.example("office_staff").pk, "office_staff", NOW)


def export(**narrow) -> ExportResult:
    rows = ExportResult.objects.filter(duplicate_of=None, amount_yen__isnull=False, **narrow)
    return rows.select_related("case").order_by("pk").first()


def correct(kind, row, actor=None, **values):
    return services.correct(
        actor or staff(), kind, row, values, reason="通関書類と違っていた", page=seen(kind, row)
    )


def test_yen_follow_a_corrected_amount_by_the_rate_of_the_day():
    row = export(currency="JPY", settled_by=None)
    ExchangeRate.objects.create(day=row.exported_on, currency="USD", yen=Decimal("150.5"), source="試験")
    correct(RESULT, row, currency="USD", amount=Decimal("100"))
    row.refresh_from_db()
    assert (row.amount, row.amount_yen, row.rate_source) == (Decimal("100"), 15_050, "試験")
    assert "amount_yen" in set(
        Correction.objects.filter(kind="result", row=row.pk).values_list("field", flat=True)
    )


def test_an_amount_in_yen_is_corrected_in_yen():
    row = export(currency="JPY", settled_by=None)
    correct(RESULT, row, amount_yen=row.amount_yen + 1_000)
    before = row.amount_yen
    row.refresh_from_db()
    assert (row.amount, row.amount_yen) == (None, before + 1_000)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"exported_on": date(2026, 3, 11)}, "in_future"),
        ({"hs_code": "12345"}, "hs_code"),
        ({"currency": "XXQ", "amount": Decimal(1)}, "currency_unknown"),
        ({"quantity": 3, "unit": ""}, "quantity_with_unit"),
        ({"channel": "mall", "mall": None}, "mall_missing"),
        ({"amount_yen": None, "quantity": None, "unit": ""}, "amount_or_quantity"),
    ],
)
def test_a_corrected_export_keeps_the_rules_of_an_export(values, rule):
    row = export(currency="JPY", settled_by=None, channel="direct")
    with pytest.raises(Refused) as refused:
        correct(RESULT, row, **values)
    assert refused.value.rule == rule
    assert not Correction.objects.filter(kind="result", row=row.pk).exists()


def test_whoever_settled_an_export_cannot_correct_it():
    row = export(currency="JPY")
    ExportResult.objects.filter(pk=row.pk).update(
        settled_at=NOW, settled_by=staff().user_id, settled_reason="確認"
    )
    with pytest.raises(Refused) as refused:
        correct(RESULT, row, product="別の製品")
    assert refused.value.rule == "approved_by_you"


def test_what_people_of_the_wrong_firm_said_no_longer_counts_once_an_export_is_moved():
    row = export(
        source__in=[ResultSource.STAFF, ResultSource.EXPERT],
        confirmed_at__isnull=False,
        settled_by=None,
        document=None,
        confirmations__answer="as_written",
    )
    other = Case.objects.exclude(firm=row.case.firm).filter(application__isnull=False).order_by("pk").first()
    services.move(staff(), RESULT, row, other, reason="別の事業者の輸出だった")
    row.refresh_from_db()
    assert (row.case, row.confirmed_at) == (other, None)


def test_an_export_with_a_document_is_not_moved():
    row = export()
    ExportResult.objects.filter(pk=row.pk).update(document=Document.objects.order_by("pk").first())
    other = Case.objects.exclude(pk=row.case_id).order_by("pk").first()
    with pytest.raises(Refused) as refused:
        services.move(staff(), RESULT, row, other, reason="誤り")
    assert refused.value.rule == "has_document"


def decided(code):
    rows = {
        "gate": lambda: GateReview.objects.exclude(decided_by=None).order_by("pk").first(),
        "determination": lambda: Determination.objects.exclude(decider=None).order_by("pk").first(),
    }[code]()
    return rows, rows.decided_by_id if code == "gate" else rows.decider_id


@pytest.mark.parametrize("code", ["gate", "determination"])
def test_a_decision_is_corrected_in_its_reason_by_another_than_who_took_it(code):
    row, decider = decided(code)
    with pytest.raises(Refused) as refused:
        services.correct(
            Actor(decider, "office_manager", NOW),
            KINDS[code],
            row,
            {"reason": "別の理由"},
            reason="誤記",
            page=seen(KINDS[code], row),
        )
    assert refused.value.rule == "approved_by_you"
