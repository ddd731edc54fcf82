"""What means the same: added, said in other ways, retired and taken up again. Searches follow at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.catalogue.models import Meaning
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service
from banso.apps.products.models import Category
from banso.engines.catalogue.synonyms import phrase_words

_SUBJECT = ("configuration", "meanings")
_LANGUAGES = ("ja", "en", "zh")
_FEWEST = 2


@dataclass(frozen=True)
class MeaningData:
    """The ways to say a thing by language, and the category whose products it names (None: no category)."""

    ja: Sequence[str]
    en: Sequence[str]
    zh: Sequence[str]
    category: Category | None = None


@service
def add_meaning(actor: Actor, code: str, data: MeaningData) -> Meaning:
    """Add a thing and the ways to say it.

    Raises:
        Refused: ``code_form``, ``code_taken``, and as ``change_meaning``.
    """
    code = code.strip().lower()
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", code):
        raise Refused("code_form", _("Use small letters, digits and _, a letter first."), "code")
    if Meaning.objects.filter(code=code).exists():
        raise Refused("code_taken", _("This code is taken already."), "code")
    last = Meaning.objects.aggregate(last=Max("position"))["last"] or 0
    return _store(actor, Meaning(code=code, position=last + 1), data, "meaning.added")


@service
def change_meaning(actor: Actor, meaning: Meaning, data: MeaningData, seen: str) -> Meaning:
    """Say a thing in other ways; ``seen`` is the ``fingerprint`` of what stood there when this was begun.

    Raises:
        Refused: ``as_seen`` somebody else has changed it; ``several`` there is one way only; ``no_word`` a
            way holds no word; ``too_long``.
    """
    stored = hold(Meaning.objects).get(pk=meaning.pk)
    if fingerprint(stored) != seen:
        message = _("Somebody else has changed these words since. Please open them again.")
        raise Refused("as_seen", message)
    return _store(actor, stored, data, "meaning.changed")


@service
def retire_meaning(actor: Actor, meaning: Meaning) -> Meaning:
    """Let a meaning not be used from today on.

    Raises:
        Refused: ``retired_already``.
    """
    stored = hold(Meaning.objects).get(pk=meaning.pk)
    if stored.retired_on is not None:
        raise Refused("retired_already", _("These words are retired already."))
    stored.retired_on = actor.today
    stored.save(update_fields=["retired_on"])
    record(actor, "meaning.retired", _SUBJECT, {"code": stored.code})
    return stored


@service
def restore_meaning(actor: Actor, meaning: Meaning) -> Meaning:
    """Use a retired meaning again.

    Raises:
        Refused: ``in_use``.
    """
    stored = hold(Meaning.objects).get(pk=meaning.pk)
    if stored.retired_on is None:
        raise Refused("in_use", _("These words are in use."))
    stored.retired_on = None
    stored.save(update_fields=["retired_on"])
    record(actor, "meaning.restored", _SUBJECT, {"code": stored.code})
    return stored


def fingerprint(meaning: Meaning) -> str:
    """What tells the words of a meaning from those that stood there before."""
    return digest("\n".join([meaning.ja, meaning.en, meaning.zh, str(meaning.category_id)]))


def _store(actor: Actor, meaning: Meaning, data: MeaningData, action: str) -> Meaning:
    ways = {code: _ways(getattr(data, code), code) for code in _LANGUAGES}
    if sum(map(len, ways.values())) < _FEWEST:
        raise Refused("several", _("Give at least two ways to say it, in one language or in several."), "ja")
    for code, found in ways.items():
        setattr(meaning, code, "|".join(found))
    meaning.category = data.category
    meaning.save()
    payload = {"code": meaning.code, "category": data.category.code if data.category else ""}
    record(actor, action, _SUBJECT, payload | {code: digest(getattr(meaning, code)) for code in _LANGUAGES})
    return meaning


def _ways(given: Sequence[str], language: str) -> list[str]:
    """The ways to say it in one language, each once, in the order given."""
    found = list(dict.fromkeys(way.strip() for way in given if way.strip()))
    for way in found:
        if "|" in way or not phrase_words(way):
            raise Refused("no_word", _("“%(way)s” holds no word to look for.") % {"way": way}, language)
    longest = Meaning._meta.get_field(language).max_length
    if len("|".join(found)) > longest:
        message = _("These are too many words: together at most %(count)s characters.")
        raise Refused("too_long", message % {"count": longest}, language)
    return found
