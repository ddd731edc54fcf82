"""Looks back at a firm after its support ended: recorded by staff, answered by link, or not reached."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.base import Refused, hold
from banso.apps.casework.follow_up import ATTEMPTS, first_day, tries_left
from banso.apps.casework.follow_up_words import said_wrong
from banso.apps.casework.models import (
    AttemptResult,
    CatchUp,
    FollowUp,
    FollowUpAttempt,
    FollowUpDraft,
    FollowUpMethod,
    LookBack,
)
from banso.apps.casework.services import checks
from banso.apps.casework.services.catch_ups import plan_next
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, digest, record, service
from banso.engines.questionnaire.cleaning import Raw, clean
from banso.engines.questionnaire.form import FOLLOW_UP, shipped

#: What staff may choose as the way; by link the firm answers itself.
BY_STAFF = (FollowUpMethod.CALL, FollowUpMethod.VISIT, FollowUpMethod.MAIL)
#: More than the form can hold.
_MOST_TYPED = 5000


@dataclass(frozen=True)
class FollowUpData:
    """What staff heard of a firm that was reached. Empty or None: it did not say."""

    done_on: date
    method: str
    trend: str = ""
    amount_yen: int | None = None
    new_exports: str = ""
    new_what: str = ""
    comment: str = ""
    note: str = ""

    @property
    def answers(self) -> dict[str, Raw]:
        """The answers by the names of the form's questions."""
        return {code: getattr(self, code) for code in shipped(FOLLOW_UP).codes}


@dataclass(frozen=True)
class AttemptData:
    """A try that led to no answers: the day, the way and what came of it."""

    tried_on: date
    way: str
    result: str


@service
def record_follow_up(actor: Actor, follow_up: LookBack, data: FollowUpData) -> LookBack:
    """Store what staff heard by telephone, visit or mail. Possible from one month before it is due.

    Raises:
        Refused: recorded already, a day after today or too early, or an answer that the form does not take.
    """
    row = held(follow_up)
    done_on = day_of_contact(actor, row, data.done_on, "done_on")
    row.done_on, row.reached, row.recorded_by_id = done_on, True, actor.user_id
    row.method = checks.one_of(data.method, [*BY_STAFF], "method")
    row.note = checks.text(data.note, "note", checks.LONGEST_NOTE, wanted=False)
    take(row, judged(data.answers))
    close(actor, row, {})
    return row


@service
def keep_follow_up_draft(actor: Actor, link: PersonalLink, values: Mapping[str, str]) -> FollowUpDraft:
    """Keep what a contact has typed so far, exactly as typed, good or not.

    Raises:
        Refused: ``too_long``; ``link_closed`` where the link was used or replaced meanwhile.
    """
    codes = shipped(FOLLOW_UP).codes
    kept = {code: values[code] for code in codes if values.get(code)}
    if sum(map(len, kept.values())) > _MOST_TYPED:
        raise Refused("too_long", _("This is too long to be stored."))
    locked = hold(PersonalLink.objects)
    if not locked.filter(pk=link.pk, used_at__isnull=True, revoked_at__isnull=True).exists():
        raise Refused("link_closed", _("This link can no longer be used. Please ask for a new one."))
    draft, _made = FollowUpDraft.objects.update_or_create(
        link=link, defaults={"values": kept, "saved_at": actor.at}
    )
    row = asked_about(link)
    typed = digest(json.dumps(kept, ensure_ascii=False, sort_keys=True))
    record(actor, f"{row.kind}.typed", chain_of(row), {**which(row), "link": link.pk, "typed": typed})
    return draft


@service
def answer_follow_up(actor: Actor, link: PersonalLink, answers: Mapping[str, Raw]) -> LookBack:
    """Store what a contact answers behind a personal link, and use the link up.

    Raises:
        Refused: ``link_closed``, ``already_done``, ``nothing_answered``, or an answer the form does not take.
    """
    asked = asked_about(link)
    # The look back before its link, as everybody does who records one: two never wait for each other.
    hold(type(asked)._default_manager).get(pk=asked.pk)
    links.use(link, actor.at)
    row = held(asked)
    values = judged(answers)
    if not any(value is not None and value != "" for value in values.values()):
        raise Refused("nothing_answered", _("Please answer at least one question."))
    row.done_on, row.reached, row.method = actor.today, True, FollowUpMethod.LINK.value
    row.contact_id, row.recorded_by_id = link.contact_id, actor.user_id
    take(row, values)
    close(actor, row, {"contact": link.contact_id, "link": link.pk})
    return row


@service
def note_attempt(actor: Actor, follow_up: LookBack, data: AttemptData) -> FollowUpAttempt:
    """Note a try to reach the firm that led to no answers.

    Raises:
        Refused: recorded already, a day after today or too early, an unknown way or result.
    """
    row = held(follow_up)
    day = day_of_contact(actor, row, data.tried_on, "tried_on")
    attempt = FollowUpAttempt.objects.create(
        **{row.kind: row},
        tried_on=day,
        way=checks.one_of(data.way, FollowUpMethod.values, "way"),
        result=checks.one_of(data.result, AttemptResult.values, "result"),
        noted_at=actor.at,
        noted_by_id=actor.user_id,
    )
    payload = {
        **which(row),
        "attempt": attempt.pk,
        "tried_on": day.isoformat(),
        "way": attempt.way,
        "result": attempt.result,
    }
    record(actor, f"{row.kind}.tried", chain_of(row), payload)
    return attempt


