"""What runs by itself in this room, every night."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from banso.apps.journal.actor import Actor, system
from banso.apps.products import services, storage
from banso.apps.products.models import Certificate, CertificateTold, EditionState, Image, ProductState
from banso.apps.products.services.certificates import ENDED, STEPS

#: A picture that no edition shows is kept so long: its transaction may not have ended.
_KEPT = timedelta(days=1)


def watch_certificates(now: datetime) -> dict[str, int]:
    """Tell firms of certificates that end within the steps, and note those that have ended.

    Found by what is due and not yet recorded: days without a run lose nothing, one run more sends nothing.
    """
    actor = system(now)
    told = sum(services.tell_of_end(actor, row, step) for row, step in list(_to_tell(actor)))
    ended = _rows(ENDED).filter(expires_on__lt=actor.today)
    return {"told": told, "ended": sum(services.note_end(actor, row) for row in list(ended))}


def _to_tell(actor: Actor) -> Iterator[tuple[Certificate, int]]:
    """Each certificate with the last of its steps that has been reached; one that was missed is left out."""
    first = actor.today
    for step in sorted(STEPS):
        last = actor.today + timedelta(days=step)
        for row in _rows(step).filter(expires_on__range=(first, last)):
            yield row, step
        first = last + timedelta(days=1)


def _rows(step: int) -> QuerySet[Certificate]:
    """Certificates of what is published, of which a step was not noted."""
    noted = CertificateTold.objects.filter(
        product=OuterRef("edition__product"),
        kind=OuterRef("kind"),
        expires_on=OuterRef("expires_on"),
        days=step,
    )
    rows = Certificate.objects.filter(
        edition__state=EditionState.PUBLISHED,
        edition__product__state__in=(ProductState.PUBLISHED, ProductState.SUSPENDED),
        expires_on__isnull=False,
    )
    return rows.filter(~Exists(noted)).select_related("edition", "kind").order_by("pk")


def tidy_pictures(now: datetime) -> dict[str, int]:
    """Throw away files of pictures that no edition shows."""
    found = list(storage.stored_before(now - _KEPT))
    shown = set(Image.objects.order_by().values_list("stored_name", flat=True).distinct())
    strays = [path for name, path in found if name not in shown]
    for path in strays:
        path.unlink(missing_ok=True)
    return {"files": len(strays)}
