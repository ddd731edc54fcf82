"""Which firms are to be asked by themselves how they have been doing, and whom of them to write to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from banso.apps.casework.follow_up import ASK_DAYS
from banso.apps.casework.models import CatchUp, FollowUp, LookBack
from banso.apps.casework.selectors import last_open_due_day
from banso.apps.directory.models import Contact
from banso.apps.notices.selectors import dead_addresses
from banso.apps.programmes.models import ServiceVersion

#: So many firms are looked up at a time.
_AT_ONCE = 500


def to_ask(today: date) -> Iterator[tuple[LookBack, Contact | None]]:
    """Looks back whose firm should have been asked by now and was not, each with whom to write to.

    None: nobody at the firm has an address that mail reaches. Firms that have closed are not asked. Found by
    what is due and not yet recorded, however long ago it became due.
    """
    rows: list[LookBack] = [*_follow_ups(today), *_catch_ups(today)]
    for start in range(0, len(rows), _AT_ONCE):
        part = rows[start : start + _AT_ONCE]
        reachable = _reachable({_firm(row) for row in part})
        for row in part:
            yield row, reachable.get(_firm(row))


def _follow_ups(today: date) -> QuerySet[FollowUp]:
    """Follow-ups of cases, each from as many days before its due date on as the case's version says."""
    versions = ServiceVersion.objects.filter(follow_up_ask_days__isnull=False)
    days = versions.order_by().values_list("follow_up_ask_days", flat=True).distinct()
    latest = last_open_due_day(today)
    begun = Q(pk__in=[])
    for before in sorted({one for one in days if one is not None}):
        due = min(today + timedelta(days=before), latest)
        begun |= Q(case__version__follow_up_ask_days=before, due_on__lte=due)
    rows = FollowUp.objects.filter(begun, done_on__isnull=True, asked_at__isnull=True)
    rows = rows.filter(case__firm__closed_on__isnull=True)
    return rows.select_related("case__firm", "case__version").order_by("due_on", "pk")


def _catch_ups(today: date) -> QuerySet[CatchUp]:
    rows = CatchUp.objects.filter(
        done_on__isnull=True,
        asked_at__isnull=True,
        due_on__lte=today + timedelta(days=ASK_DAYS),
        firm__closed_on__isnull=True,
    )
    return rows.select_related("firm").order_by("due_on", "pk")


def _firm(row: LookBack) -> int:
    return row.case.firm_id if isinstance(row, FollowUp) else row.firm_id


def _reachable(firms: Collection[int]) -> dict[int, Contact]:
    """By firm: the contact whose address mail reaches; who wants such mails first, then the main contact."""
    contacts = Contact.objects.present().filter(firm__in=firms).exclude(email="")
    contacts = contacts.select_related("user", "firm").order_by("pk")
    dead = dead_addresses(contact.email for contact in contacts)
    found: dict[int, Contact] = {}
    for contact in sorted(
        contacts, key=lambda one: (not one.mails_exports, one.pk != one.firm.main_contact_id, one.pk)
    ):
        if contact.email not in dead:
            found.setdefault(contact.firm_id, contact)
    return found
