"""What the tests of this room stand on: bodies, registrations, parts, made through the services."""

from datetime import datetime

from banso.apps.directory.models import Office, PartnerBody, TradingCompany
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.new_exporters import services
from banso.apps.new_exporters.holders import Holder
from banso.apps.new_exporters.models import CloseReason, ComponentKind, Readiness
from support import people

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)


def body(code="chamber-a"):
    return PartnerBody.objects.get_or_create(
        code=code, defaults={"name_ja": f"{code}商工会議所", "name_en": f"Chamber {code}"}
    )[0]


def member(of=None, at=NOW):
    """A member of a partner body."""
    person = people.make("partner_member", partner_body=of or body())
    return Actor(person.pk, "partner_member", at)


def staff(office, at=NOW):
    person = people.make("office_staff", office=office)
    return Actor(person.pk, "office_staff", at)


def readiness(code="preparing"):
    return Readiness.objects.get(code=code)


def kind(code="advice"):
    return ComponentKind.objects.get(code=code)


def reason(code="exports_alone"):
    return CloseReason.objects.get(code=code)


def company():
    return TradingCompany.objects.get_or_create(
        code="trader", defaults={"name_ja": "東西貿易", "name_en": "Tozai Trading"}
    )[0]


def registered(by, firm=None, *, agreed=True):
    return services.register(
        by,
        firm or people.make_firm(),
        readiness=readiness(),
        evidence="英語の価格表がある",
        agreed_to_share=agreed,
    )


def planned(by, registration, code="advice"):
    return services.start(by, registration, kind=kind(code), title="表示の確認")


def of_body(row: PartnerBody) -> Holder:
    return Holder(body_id=row.pk)


def of_office(row: Office) -> Holder:
    return Holder(office_id=row.pk)
