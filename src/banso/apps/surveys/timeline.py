"""Events of forms, waves and answers in words."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event
from banso.apps.journal.timeline import register


def describe(event: Event) -> str:
    """Say an event of a form, wave or answer; nothing if its action is unknown."""
    payload = json.loads(event.payload)
    match event.action:
        case "wave.planned" | "wave.changed":
            begin = _("Wave planned") if event.action == "wave.planned" else _("Plan of the wave changed")
            return _("%(begin)s; commitment of the seed %(commitment)s") % {
                "begin": begin,
                "commitment": _short(payload["commitment"]),
            }
        case "wave.framed":
            return _("Frame made: %(units)s, of whom %(left_out)s are not asked") % payload
        case "wave.left_out":
            return _("Left out by hand: %(unit)s") % payload
        case "wave.taken_in":
            return _("Taken in again: %(unit)s") % payload
        case "wave.drawn":
            said = {"seed": _short(payload["seed"]), "drawn": sum(payload["strata"].values())}
            return _("Drawn: %(drawn)s, by the seed %(seed)s") % said
        case "wave.draw_undone":
            said = {"commitment": _short(payload["commitment"])}
            return _("Draw undone; commitment of the next seed %(commitment)s") % said
        case "wave.closed":
            return _("Wave closed: %(answered)s of %(asked)s answered") % payload
        case "wave.weighted":
            return _("Answers weighted: %(answers)s, as good as %(effective)s of equal weight") % payload
        case "wave.reopened":
            return _("Wave opened again until %(until)s") % payload
        case "wave.opened":
            return _("Wave opened with version %(form_version)s of the form") % payload
        case "wave.answers_imported":
            return (
                _("Answers stored: %(new)s new, %(changed)s changed, %(unlinked)s without a known firm")
                % payload
            )
        case "answer.asked":
            if payload["way"] == "paper":
                return _("Asked by a letter on paper")
            if payload["number"] == 0:
                return _("Invited by mail")
            return _("Reminded by mail: reminder %(number)s") % payload
        case "answer.opened":
            return _("Questionnaire opened")
        case "answer.typed":
            return _("Answers typed and kept, not sent yet")
        case "answer.declined":
            return _("Wants no questionnaires") if payload["all"] else _("Declined this questionnaire")
        case "answer.stored":
            return _("Answer stored")
        case "answer.changed":
            questions = _(", ").join(payload["questions"])
            if not questions:
                return _("Cleaning log of the answer changed")
            return _("Answer changed: %(questions)s") % {"questions": questions}
        case "office_report.confirmed":
            return _("Report of the office confirmed; corrected: %(count)s") % {
                "count": len(payload["corrected"])
            }
        case "answer.linked":
            if payload["linked"]:
                return _("Answer linked to its firm")
            return _("Answer no longer linked to a firm")
        case "form.shipped":
            return _("Version %(version)s, which ships with Banso, kept") % payload
        case "form.kept":
            return _("Version %(version)s kept") % payload
        case "form.retired":
            return _("Version %(version)s retired") % payload
        case "form.taken_up":
            return _("Version %(version)s taken up again") % payload
        case "form.removed":
            return _("Version %(version)s removed") % payload
    return ""


def describe_table(event: Event) -> str:
    """Say an event of a saved table or of tables published together; nothing if its action is unknown."""
    payload = json.loads(event.payload)
    match event.action:
        case "table.saved":
            return _("Table saved")
        case "table.renamed":
            return _("Table renamed")
        case "table.removed":
            return _("Table removed")
        case "table.restored":
            return _("Table put back")
        case "table_release.prepared":
            return _("%(tables)s tables put together for publishing") % payload
        case "table_release.told":
            return _("Worked out what may be told")
        case "table_release.broken":
            return _("Working out what may be told stopped with a fault")
        case "table_release.published":
            return _("Tables published")
        case "table_release.withdrawn":
            return _("Tables withdrawn")
    return ""


def _short(digits: str) -> str:
    """The first of many digits: enough to find them by."""
    return f"{digits[:12]}…"


register("wave", describe)
register("saved_table", describe_table)
register("table_release", describe_table)
register("answer", describe)
register("form", describe)
