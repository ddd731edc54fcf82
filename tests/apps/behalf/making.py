"""A firm with a contact, and what its office writes down for it."""

from dataclasses import replace
from datetime import datetime, timedelta

from banso.apps.behalf.models import Entry
from banso.apps.corrections import services as corrections
from banso.apps.corrections.kinds import KINDS
from banso.apps.corrections.values import seen
from banso.apps.directory.models import Contact
from banso.apps.intake import services as intake
from banso.apps.journal.actor import ZONE, Actor
from support import people

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)


def by(role, *, user=None, days=0, **ties):
    """An actor of a role, so many days from now."""
    person = user or (None if ties else people.example(role)) or people.make(role, **ties)
    return Actor(person.pk, role, NOW + timedelta(days=days))


def later(actor, days):
    return replace(actor, at=actor.at + timedelta(days=days))


def firm():
    return people.make_firm()


def contact(of, name="高田 里美", **values):
    defaults = {"email": f"c{Contact.objects.count()}@firm.invalid"}
    return Contact.objects.create(firm=of, name=name, **defaults | values)


def consultation(actor, of, channel="phone"):
    question = intake.Question(of, of.office, "台湾への味噌の輸出", "台湾の販路を知りたい。", channel)
    return intake.ask(actor, question)


def entry(row, kind="consultation"):
    """The entry of a record, as stored now."""
    return Entry.objects.get(kind=kind, row=row.pk)


def correct(actor, kind, row, **values):
    """The office corrects a record."""
    row.refresh_from_db()
    page = seen(KINDS[kind], row)
    corrections.correct(actor, KINDS[kind], row, values, reason="聞き間違い", page=page)
