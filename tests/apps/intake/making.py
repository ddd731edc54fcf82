"""What the tests of this room stand on: questions, needs and proposals, made through the services."""

from datetime import datetime

from banso.apps.directory.models import Expert, Market
from banso.apps.intake import services
from banso.apps.intake.models import RefusalReason, Subject
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
