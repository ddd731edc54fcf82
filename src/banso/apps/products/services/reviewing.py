"""Reviewing products: sent back with comments, published, suspended, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.products.models import Comment, Edition, EditionState, Maker, Product
from banso.apps.products.needs import missing
from banso.apps.products.services.shared import held, move_edition, move_product, subject

_LONGEST = 400


@service
def send_back(actor: Actor, edition: Edition, comments: Mapping[str, str]) -> Edition:
    """Send an edition back with what has to change, by field; the empty field stands for the whole.

    Raises:
        Refused: ``by_another``, ``commented`` nothing was said, ``too_long``, ``edition_state``.
    """
    stored = held(edition)
    said = {field: words.strip() for field, words in comments.items() if words.strip()}
    for field, words in said.items():
        if len(words) > _LONGEST:
            message = _("Write at most %(longest)s characters; there are %(count)s now.")
            raise Refused("too_long", message % {"longest": _LONGEST, "count": len(words)}, field)
    move_edition(actor, stored, "send_back", _reviewed(actor, stored) | {"comments": len(said)})
    stored.reviewed_at, stored.reviewed_by_id = actor.at, actor.user_id
    stored.save(update_fields=["state", "reviewed_at", "reviewed_by"])
    Comment.objects.bulk_create(
        Comment(edition=stored, field=field, words=words, made_at=actor.at, made_by_id=actor.user_id)
        for field, words in said.items()
    )
    payload = {
        "edition": stored.number,
        "comments": {field or "whole": digest(words) for field, words in said.items()},
    }
    record(actor, "product.sent_back", subject(stored.product), payload)
    return stored


@service
def publish(actor: Actor, edition: Edition) -> Edition:
    """Publish an edition in the place of the one before. A suspended product stays suspended.

    Raises:
        Refused: ``by_another``, ``complete``, ``maker_agreed``, ``edition_state``, ``product_state``.
    """
    stored = held(edition)
    product = hold(Product.objects).get(pk=stored.product_id)
    facts = _reviewed(actor, stored) | {
        "missing": missing(stored, actor.today),
        "maker_agreed": stored.maker != Maker.ASKED,
    }
    fired = move_edition(actor, stored, "publish", facts)
    for before in hold(Edition.objects).filter(product=product, state=EditionState.PUBLISHED):
        move_edition(actor, before, "replace")
        before.save(update_fields=["state"])
    stored.reviewed_at, stored.reviewed_by_id = actor.at, actor.user_id
    stored.save(update_fields=["state", "reviewed_at", "reviewed_by"])
    move_product(actor, product, "publish")
    product.first_published_at = product.first_published_at or actor.at
    product.save(update_fields=["state", "first_published_at"])
    payload = {"edition": stored.number, "guards": fired.guards}
    record(actor, "product.published", subject(product), payload)
    return stored


@service
def suspend(actor: Actor, product: Product, reason: str) -> Product:
    """Show a product to nobody until it is resumed.

    Raises:
        Refused: ``reason_missing``, ``product_state``.
    """
    return _move(actor, product, "suspend", "product.suspended", reason)


@service
def resume(actor: Actor, product: Product, reason: str) -> Product:
    """Show a suspended product again, as it was last published.

    Raises:
        Refused: ``reason_missing``, ``product_state``.
    """
    return _move(actor, product, "resume", "product.resumed", reason)


@service
def withdraw(actor: Actor, product: Product, reason: str) -> Product:
    """Offer a product no more. It stays on record.

    Raises:
        Refused: ``reason_missing``, ``product_state``.
    """
    return _move(actor, product, "withdraw", "product.withdrawn", reason)


def _move(actor: Actor, product: Product, event: str, action: str, reason: str) -> Product:
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", _("Say why."), "reason")
    stored = hold(Product.objects).get(pk=product.pk)
    move_product(actor, stored, event)
    stored.reason = reason[:_LONGEST]
    stored.save(update_fields=["state", "reason"])
    record(actor, action, subject(stored), {"reason": digest(reason)})
    return stored


def _reviewed(actor: Actor, edition: Edition) -> dict[str, int | None]:
    return {"handed_in_by": edition.handed_in_by_id, "reviewer": actor.user_id}
