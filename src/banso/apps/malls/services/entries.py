"""A mall's page in the directory: drafts are written, published, dropped; what is published stands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banso.apps.base import Faulty, Refused, fire, hold
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.malls.entry_content import EntryData, check, content_of, hang, missing
from banso.apps.malls.models import EntryState, MallEntry
from banso.apps.malls.services.operators import subject
from banso.apps.malls.transitions import ENTRY, REFUSALS
from banso.engines.kernel.transitions import Fired


@service
def write_entry(actor: Actor, mall: Mall, data: EntryData, seen: int | None = None) -> MallEntry:
    """Write the draft of a mall's page; begun where there is none.

    ``seen`` is the revision of the draft from which one came, 0 where there was none: what somebody else has
    begun, changed, published or dropped meanwhile is not written over.

    Raises:
        Faulty: something given cannot be stored (``entry_content.check``).
        Refused: ``mall_closed``; ``role``; ``as_seen``.
    """
    # The drafts of one mall are begun one after the other.
    held = hold(Mall.objects).get(pk=mall.pk)
    if held.closed_on is not None:
        raise Refused("mall_closed", _("This mall is closed."))
    draft = _draft(held) or _next(held)
    _move(actor, draft, "write", {"seen": seen, "revision": draft.revision})
    faults = check(data, actor.today)
    if faults:
        raise Faulty(faults)
    for name, value in data.columns.items():
        setattr(draft, name, value)
    draft.revision += 1
    draft.written_at, draft.written_by_id = actor.at, actor.user_id
    draft.save()
    hang(draft, data)
    said = {
        "entry": draft.number,
        "revision": draft.revision,
        "text": digest("\n".join((draft.words_ja, draft.words_en))),
    }
    record(actor, "mall.entry_written", subject(held), said)
    return draft


@service
def publish_entry(actor: Actor, entry: MallEntry) -> MallEntry:
    """Publish a draft: firms read it from now on, and what was published before is replaced.

    Raises:
        Refused: ``role``, ``mall_entry_state``; ``mall_open``; ``complete``, something needed is missing.
    """
    mall, stored = _held(entry)
    facts = {"open": mall.closed_on is None, "missing": missing(content_of(stored))}
    fired = _move(actor, stored, "publish", facts)
    before = MallEntry.objects.filter(mall=mall, state=EntryState.PUBLISHED).first()
    if before is not None:
        _move(actor, before, "replace")
        before.save(update_fields=["state"])
    stored.published_at, stored.published_by_id = actor.at, actor.user_id
    stored.save(update_fields=["state", "published_at", "published_by"])
    said = {
        "entry": stored.number,
        "replaces": before.number if before else None,
        "guards": dict(fired.guards),
    }
    record(actor, "mall.entry_published", subject(mall), said)
    return stored


@service
def drop_entry(actor: Actor, entry: MallEntry) -> MallEntry:
    """Give up a draft; what is published stays.

    Raises:
        Refused: ``role``, ``mall_entry_state``.
    """
    mall, stored = _held(entry)
    _move(actor, stored, "drop")
    stored.save(update_fields=["state"])
    record(actor, "mall.entry_dropped", subject(mall), {"entry": stored.number})
    return stored


def _held(entry: MallEntry) -> tuple[Mall, MallEntry]:
    mall = hold(Mall.objects).get(pk=entry.mall_id)
    return mall, MallEntry.objects.get(pk=entry.pk)


def _draft(mall: Mall) -> MallEntry | None:
    return MallEntry.objects.filter(mall=mall, state=EntryState.DRAFT).first()


def _next(mall: Mall) -> MallEntry:
    last = MallEntry.objects.filter(mall=mall).order_by("-number").first()
    return MallEntry(mall=mall, number=last.number + 1 if last else 1, state=EntryState.DRAFT, revision=0)


def _move(actor: Actor, entry: MallEntry, event: str, facts: dict[str, Any] | None = None) -> Fired:
    fired = fire(ENTRY, REFUSALS, entry.state, event, actor.role, facts)
    entry.state = fired.target
    return fired
