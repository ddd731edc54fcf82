"""What firms of the open wave did with their questionnaire so far: opened, begun and left, or declined."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from banso.apps.accounts.access import NO_ROLE
from banso.apps.journal.services import digest
from banso.apps.surveys.imports import subject_of
from banso.apps.surveys.models import Draft
from banso.demo.plan import Plan
from banso.engines.questionnaire.form import SUPPORTED_FIRM, shipped
from banso.engines.questionnaire.pages import shape

#: Whoever began has left the first page; the second comes next.
_NEXT = 2
_SERVICES = {"spot": "spot", "hands_on": "handson"}
_EC = ("street", "mall", "store")


def tell_begun(
    plan: Plan, unit: int, who: tuple[str, str, str], facts: Mapping[str, Any], became: Mapping[str, datetime]
) -> None:
    """Tell in the chain of the answer what became of one that was asked; keep what was typed so far.

    ``who``: the code of the wave, the programme, and the reference of the firm.
    """
    subject = subject_of(*who)
    if "opened_at" in became:
        plan.event(became["opened_at"], None, NO_ROLE, "answer.opened", subject, {})
    if "declined_at" in became:
        plan.event(became["declined_at"], None, NO_ROLE, "answer.declined", subject, {"all": False})
    if "started_at" in became:
        tree = shape(shipped(SUPPORTED_FIRM), _first_page(who[1], facts))
        plan[Draft].add(unit_id=unit, values=tree, page=_NEXT, saved_at=became["started_at"])
        typed = digest(json.dumps(tree, ensure_ascii=False, sort_keys=True))
        payload = {"page": _NEXT, "typed": typed}
        plan.event(became["started_at"], None, NO_ROLE, "answer.typed", subject, payload)


def _first_page(programme: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The support that was used, as casework knew it when the frame was made."""
    used = [str(code) for code in facts["services"]]
    if programme == "ec":
        services = {"F1e": [code for code in _EC if code in used]}
    else:
        services = {"F1c": [word for code, word in _SERVICES.items() if code in used]}
    return {**services, "F2": str(facts["months"]), "F3": "ongoing" if facts["ongoing"] else "ended"}
