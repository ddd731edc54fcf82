"""What fees do is counted from records, told with what it rests on, and warns by a rule."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from banso.apps.accounts.access import Access
from banso.apps.directory.models import Firm, Office
from banso.apps.fees import services
from banso.apps.fees.effect.figures import charge_on, decline_reasons, money, use
from banso.apps.fees.effect.measures import BYS, MEASURES
from banso.apps.fees.effect.warnings import KIND, Watch, turned, warnings
from banso.apps.fees.effect.willingness import willingness
from banso.apps.fees.models import CreditReason, DeclineReason, Quote
from banso.apps.intake.models import Consultation
from banso.apps.notices.ledger import take_stock
from banso.apps.notices.people import People
from banso.apps.notices.sources import Source
from banso.apps.policies.models import PolicyVersion
from banso.apps.programmes.selectors import services_in_force
from banso.engines.fees.windows import Window, windows
from support import people
from tests.apps.fees import making
from tests.apps.fees.making import LATER, NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]
YEAR = Window(date(2026, 4, 1), date(2027, 3, 31))
THIS_YEAR = Window(date(2025, 4, 1), date(2026, 3, 31))
PAGE = "fees:effect"


@pytest.fixture(autouse=True)
def _charges(configuration):
    making.charge()


def manager(at=LATER, **ties):
    return Access(people.make("programme_manager", **ties), at)


def decline(quote, reason):
    return services.decline_quote(making.member(quote.firm), quote, reason)


def test_income_is_what_was_invoiced_less_what_was_taken_back_beside_its_full_cost():
    invoice, gone = making.invoiced(), making.invoiced(extra_discount=100)
    note = services.ask_waiver(making.by("accountant", LATER), invoice, CreditReason.GOODWILL)
    services.approve_credit(making.another("accountant", LATER), note)
    wrong = services.ask_credit(making.by("accountant", LATER), gone, CreditReason.WRONG_INVOICE)
    services.approve_credit(making.another("accountant", LATER), wrong)
    found = money(manager(), YEAR, BYS["service"]).total
    # The cancelled invoice counts nowhere, nor does its discount.
    assert (found.invoices, found.invoiced, found.waived) == (1, invoice.net, note.net)
    assert found.discounts == invoice.quote.net - invoice.quote.subtotal
    assert found.income == invoice.net - note.net
    cost = invoice.quote.frozen["full_cost"]
    assert found.coverage == round(Decimal(100 * found.income) / cost, 1)


def test_an_invoice_without_a_full_cost_leaves_the_coverage_untold():
    invoice = making.invoiced()
    Quote.objects.filter(pk=invoice.quote_id).update(frozen={**invoice.quote.frozen, "full_cost": None})
    found = money(manager(), YEAR, BYS["service"]).total
    assert (found.cost_unknown, found.coverage) == (1, None)


def test_quotes_are_told_by_what_became_of_them_and_a_replaced_one_counts_once():
    decline(making.offered(), DeclineReason.PRICE)
    decline(making.offered(), DeclineReason.BUDGET)
    first = making.offered()
    revised = services.revise_quote(making.by("office_staff"), first, making.WORK)
    services.offer_quote(making.by("office_staff"), revised)
    access = manager(NOW)
    found = money(access, THIS_YEAR, BYS["service"]).total
    assert dict(found.quotes) == {"quotes": 3, "declined": 2, "waiting": 1} and found.price == 1
    assert found.declined.known == (2, 3)
    reasons = {one.code: one.share.known for one in decline_reasons(access, THIS_YEAR)}
    assert reasons["price"] == (1, 2) and reasons["other"] == (0, 2)
    # Its day is past: nobody declined it.
    late = money(manager(LATER), THIS_YEAR, BYS["service"]).total
    assert (late.quotes["expired"], late.quotes["waiting"]) == (1, 0)


def test_parts_of_few_firms_are_not_told_and_those_of_enough_are():
    for _number in range(5):
        making.offered()
    Firm.objects.filter(pk=Quote.objects.earliest("pk").firm_id).update(employees=None)
    rows = money(manager(NOW), THIS_YEAR, BYS["size"]).rows
    assert [(row.part, row.found) for row in rows] == [("s20", None), ("unknown", None)]
    Firm.objects.update(employees=12)
    (row,) = money(manager(NOW), THIS_YEAR, BYS["size"]).rows
    assert row.found.quotes["quotes"] == 5


def test_the_charge_counts_from_the_first_version_that_charges_without_a_break():
    offered = services_in_force(NOW.date())
    found = charge_on(NOW.date(), offered)
    assert found.began == date(2025, 4, 1) and "spot" in {service.code for service in found.services}
    making.change_policy(date(2026, 4, 1))
    later = charge_on(date(2026, 5, 1), offered)
    assert later.began == date(2025, 4, 1) and "spot" not in {service.code for service in later.services}
    PolicyVersion.objects.filter(code="reformed").update(in_force_to=date(2026, 6, 30))
    assert charge_on(date(2026, 7, 1), offered) is None


def asked(firm, day):
    number = Consultation.objects.count() + 1
    return Consultation(
        ref=f"X-{number}-{firm.pk}-{day:%y%m%d}", firm=firm, office=firm.office, channel="web", title="x",
        body="x", asked_at=datetime(day.year, day.month, day.day, 12, tzinfo=NOW.tzinfo),
    )  # fmt: skip


def test_use_is_counted_in_the_same_months_before_and_after():
    firm = people.make_firm()
    days = (date(2024, 3, 31), date(2024, 4, 1), date(2025, 2, 28), date(2025, 3, 1), date(2025, 4, 1))
    Consultation.objects.bulk_create([asked(firm, day) for day in days])
    spans = windows(date(2025, 4, 1), NOW.date())
    found = use(manager(NOW), spans, BYS["experience"]).total
    assert (found.before.amounts["consultations"], found.after.amounts["consultations"]) == (2, 1)
    assert found.change("consultations") == Decimal("-50.0") and found.change("hours") is None
    counted = MEASURES["consultations"].rows(manager(NOW), spans.before)
    assert counted.count() == found.before.amounts["consultations"]


@pytest.fixture
def dropping():
    """120 firms asked before the charge, half of them new to exporting; of 100 since then a fifth are."""
    first = people.make_firm(employees=30, export_experience="none")
    others = []
    for number in range(220):
        row = Firm.objects.get(pk=first.pk)
        row.pk, row.ref, row.name = None, f"D-{number:04d}", f"D{number}"
        new = number % 2 == 0 if number < 120 else number % 5 == 0
        row.export_experience = "none" if new else "continuous"
        others.append(row)
    firms = Firm.objects.bulk_create(others)
    Consultation.objects.bulk_create(
        [
            asked(firm, date(2024, 9, 2) if place < 120 else date(2025, 9, 2))
            for place, firm in enumerate(firms)
        ]
    )
    return first.prefecture.region


def test_a_warning_stands_from_the_month_in_which_it_turned_and_head_office_is_told(dropping, client_as):
    access = manager(NOW)
    assert warnings(access) == []
    take_stock(Source(KIND, "x", due=turned), NOW, People(NOW.date()))
    everywhere, there = warnings(access)
    assert (everywhere.group, everywhere.step, everywhere.region) == ("new", "asked", "")
    assert (everywhere.change.before.known, everywhere.change.after.known) == ((60, 120), (20, 100))
    # September is over on the first of October: before it nothing is to be seen.
    assert everywhere.since == date(2025, 10, 1) and there.region == dropping.code
    assert {one.key: one.change.verdict for one in Watch(access, access.today).watched()}[
        "small-asked-all"
    ] == "holds"
    (due, _of_region) = turned(NOW, None)
    assert due.due_on == date(2025, 10, 1) and access.user.pk in due.persons
    assert [one.subject_ref for one in turned(NOW, {due.subject_ref})] == [due.subject_ref]
    client = client_as("programme_manager", user=access.user)
    assert "輸出" in client.get("/").text.split('id="fee-warnings"')[1].split("</section>")[0]
    assert "料金の影響を見る" not in client_as("auditor").get("/").text


def test_no_warning_is_given_while_nothing_is_charged(dropping):
    PolicyVersion.objects.filter(code="fair_share").update(in_force_to=date(2026, 1, 31))
    assert not list(turned(NOW, None)) and Watch(None, NOW.date()).watched() == []


def test_willingness_is_the_published_one_and_quotes_fall_into_its_bands():
    offered = making.offered()
    version, (consortium, ec) = willingness(manager(NOW), services_in_force(NOW.date()), NOW.date())
    assert version.code == "fair_share"
    assert (consortium.accept.known, ec.accept.known) == ((180, 395), (117, 488))
    assert [band.stated.known for band in consortium.bands] == [(108, 180), (26, 180), (46, 180)]
    assert [(band.stated.known, band.to) for band in ec.bands[:2]] == [
        ((93, 117), 100_000),
        ((10, 117), 300_000),
    ]
    assert consortium.bands[2].derived and not consortium.bands[0].derived
    here = [band for band in consortium.bands if band.quoted.numerator]
    assert len(here) == 1 and here[0].above < offered.total <= (here[0].to or offered.total)
    assert [service.code for service in here[0].services] == [offered.service.code]


def test_managers_see_the_page_and_each_figure_leads_to_its_rows(client_as):
    quote = decline(making.offered(), DeclineReason.PRICE)
    client = client_as("programme_manager")
    page = client.get(reverse(PAGE))
    assert page.context["money"].total.price == 1 and "180／395" in page.text
    address = reverse("fees:effect_rows") + "?of=declined"
    rows = client.get(f"{address}&year=2025&by=size&part=s20&reason=price")
    assert quote.ref in rows.text
    assert quote.ref not in client.get(f"{address}&year=2025&reason=budget").text
    band = client.get(reverse("fees:effect_band")).text
    assert quote.ref in band or quote.total > 100_000
    for wrong in ("by=size&part=nobody", "reason=nobody", "when=soon"):
        assert client.get(f"{address}&{wrong}").status_code == 404


def test_an_office_manager_sees_the_offices_below_alone(client_as):
    quote = making.offered()
    own = quote.firm.office
    other = Office.objects.create(code="other", name_ja="他", name_en="Other", prefecture=own.prefecture)
    for office, count in ((own, 1), (other, 0)):
        page = client_as("office_manager", office=office).get(reverse(PAGE))
        assert page.context["money"].total.quotes["quotes"] == count
    assert client_as("office_staff").get(reverse(PAGE)).status_code == 403


def test_the_workbook_holds_numbers_as_numbers_and_days_as_days(client_as):
    decline(making.offered(), DeclineReason.PRICE)
    answer = client_as("programme_manager").get(reverse("fees:effect_workbook"), {"by": "service"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert len(book.sheetnames) == 6
    reasons = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows(min_row=2)]
    assert reasons[0][1:4] == [1, 1, 100]
    total = [cell.value for cell in list(book.worksheets[3].rows)[-1]]
    assert [value.date() for value in total[-4:-2]] == [date(2024, 4, 1), date(2025, 2, 28)]


def test_the_page_says_when_nothing_is_charged(client_as):
    PolicyVersion.objects.filter(code="fair_share").update(in_force_to=date(2026, 1, 31))
    page = client_as("programme_manager").get(reverse(PAGE)).text
    assert "料金はいただいておらず" in page and "XLSX" not in page


def test_the_page_asks_the_database_no_more_often_with_more_rows(client_as, queries):
    making.offered()
    client, address = client_as("programme_manager"), reverse(PAGE)
    client.get(address)
    with queries(at_most=40) as few:
        client.get(address)
    for _number in range(2):
        decline(making.offered(), DeclineReason.TIMING)
    with queries(len(few)):
        client.get(address)
