"""What a firm is told about a need: who works on it, since when, and what happens next. Honest and plain."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.intake.clocks import HAND_OVER, Limits, step_day
from banso.apps.intake.models import Consultation, Need, Pause, Proposal, ProposalState, Receiver
from banso.apps.intake.status import SETTLED_STATUS, NeedStatus
from banso.web import formats


def told(
    need: Need, found: NeedStatus, resting: Pause | None, consultation: Consultation, limits: Limits
) -> list[str]:
    """What the firm is told: who works on it, since when, and what happens next."""
    if need.abandoned_on is not None:
        return _told_abandoned(need, consultation)
    sentences = _told_state(need, found, consultation, limits)
    if resting is not None and found not in SETTLED_STATUS:
        sentences.append(
            _("This rests until %(day)s: %(reason)s.")
            % {"day": formats.day(resting.until), "reason": resting.get_reason_display()}
        )
    return sentences


def _told_state(need: Need, found: NeedStatus, consultation: Consultation, limits: Limits) -> list[str]:
    live = [item for item in need.proposals.all() if not item.withdrawn_at]
    if found is NeedStatus.TAKEN:
        item = next(item for item in live if item.state == ProposalState.TAKEN)
        return [
            _("%(who)s has worked on this since %(day)s. You read the answer here.")
            % {"who": who(item, consultation), "day": formats.day(item.taken_at)}
        ]
    if found is NeedStatus.WAITING:
        return _told_waiting(
            [item for item in live if item.state == ProposalState.WAITING], consultation, limits
        )
    words = {
        NeedStatus.NOT_COMPLETE: _("%(office)s looks for somebody who can answer this."),
        NeedStatus.REFUSED_BY_ALL: _(
            "Those we asked could not take it on. %(office)s looks for somebody else."
        ),
        NeedStatus.NO_HELP: _("We could not solve this. If you need more, please tell %(office)s."),
        NeedStatus.NOT_REACHABLE: _("We could not reach you. Please get in touch with %(office)s."),
    }
    return [words[found] % {"office": _office(consultation)}] if found in words else []


def _told_waiting(waiting: list[Proposal], consultation: Consultation, limits: Limits) -> list[str]:
    item = max(waiting, key=lambda row: (row.sent_at, row.pk))
    told = [
        _("We asked %(who)s on %(day)s and wait for the reply.")
        % {"who": who(item, consultation), "day": formats.day(item.sent_at)}
    ]
    day = step_day(item, limits.of(item), HAND_OVER)
    if day is not None:
        told.append(
            _("Without a reply by %(day)s, %(office)s looks for somebody else.")
            % {"day": formats.day(day), "office": _office(consultation)}
        )
    return told


def _told_abandoned(need: Need, consultation: Consultation) -> list[str]:
    words = {
        "day": formats.day(need.abandoned_on),
        "office": _office(consultation),
        "reason": need.abandon_reason,
    }
    if need.abandoned_by_id is None:
        return [
            _("We are sorry: nobody we asked replied. We stopped on %(day)s.") % words,
            _("If you still need an answer, please tell %(office)s. It takes this up again.") % words,
        ]
    return [
        _("We stopped working on this on %(day)s: %(reason)s.") % words,
        _("If you still need an answer, please tell %(office)s.") % words,
    ]


def who(item: Proposal, consultation: Consultation) -> str:
    """Who works on it, as the firm is told."""
    if item.receiver == Receiver.STAFF:
        return _office(consultation)
    if item.receiver == Receiver.EXPERT:
        return _("expert %(name)s") % {"name": item.to}
    if item.receiver == Receiver.OFFICE:
        return _("the %(office)s office") % {"office": item.to}
    return str(item.to)


def _office(consultation: Consultation) -> str:
    return _("the %(office)s office") % {"office": consultation.office.name}
