"""How soon makers answer, as far as the order of what is found goes by it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from banso.apps.catalogue import columns
from banso.apps.catalogue.models import Entry

_AT_ONCE = 500


@transaction.atomic
def note_answers(hours: Mapping[int, int], only: int | None = None) -> int:
    """Keep the mean hours until firms answer, by key of the firm, and say how many products changed.

    A firm that is left out was asked by nobody. ``only`` this firm is looked at. No event: it follows from
    those of the questions.
    """
    entries = Entry.objects.select_related("product")
    if only is not None:
        entries = entries.filter(product__firm=only)
    changed = []
    for entry in entries.only("answer_hours", "product__firm").order_by("pk"):
        found = hours.get(entry.product.firm_id, Entry.NEVER_ASKED)
        if entry.answer_hours != found:
            entry.answer_hours = found
            changed.append(entry)
    Entry.objects.bulk_update(changed, ["answer_hours"], batch_size=_AT_ONCE)
    if changed:
        columns.changed()
    return len(changed)
