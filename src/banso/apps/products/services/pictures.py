"""Pictures of an edition that is being written: added, put in order, described, taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record, service
from banso.apps.products import storage
from banso.apps.products.models import Edition, Image
from banso.apps.products.services.shared import held, move_edition, subject
from banso.apps.products.storage import Stored
from banso.engines.kernel import pictures
from banso.engines.kernel.pictures import NotAPicture

MOST = 8
_LONGEST = Image._meta.get_field("alt_ja").max_length
_NOT_TAKEN: dict[str, Promise] = {
    "empty": gettext_lazy("The file is empty."),
    "format": gettext_lazy("This is no picture that can be shown. Taken are JPEG, PNG and WebP."),
    "small": gettext_lazy("The picture is too small: each side needs at least %(least)s pixels."),
    "damaged": gettext_lazy("The picture is damaged and cannot be shown."),
}


@dataclass(frozen=True)
class Words:
    """What is to be seen on a picture, for who does not see it."""

    ja: str
    en: str


def read_picture(content: IO[bytes]) -> Stored:
    """Draw a picture anew from what somebody sent, and keep it until an edition shows it.

    Raises:
        Refused: by the rules of ``NotAPicture`` (``picture_format`` ...), with the field ``file``.
    """
    try:
        return storage.store(pictures.draw(content))
    except NotAPicture as fault:
        if fault.rule == "pixels":
            message = _("The picture is too large. Make it smaller: 4,000 pixels wide is enough.")
        else:
            message = str(_NOT_TAKEN[fault.rule]) % {"least": pictures.LEAST_SIDE}
        raise Refused(f"picture_{fault.rule}", message, "file") from fault


@service
def add_picture(actor: Actor, edition: Edition, picture: Stored, words: Words) -> Image:
    """Put a picture behind those that an edition has.

    Raises:
        Refused: ``pictures_full``, ``picture_twice``, ``alt_missing``, ``too_long``, ``edition_state``.
    """
    stored = _changed(actor, edition)
    if stored.images.count() >= MOST:
        raise Refused("pictures_full", _("A product has at most %(most)s pictures.") % {"most": MOST}, "file")
    said = _checked(words)
    if stored.images.filter(stored_name=picture.name).exists():
        raise Refused("picture_twice", _("This picture is there already."), "file")
    last = stored.images.order_by("-position").values_list("position", flat=True).first()
    image = Image.objects.create(
        edition=stored,
        position=1 if last is None else last + 1,
        stored_name=picture.name,
        width=picture.width,
        height=picture.height,
        alt_ja=said.ja,
        alt_en=said.en,
    )
    payload = {"edition": stored.number, "picture": picture.name}
    record(actor, "product.picture_added", subject(stored.product), payload)
    return image


@service
def arrange_pictures(actor: Actor, edition: Edition, order: Sequence[tuple[int, Words]]) -> None:
    """Put the pictures of an edition in this order, each by its key, with these words.

    Raises:
        Refused: ``pictures_changed`` somebody added or removed one meanwhile; ``alt_missing`` and
            ``too_long`` name the place in the order as their field: ``0.ja``; ``edition_state``.
    """
    stored = _changed(actor, edition)
    images = {image.pk: image for image in stored.images.all()}
    if sorted(images) != sorted(key for key, _words in order):
        message = _("Somebody has added or removed a picture meanwhile. Please look at them again.")
        raise Refused("pictures_changed", message)
    # Beyond all positions first: a position is taken once.
    beyond = max((image.position for image in images.values()), default=0) + 1
    for offset in (beyond, 1):
        for place, (key, words) in enumerate(order):
            said = _checked(words, f"{place}.")
            image = images[key]
            image.position, image.alt_ja, image.alt_en = offset + place, said.ja, said.en
            image.save(update_fields=["position", "alt_ja", "alt_en"])
    payload = {"edition": stored.number, "order": [images[key].stored_name for key, _words in order]}
    record(actor, "product.pictures_changed", subject(stored.product), payload)


@service
def remove_picture(actor: Actor, image: Image) -> None:
    """Take a picture out of an edition; other editions keep theirs.

    Raises:
        Refused: ``edition_state``.
    """
    stored = _changed(actor, image.edition)
    stored.images.filter(pk=image.pk).delete()
    payload = {"edition": stored.number, "picture": image.stored_name}
    record(actor, "product.picture_removed", subject(stored.product), payload)


def _changed(actor: Actor, edition: Edition) -> Edition:
    """The edition, held; it must be one that is being written."""
    stored = held(edition)
    move_edition(actor, stored, "write", {"seen": None, "revision": stored.revision})
    return stored


def _checked(words: Words, place: str = "") -> Words:
    found = Words(words.ja.strip(), words.en.strip())
    for name, value in (("ja", found.ja), ("en", found.en)):
        field = f"{place}{name}" if place else f"alt_{name}"
        if not value:
            raise Refused("alt_missing", _("Say what is to be seen, for who does not see it."), field)
        if len(value) > _LONGEST:
            message = _("Write at most %(longest)s characters; there are %(count)s now.")
            raise Refused("too_long", message % {"longest": _LONGEST, "count": len(value)}, field)
    return found
