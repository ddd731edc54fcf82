"""What the tests of quotes and invoices stand on, made through the services."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from banso.apps.casework.models import ExportResult
from banso.apps.fees import services
from banso.apps.fees.models import Issuer, Quote
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.policies.models import PolicyVersion, State
from support import people, policies
from tests.apps.casework import making as cases
from tests.apps.selection import making as selection

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)
START = date(2026, 4, 20)
WORK = services.QuoteData(START, expert_hours=Decimal(50), staff_hours=Decimal(20))


def by(role, at=NOW, user=None):
    return selection.by(role, at, user)


def another(role, at=NOW):
    return selection.another(role, at)


def member(firm, at=NOW):
    """A new member of a firm."""
    return Actor(people.make("firm_member", firm=firm).pk, "firm_member", at)


def charge():
    """A version that charges is in force, and somebody issues invoices."""
    policies.put_in_force("fair_share", date(2025, 4, 1))
    words = {name: "x" for name in ("name_ja", "name_en", "address_ja", "address_en", "bank_ja", "bank_en")}
    Issuer.objects.create(in_force_from=date(2025, 4, 1), registration_number="T7000012050002", **words)


def change_policy(first_day):
    """From a day on another version is in force."""
    PolicyVersion.objects.filter(code="fair_share").update(in_force_to=first_day - timedelta(days=1))
    version = PolicyVersion.objects.get(code="reformed")
    version.state, version.in_force_from, version.published_at = State.PUBLISHED, first_day, version.saved_at
    version.save()


def application(at=NOW):
    """An application of a firm of twelve people that exports now and then."""
    firm = people.make_firm(employees=12, export_experience="occasional", ec_record="none")
    return selection.submitted(firm, at=at)


def draft(about=None, **values):
    data = services.QuoteData(**{**vars(WORK), **values})
    return services.write_quote(by("office_staff"), about or application(), data)


def offered(**values):
    return services.offer_quote(by("office_staff"), draft(**values))


def accepted(**values):
    quote = offered(**values)
    return services.accept_quote(member(quote.firm), quote)


def started(**values):
    quote = accepted(**values)
    at = NOW + timedelta(days=41)
    return services.start_service(by("office_staff", at), quote, at.date())


def invoiced(**values):
    return services.issue_invoice(by("accountant", NOW + timedelta(days=42)), started(**values))


LATER = NOW + timedelta(days=60)


def paid(invoice, yen=None, at=LATER):
    """A payment against an invoice, of its total or another amount."""
    data = services.PaymentData(invoice.firm, at.date(), yen or invoice.total, (invoice,))
    return services.record_payment(by("accountant", at), data)


#: A service that started on 20 April 2025, with a share of exports until 19 April 2026.
SHARE_FROM, SHARE_UNTIL = date(2025, 4, 20), date(2026, 4, 19)


def supported():
    """A case of a firm that exports now and then, with a goal in Taiwan."""
    firm = people.make_firm(employees=12, export_experience="occasional", ec_record="none")
    return cases.opened(firm=firm, expert=cases.expert(), goal_data=cases.goal(market=cases.market("TW")))


def with_share(case):
    """A quote for a case, agreed and begun: one percent of exports to Taiwan up to 100,000 yen."""
    quote = draft(case)
    quote.frozen["success"]["rounding"] = "down"
    quote.state, quote.started_on, quote.valid_until = "started", SHARE_FROM, SHARE_FROM
    quote.success_share, quote.success_cap_yen = Decimal("0.01"), 100_000
    quote.success_until = SHARE_UNTIL
    quote.offered_at = quote.answered_at = NOW
    quote.answered_by = quote.made_by
    quote.save()
    return again(quote)


def export(case, yen, on=date(2025, 9, 1), market="TW", **values):
    """An export of a case, confirmed unless it says otherwise."""
    defaults = {"sample": False, "confirmed_at": NOW, "hs_code": "", "amount_yen": yen}
    return ExportResult.objects.create(
        case=case, exported_on=on, market=cases.market(market), product="緑茶", channel="direct",
        source="document", recorded_at=NOW, **{**defaults, **values},
    )  # fmt: skip


def again(quote):
    return Quote.objects.get(pk=quote.pk)
