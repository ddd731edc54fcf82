"""Events of letters, tasks and meetings in words, in the chain of whatever they are about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.notices.sources import letter_words


def describe(event: Event) -> str:
    """Say an event of this room; nothing if its action is unknown."""
    data = event.data
    match event.action:
        case "letter.queued":
            return _("Letter written: %(what)s") % {"what": letter_words(data["template"])}
        case "letter.undelivered":
            return _("A letter did not arrive (%(fault)s)") % {"fault": data["fault"]}
        case "meeting.planned":
            return _("Meeting planned, %(count)s invited") % {"count": data["invited"]}
        case "meeting.moved":
            return _("Meeting moved")
        case "meeting.handed_on":
            return _("Somebody else takes part in the meeting")
        case "meeting.cancelled":
            return _("Meeting cancelled")
        case "task.noted":
            return _("Task noted")
        case "task.done":
            return _("Task done")
        case "task.dropped":
            return _("Task dropped")
        case "reminders.run":
            return _("Reminders: %(found)s found, %(done)s done, %(letters)s digests") % data
    return ""