@service
def close_unreached(actor: Actor, follow_up: LookBack, note: str = "") -> LookBack:
    """Record that the firm could not be reached, once it was tried often enough.

    Raises:
        Refused: recorded already, or ``too_few_attempts``.
    """
    row = held(follow_up)
    tried = list(row.attempts.order_by("tried_on", "pk").values_list("tried_on", "result", "way"))
    left = tries_left([(day, result) for day, result, _way in tried], attempts_wanted(row))
    if left:
        message = _("Try on %(left)s more days before you record that the firm was not reached.")
        raise Refused("too_few_attempts", message % {"left": left})
    row.done_on, row.reached, row.recorded_by_id = actor.today, False, actor.user_id
    row.method = tried[-1][2]
    row.note = checks.text(note, "note", checks.LONGEST_NOTE, wanted=False)
    close(actor, row, {"attempts": len(tried)})
    return row


def attempts_wanted(row: LookBack) -> int:
    """On how many days a firm is tried before it counts as not reached."""
    return row.case.version.follow_up_attempts if isinstance(row, FollowUp) else ATTEMPTS


def firm_of(row: LookBack) -> Firm:
    """The firm that is looked back at."""
    return row.case.firm if isinstance(row, FollowUp) else row.firm


def chain_of(row: LookBack) -> Subject:
    """The chain that tells of it: of the case, or of a firm whose support ended before there were cases."""
    return ("case", row.case.ref) if isinstance(row, FollowUp) else ("firm", row.firm.ref)


def link_subject(row: LookBack) -> tuple[str, str]:
    """What a personal link to its form is about."""
    return (row.kind, str(row.pk))


def asked_about(link: PersonalLink) -> LookBack:
    """What a personal link asks about."""
    kinds: dict[str, Any] = {
        FollowUp.kind: FollowUp.objects.select_related("case__firm", "case__office", "case__service"),
        CatchUp.kind: CatchUp.objects.select_related("firm", "office"),
    }
    return kinds[link.subject_kind].get(pk=int(link.subject_ref))


def judged(answers: Mapping[str, Raw]) -> dict[str, Any]:
    """The answers as the form takes them, by question.

    Raises:
        Refused: with the rule of the form that is broken, for its first fault.
    """
    form = shipped(FOLLOW_UP)
    cleaned = clean(form, answers)
    for fault in cleaned.faults:
        raise Refused(fault.rule, said_wrong(form, fault, get_language() or "ja"), fault.column)
    return dict(cleaned.values)


def day_of_contact(actor: Actor, row: LookBack, day: date, field: str) -> date:
    """A day on which the firm may have been contacted about it.

    Raises:
        Refused: after today, in a closed year, or ``too_early``.
    """
    if checks.past_day(actor, day, field) < first_day(row):
        message = _("A follow-up is recorded from one month before its due date on.")
        raise Refused("too_early", message, field)
    return day


def held(row: LookBack) -> Any:
    """The row as stored now, held until the transaction ends.

    Raises:
        Refused: ``already_done``.
    """
    joins = ("case__firm", "case__version") if isinstance(row, FollowUp) else ("firm",)
    stored = hold(type(row)._default_manager).select_related(*joins).get(pk=row.pk)
    if stored.done_on is not None:
        raise Refused("already_done", _("This follow-up is recorded already."))
    return stored


def take(row: LookBack, values: Mapping[str, Any]) -> None:
    """Let a look back hold the answers; nothing is stored yet."""
    row.amount_yen = values.get("amount_yen")
    for code in ("trend", "new_exports", "new_what", "comment"):
        setattr(row, code, values.get(code) or "")


def close(actor: Actor, row: Any, more: Mapping[str, Any]) -> None:
    """Store what was found, tell of it, and let no link be answered any more."""
    row.save()
    close_links(actor, row)
    record(
        actor,
        f"{row.kind}.recorded",
        chain_of(row),
        {
            **which(row),
            "done_on": row.done_on.isoformat(),
            "way": row.method,
            "reached": row.reached,
            "trend": row.trend,
            "new_exports": row.new_exports,
            **more,
        },
    )
    if isinstance(row, CatchUp):
        plan_next(actor, row)


def close_links(actor: Actor, row: LookBack) -> None:
    """Let no link to the form be answered any more; what was typed behind one goes."""
    about = link_subject(row)
    PersonalLink.objects.filter(
        purpose=LinkPurpose.FOLLOW_UP, subject_kind=about[0], subject_ref=about[1],
        used_at__isnull=True, revoked_at__isnull=True,
    ).update(revoked_at=actor.at)  # fmt: skip
    FollowUpDraft.objects.filter(
        link__purpose=LinkPurpose.FOLLOW_UP, link__subject_kind=about[0], link__subject_ref=about[1]
    ).delete()


def which(row: LookBack) -> dict[str, Any]:
    """What events say of which look back they tell."""
    return {"months": row.months} if isinstance(row, FollowUp) else {"catch_up": row.pk}
