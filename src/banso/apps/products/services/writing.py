"""Writing a product: begun, changed, handed in for its review, and the next edition of a published one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.base import Faulty, Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.directory.services import refuse_new_work
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, next_reference, record, service
from banso.apps.products.content import Content, check
from banso.apps.products.models import OPEN, Edition, EditionState, Image, Product, ProductState
from banso.apps.products.needs import missing
from banso.apps.products.selectors import content_of
from banso.apps.products.services.shared import hang, held, move_edition, subject


@service
def begin(actor: Actor, firm: Firm, article: str, content: Content) -> Edition:
    """Begin a product of a firm with its first edition; ``article`` is the firm's own number of it.

    Raises:
        Faulty: something given cannot be stored (``content.check``).
        Refused: ``article_missing``, ``article_long``, ``article_taken``; the firm takes up nothing new.
    """
    refuse_new_work(firm)
    article = article.strip()
    if not article:
        raise Refused("article_missing", _("Give your own number of the product."), "article")
    if len(article) > Product._meta.get_field("article").max_length:
        raise Refused("article_long", _("An article number has at most 40 characters."), "article")
    # One firm's products begin one after the other: so the number is free until the row is stored.
    hold(Firm.objects).get(pk=firm.pk)
    if Product.objects.filter(firm=firm, article=article).exists():
        message = _("There is a product with this number already. Open it to change it.")
        raise Refused("article_taken", message, "article")
    product = Product.objects.create(
        ref=next_reference("PR", actor),
        firm=firm,
        article=article,
        state=ProductState.DRAFT,
        begun_at=actor.at,
    )
    record(actor, "product.begun", subject(product), {"firm": firm.ref, "article": digest(article)})
    edition = Edition(product=product, number=1, state=EditionState.WRITTEN, written_at=actor.at)
    return _store(actor, edition, content)


@service
def write(actor: Actor, edition: Edition, content: Content, seen: int | None = None) -> Edition:
    """Say something else in an edition that is being written. ``seen`` is the revision that was changed.

    Comments on fields stay until the edition is handed in again.

    Raises:
        Faulty: something given cannot be stored.
        Refused: ``as_seen`` somebody else has changed it meanwhile, ``edition_state``.
    """
    stored = held(edition)
    move_edition(actor, stored, "write", {"seen": seen, "revision": stored.revision})
    stored.revision += 1
    return _store(actor, stored, content)


@service
def next_edition(actor: Actor, product: Product) -> Edition:
    """The edition in which a product is changed: the open one, else a new one that says what is published.

    Raises:
        Refused: ``product_withdrawn``.
    """
    held_product = hold(Product.objects).get(pk=product.pk)
    if held_product.state == ProductState.WITHDRAWN:
        raise Refused("product_withdrawn", _("This product was withdrawn. Enter it anew to offer it again."))
    editions = held_product.editions.order_by("-number")
    opened = editions.filter(state__in=OPEN).first()
    if opened is not None:
        return opened
    last = editions.filter(state=EditionState.PUBLISHED).first() or editions[0]
    edition = Edition(
        product=held_product,
        number=editions[0].number + 1,
        state=EditionState.WRITTEN,
        written_at=actor.at,
    )
    _store(actor, edition, _still_true(content_of(last), actor.today))
    Image.objects.bulk_create(
        Image(
            edition=edition,
            **{
                name: getattr(image, name)
                for name in ("position", "stored_name", "width", "height", "alt_ja", "alt_en")
            },
        )
        for image in last.images.all()
    )
    return edition


@service
def hand_in(actor: Actor, edition: Edition) -> Edition:
    """Hand an edition in for its review. What reviewers said of it before counts as answered.

    Raises:
        Refused: ``complete``, something that every product needs is missing; ``edition_state``.
    """
    stored = held(edition)
    move_edition(actor, stored, "hand_in", {"missing": missing(stored, actor.today)})
    stored.handed_in_at, stored.handed_in_by_id = actor.at, actor.user_id
    stored.save(update_fields=["state", "handed_in_at", "handed_in_by"])
    stored.comments.filter(settled_at__isnull=True).update(settled_at=actor.at)
    record(actor, "product.handed_in", subject(stored.product), {"edition": stored.number})
    return stored


@service
def take_back(actor: Actor, edition: Edition) -> Edition:
    """Take an edition back before it was reviewed.

    Raises:
        Refused: ``edition_state``.
    """
    stored = held(edition)
    move_edition(actor, stored, "take_back")
    stored.save(update_fields=["state"])
    record(actor, "product.taken_back", subject(stored.product), {"edition": stored.number})
    return stored


@service
def drop(actor: Actor, edition: Edition) -> Edition:
    """Give up an edition that is being written; what is published stays.

    Raises:
        Refused: ``edition_state``.
    """
    stored = held(edition)
    move_edition(actor, stored, "drop")
    stored.save(update_fields=["state"])
    record(actor, "product.dropped", subject(stored.product), {"edition": stored.number})
    return stored


def _still_true(content: Content, today: date) -> Content:
    """What was published, without certificates that have run out and markets that have opened since."""
    return replace(
        content,
        certificates=[
            row for row in content.certificates if row.expires_on is None or row.expires_on >= today
        ],
        closed_markets=[row for row in content.closed_markets if row.until is None or row.until >= today],
    )


def _store(actor: Actor, edition: Edition, content: Content) -> Edition:
    checked = check(content, actor.today)
    if checked.faults:
        raise Faulty(checked.faults)
    for name, value in checked.columns.items():
        setattr(edition, name, value)
    edition.save()
    hang(edition, content)
    payload = {"edition": edition.number, "revision": edition.revision}
    record(actor, "product.written", subject(edition.product), payload)
    return edition
