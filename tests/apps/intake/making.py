"""What the tests of this room stand on: questions, needs and proposals, made through the services."""

from datetime import datetime

from banso.apps.directory.models import (
    Expert,
    Market,
    Office,
    PartnerBody,
    PrivateProvider,
    TradingCompany,
)
from banso.apps.intake import services
from banso.apps.intake.models import AbandonReason, RefusalReason, Subject
from banso.apps.journal.actor import ZONE, Actor
from support import people

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)


def by(role, at=NOW, user=None):
    """An actor of a role."""
    person = user or people.example(role) or people.make(role)
    return Actor(person.pk, role, at)


def staff(at=NOW):
    return by("office_staff", at)


def question(firm=None, **values):
    firm = firm or people.make_firm()
    defaults = {"office": firm.office, "title": "包装の表示", "body": "ドイツで何を書けばよいか。"}
    return services.Question(firm=firm, **defaults | values)


def asked(firm=None, *, at=NOW, **values):
    return services.ask(by("firm_member", at), question(firm, **values))


def subject(code="rules"):
    return Subject.objects.get(code=code)


def market(code="DE"):
    return Market.objects.get(code=code)


def need(consultation=None, *, code="rules", at=NOW, **values):
    defaults = {"subject": subject(code), "description": "包装材の登録", "market": market()}
    return services.take_out_need(staff(at), consultation or asked(at=at), **defaults | values)


def expert(**values):
    """An expert under contract who signs in."""
    found = Expert.objects.get(user=people.make("expert"))
    for name, value in values.items():
        setattr(found, name, value)
    found.save()
    return found


def of(expert, at=NOW):
    """The expert as an actor."""
    return by("expert", at, expert.user)


def proposed(a_need=None, an_expert=None, at=NOW):
    return services.propose(staff(at), a_need or need(at=at), an_expert or expert())


def taken(a_need=None, an_expert=None, at=NOW):
    proposal = proposed(a_need, an_expert, at)
    return services.take(of(proposal.expert, at), proposal)


def reason(code="no_capacity"):
    return RefusalReason.objects.get(code=code)


def abandon_reason(code="firm_gave_up"):
    return AbandonReason.objects.get(code=code)


def office(code="other"):
    """One more office, with somebody who works there."""
    prefecture = people.make_firm().prefecture
    found, created = Office.objects.get_or_create(
        code=code, defaults={"name_ja": "別の事務所", "name_en": "Other office", "prefecture": prefecture}
    )
    if created:
        people.make("office_staff", office=found)
    return found


def provider(code="provider-1", **values):
    return PrivateProvider.objects.create(code=code, name_ja="民間支援社", name_en="Provider", **values)


def trader(code="trader-1", **values):
    return TradingCompany.objects.create(code=code, name_ja="地域商社", name_en="Trader", **values)


def body(code="bank-1", **values):
    """A partner body of which nobody signs in."""
    return PartnerBody.objects.create(code=code, kind="bank", name_ja="試験銀行", name_en="Bank", **values)


def receivers():
    """One receiver of each kind, and who replies for it."""
    colleague, other = people.make("office_staff"), office()
    member = people.make("partner_member")
    an_expert = expert()
    return {
        "expert": (an_expert, of(an_expert)),
        "staff": (colleague, by("office_staff", user=colleague)),
        "office": (other, by("office_staff", user=other.staff.order_by("id").first().user)),
        "provider": (provider(), staff()),
        "trading": (trader(), staff()),
        "partner": (member.assignments.get().partner_body, by("partner_member", user=member)),
    }


def offered(to, a_need=None, at=NOW):
    return services.propose(staff(at), a_need or need(at=at), to, consented=True)
