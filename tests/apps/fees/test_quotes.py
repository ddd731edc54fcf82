"""A quote holds until its day, is answered by one contact, and is frozen once it is offered."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from banso.apps.base import Refused
from banso.apps.fees import services
from banso.apps.fees.changes import CHANGEABLE, changeable
from banso.apps.fees.models import CostRate, InvoiceState, Quote, QuoteState, TermsText
from banso.apps.fees.quoting import valid_until
from banso.apps.fees.usage import usages_of
from banso.apps.journal.actor import ZONE
from banso.apps.journal.models import Event
from support.races import at_once
from tests.apps.fees import making
from tests.apps.years import making as years

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture(autouse=True)
def _charges(configuration):
    making.charge()


def refused(act):
    with pytest.raises(Refused) as refusal:
        act()
    return refusal.value


@pytest.mark.parametrize(
    ("starts", "until"),
    [(date(2026, 7, 1), date(2026, 4, 9)), (date(2026, 4, 20), date(2026, 3, 30))],
)
def test_a_quote_holds_for_30_days_or_until_21_days_before_the_start(starts, until):
    assert valid_until(date(2026, 3, 10), starts) == until


def test_a_quote_that_would_have_ended_already_is_refused():
    assert refused(lambda: making.draft(service_starts_on=date(2026, 3, 30))).rule == "not_past"
    assert making.draft(service_starts_on=date(2026, 3, 31)).state == QuoteState.DRAFT


@pytest.mark.parametrize(
    ("values", "rule", "field"),
    [
        ({"expert_hours": Decimal(0), "staff_hours": Decimal(0)}, "no_work", "expert_hours"),
        ({"expert_hours": Decimal(-1)}, "work_range", "expert_hours"),
        ({"extra_discount": 10_000_000}, "discount_above_price", "extra_discount"),
    ],
)
def test_no_work_and_a_discount_above_the_price_are_refused(values, rule, field):
    found = refused(lambda: making.draft(**values))
    assert (found.rule, found.field) == (rule, field)
    assert not Quote.objects.exists()


def test_what_is_free_needs_no_quote():
    before_charging = making.application(making.NOW - timedelta(days=365))
    assert refused(lambda: making.draft(before_charging)).rule == "quote_free"


def test_the_price_is_that_of_the_policy_less_the_discount_of_the_office():
    quote = making.draft(extra_discount=1_000)
    # 40 hours at 12,000 and 20 at 4,800 with overhead, 10 %; one effort is promised; less 1,000; 10 % tax.
    plain = making.draft()
    assert plain.subtotal - quote.subtotal == 1_000
    assert (quote.tax, quote.total) == (quote.subtotal // 10, quote.subtotal + quote.subtotal // 10)


def test_a_second_after_midnight_in_tokyo_is_late_and_a_second_before_is_not():
    quote, until = making.offered(), date(2026, 3, 30)
    midnight = datetime(2026, 3, 31, 0, 0, 1, tzinfo=ZONE)
    late = refused(lambda: services.accept_quote(making.member(quote.firm, midnight), quote))
    assert late.rule == "quote_late" and "2026年3月30日" in late.message
    last = datetime(until.year, until.month, until.day, 23, 59, 59, tzinfo=ZONE)
    assert services.accept_quote(making.member(quote.firm, last), quote).state == QuoteState.ACCEPTED


@pytest.mark.parametrize("state", [QuoteState.ACCEPTED, QuoteState.WITHDRAWN, QuoteState.REPLACED])
def test_after_its_day_a_quote_is_late_whatever_its_state(state):
    quote = making.accepted()
    Quote.objects.filter(pk=quote.pk).update(state=state)
    after = making.NOW + timedelta(days=60)
    assert (
        refused(lambda: services.accept_quote(making.member(quote.firm, after), quote)).rule == "quote_late"
    )


def test_a_second_contact_is_told_who_answered_and_when():
    quote = making.accepted()
    found = refused(lambda: services.decline_quote(making.member(quote.firm), quote, "price"))
    assert found.rule == "quote_answered"
    assert quote.answered_by.name in found.message and "2026年3月10日" in found.message


def test_a_replaced_quote_is_not_accepted_and_the_later_one_is():
    quote = making.offered()
    later = services.revise_quote(making.by("office_staff"), quote, making.WORK)
    assert making.again(quote).state == QuoteState.OFFERED
    services.offer_quote(making.by("office_staff"), later)
    found = refused(lambda: services.accept_quote(making.member(quote.firm), quote))
    assert found.rule == "quote_state" and "新しい見積" in found.message
    assert services.accept_quote(making.member(quote.firm), later).revision == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_contacts_who_accept_at_once_one_does():
    quote = making.offered()
    actors = [making.member(quote.firm), making.member(quote.firm)]
    outcomes = at_once(*[lambda actor=actor: services.accept_quote(actor, quote) for actor in actors])
    assert outcomes == ["quote_answered", "stored"]
    assert Event.objects.filter(action="quote.accepted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_quote_is_accepted_or_replaced_but_not_both():
    quote = making.offered()
    later = services.revise_quote(making.by("office_staff"), quote, making.WORK)
    contact, staff = making.member(quote.firm), making.by("office_staff")
    outcomes = at_once(
        lambda: services.accept_quote(contact, quote), lambda: services.offer_quote(staff, later)
    )
    assert outcomes == ["quote_state", "stored"]


@pytest.mark.parametrize(("kind", "state"), sorted(CHANGEABLE))
def test_the_table_of_changes_names_real_fields_only(kind, state):
    fields = {field.name for field in Quote._meta.fields} | {"due_on"}
    assert changeable(kind, state) <= fields


def test_what_may_change_in_a_state_does_and_nothing_else():
    staff, later = making.by("office_staff"), making.START + timedelta(days=30)
    quote = making.accepted()
    with_start = services.QuoteData(**{**vars(making.WORK), "service_starts_on": later})
    assert services.change_quote(staff, quote, with_start).service_starts_on == later
    dearer = services.QuoteData(**{**vars(with_start), "extra_discount": 5})
    assert refused(lambda: services.change_quote(staff, quote, dearer)).rule == "field_fixed"
    assert refused(lambda: services.change_quote(staff, quote, making.WORK)).rule == "starts_earlier"


def test_a_service_starts_between_acceptance_and_today():
    quote = making.accepted()
    for day in (date(2026, 3, 9), date(2026, 3, 11)):
        assert (
            refused(lambda day=day: services.start_service(making.by("office_staff"), quote, day)).rule
            == "begun"
        )


def test_a_change_of_policy_rates_and_terms_changes_nothing_that_was_offered():
    quote = making.started()
    making.change_policy(date(2026, 4, 1))
    CostRate.objects.exclude(part="overhead").update(usual=1)
    TermsText.objects.create(
        number=2, in_force_from=date(2026, 4, 1), payment_days=5, text_ja="x", text_en="x"
    )
    at = making.NOW + timedelta(days=42)
    invoice = services.issue_invoice(making.by("accountant", at), quote)
    assert (invoice.net, invoice.tax, invoice.total) == (quote.subtotal, quote.tax, quote.total)
    assert invoice.instalments.get().due_on == at.date() + timedelta(days=30)
    assert invoice.state == InvoiceState.ISSUED
    assert quote.terms.digest == quote.terms_digest


def test_paid_by_stage_the_parts_come_to_the_total():
    invoice = making.invoiced(by_stage=True)
    parts = list(invoice.instalments.all())
    assert len(parts) > 1 and sum(part.yen for part in parts) == invoice.total
    assert [part.due_on for part in parts] == sorted({part.due_on for part in parts})


def test_what_was_agreed_counts_towards_the_caps_of_later_prices():
    quote = making.accepted()
    used = usages_of(quote.firm, [quote.service], date(2026, 3, 20))[quote.service.pk]
    assert used.charged == (quote.subtotal, quote.subtotal)
    next_year = usages_of(quote.firm, [quote.service], date(2026, 4, 1))[quote.service.pk]
    assert next_year.charged == (0, quote.subtotal)


def test_a_service_does_not_begin_on_a_day_of_a_closed_year():
    quote = making.accepted()
    years.year(2025, "closed")
    late = making.by("office_staff", making.NOW + timedelta(days=41))
    found = refused(lambda: services.start_service(late, quote, date(2026, 3, 15)))
    assert (found.rule, found.field) == ("year_closed", "started_on")
