"""What was kept long enough: found by "due and not yet recorded", its words removed, the record counts on.

A job that did not run for days loses nothing and does nothing twice: each record is noted in ``Expiry`` with
the removal, in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.services import ERASED_NAME, erase_person
from banso.apps.base import Refused
from banso.apps.behalf.models import Word
from banso.apps.casework.models import Case, CatchUp, Confirmation, FollowUp
from banso.apps.directory.models import AccessRequest, Contact
from banso.apps.directory.services import erase_contact
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE, Actor, system
from banso.apps.journal.services import Subject, record, service
from banso.apps.privacy.models import OPEN, Expiry, PersonRequest
from banso.apps.privacy.rules import years_kept

#: How many records one run handles; what is left comes the next night.
MOST_A_RUN = 2000


@dataclass(frozen=True)
class Kind:
    """One kind of record with words about people.

    ``since`` says in words from when the years count; ``past(day)`` gives the records whose years began
    before that day; ``blank`` removes the words of one; ``subject`` is whose chain tells of it.
    """

    code: str
    words: Promise
    since: Promise
    blanked: Promise
    past: Callable[[date], QuerySet[Any]]
    blank: Callable[[Actor, Any], None]
    subject: Callable[[Any], Subject]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)


def _contacts(day: date) -> QuerySet[Any]:
    """Contacts of firms without support or a question since the day, who act for no firm now."""
    of_firm = OuterRef("firm")
    alive = Case.objects.filter(firm=of_firm).filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    asked = Consultation.objects.filter(firm=of_firm, asked_at__gte=_moment(day))
    member = RoleAssignment.objects.filter(user=OuterRef("user")).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    )
    rows = Contact.objects.filter(erased_at__isnull=True, firm__registered_at__lt=_moment(day))
    return rows.exclude(Exists(alive)).exclude(Exists(asked)).exclude(Exists(member)).select_related("firm")


def _blank_text(*names: str, mark: str = "") -> Callable[[Actor, Any], None]:
    """Remove these words; ``mark`` names the field that may not be empty."""

    def blank(_actor: Actor, row: Any) -> None:
        for name in names:
            setattr(row, name, ERASED_NAME if name == mark else "")
        row.save(update_fields=names)

    return blank


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "contact",
            _("Contacts of firms"),
            _("the end of the firm's last support, its last question, its registration"),
            _("name, position, mail address, telephone"),
            _contacts,
            erase_contact,
            lambda row: ("firm", row.firm.ref),
        ),
        Kind(
            "user",
            _("People with an account"),
            _("the day on which they left"),
            _("name, mail address, sign-in"),
            lambda day: User.objects.filter(left_on__lt=day, erased_at__isnull=True),
            erase_person,
            lambda row: ("user", str(row.pk)),
        ),
        Kind(
            "consultation",
            _("Consultations"),
            _("the day of the question"),
            _("title and text"),
            lambda day: Consultation.objects.filter(asked_at__lt=_moment(day)),
            _blank_text("title", "body", mark="title"),
            lambda row: ("consultation", row.ref),
        ),
        Kind(
            "confirmation",
            _("Answers on exports"),
            _("the day of the answer"),
            _("comment"),
            lambda day: Confirmation.objects.filter(given_at__lt=_moment(day)).select_related("result__case"),
            _blank_text("comment"),
            lambda row: ("case", row.result.case.ref),
        ),
        Kind(
            "entry_word",
            _("Answers on what was entered for the firm"),
            _("the day of the answer"),
            _("comment"),
            lambda day: Word.objects.filter(given_at__lt=_moment(day)).select_related("entry"),
            _blank_text("comment"),
            lambda row: (row.entry.subject_kind, row.entry.subject_ref),
        ),
        Kind(
            "follow_up",
            _("Answers after the end of support"),
            _("the day of the answer"),
            _("comment"),
            lambda day: FollowUp.objects.filter(done_on__lt=day).select_related("case"),
            _blank_text("comment"),
            lambda row: ("case", row.case.ref),
        ),
        Kind(
            "catch_up",
            _("Answers about support that ended long ago"),
            _("the day of the answer"),
            _("comment"),
            lambda day: CatchUp.objects.filter(done_on__lt=day).select_related("firm"),
            _blank_text("comment"),
            lambda row: ("firm", row.firm.ref),
        ),
        Kind(
            "access_request",
            _("Requests to act for a firm"),
            _("the decision"),
            _("message"),
            lambda day: AccessRequest.objects.filter(decided_at__lt=_moment(day)).select_related("firm"),
            _blank_text("message"),
            lambda row: ("firm", row.firm.ref),
        ),
        Kind(
            "person_request",
            _("Requests about personal data"),
            _("the day of receipt"),
            _("what was wanted, reason, what was done"),
            lambda day: PersonRequest.objects.filter(received_on__lt=day).exclude(state__in=OPEN),
            _blank_text("note", "reason", "done_note"),
            lambda row: ("person_request", row.ref),
        ),
    )
}


def years_before(day: date, years: int) -> date:
    """The same calendar day so many years before; of 29 February the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def expired(kind: Kind, today: date) -> QuerySet[Any]:
    """The records of a kind that were kept long enough and still have their words."""
    rows = kind.past(years_before(today, years_kept()[kind.code]))
    done = Expiry.objects.filter(kind=kind.code).order_by().values("row")
    return rows.exclude(pk__in=done).order_by("pk")


@dataclass(frozen=True)
class Line:
    """One kind as the preview shows it."""

    kind: Kind
    years: int
    due: int
    done: int


def preview(today: date) -> list[Line]:
    """What the next run removes, and what was removed so far. Two queries a kind."""
    return [
        Line(kind, years, expired(kind, today).count(), Expiry.objects.filter(kind=code).count())
        for code, years in years_kept().items()
        if (kind := KINDS[code])
    ]


@service
def expire(actor: Actor, kind: Kind, row: Any) -> Expiry:
    """Remove the words of one record that was kept long enough.

    Raises:
        Refused: what erasing refuses, for example the last administrator.
    """
    kind.blank(actor, row)
    years = years_kept()[kind.code]
    noted = Expiry.objects.create(kind=kind.code, row=row.pk, years=years, expired_at=actor.at)
    record(actor, "privacy.expired", kind.subject(row), {"kind": kind.code, "row": row.pk, "years": years})
    return noted


def run(now: datetime) -> dict[str, int]:
    """The nightly job, at most ``MOST_A_RUN`` records: how many of each kind, and how many were refused."""
    actor, left = system(now), MOST_A_RUN
    counts: dict[str, int] = {"refused": 0}
    for code in years_kept():
        kind = KINDS[code]
        for row in expired(kind, actor.today)[:left]:
            try:
                expire(actor, kind, row)
            except Refused:
                counts["refused"] += 1
                continue
            counts[code] = counts.get(code, 0) + 1
            left -= 1
    return counts
