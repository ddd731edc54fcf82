"""What was said of entries, in words, in the chain of whatever they are about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.behalf.models import EntryKind, WordAnswer, WordWay
from banso.apps.journal.models import Event
from banso.web import formats


def describe(event: Event) -> str:
    """Say who was asked, what was confirmed or is different, and what was kept."""
    said = event.data
    if event.action == "entries.asked":
        return _("Firm asked to confirm what was entered for it")
    if event.action == "entries.kept":
        return _("%(what)s kept as written, although the firm says it is different") % {
            "what": EntryKind(said["kind"]).label
        }
    answers = [one["answer"] for one in said["entries"]]
    different = answers.count(WordAnswer.DIFFERENT)
    parts = []
    if len(answers) > different:
        parts.append(_("entries confirmed by the firm: %(n)s") % {"n": len(answers) - different})
    if different:
        parts.append(_("entries that the firm says are different: %(n)s") % {"n": different})
    return formats.joined(*parts, str(WordWay(said["way"]).label))
