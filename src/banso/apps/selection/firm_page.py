"""What the firm reads of its application: how it stands, why, and what it can do now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.apps.policies.advice import PointRow
from banso.apps.programmes.models import Round
from banso.apps.selection.models import Application, ApplicationState, Ticket, Waiting
from banso.apps.selection.places import because, decisions_about
from banso.web import formats


@dataclass(frozen=True)
class ForFirm:
    """``said`` is how it stands, ``reason`` what a person wrote, ``ways`` are addresses with their words."""

    said: str
    reason: str = ""
    now: str = ""
    ways: tuple[tuple[str, str], ...] = ()
    #: Points for a place with their reasons, where the policy gave any.
    points: tuple[PointRow, ...] = ()

    @property
    def sum(self) -> int:
        """All points together."""
        return sum(row.points for row in self.points)


#: By then a decision of the policy is stored.
_JUDGED = (ApplicationState.ADOPTED, ApplicationState.DECLINED, ApplicationState.WAITING)


def for_firm(application: Application) -> ForFirm:
    """How an application stands in the words of its firm. At most four queries."""
    said = _SAYINGS[ApplicationState(application.state)](application)
    if application.state not in _JUDGED:
        return said
    stored = decisions_about([application.ref]).get(application.ref)
    return replace(said, points=because(application, stored).rows)


def _draft(application: Application) -> ForFirm:
    found = Round.objects.filter(service=application.service).order_by("-opens_on").first()
    said = _("This is a draft. Nobody else reads it yet.")
    now = _("Fill in what is missing, read it through, and submit it.")
    if found is not None:
        now = _("Fill in what is missing, read it through, and submit it by %(day)s.") % {
            "day": formats.day(found.closes_on)
        }
    return ForFirm(said, now=now)


def _submitted(application: Application) -> ForFirm:
    needed = application.round.reviewers_needed if application.round else 1
    said = _("We have received your application. Reviewers (%(count)s or more) are reading it.")
    return ForFirm(
        said % {"count": needed}, now=_("There is nothing you need to do. We will tell you the result here.")
    )


def _screened(application: Application) -> ForFirm:
    return ForFirm(
        _("Reviewers have read your application. Now it is determined."),
        now=_("There is nothing you need to do. We will tell you the result here."),
    )


def _returned(application: Application) -> ForFirm:
    asked = application.returns.order_by("-pk").first()
    return ForFirm(
        _("We ask you for more before we determine your application."),
        reason=asked.reason if asked else "",
        now=_("Change the application, then submit it again. Your place in the round is kept."),
    )


def _waiting(application: Application) -> ForFirm:
    waiting = Waiting.objects.filter(application=application).first()
    ahead = 0
    if waiting is not None:
        ahead = Waiting.objects.filter(
            round=waiting.round_id, rank__lt=waiting.rank, application__state=ApplicationState.WAITING
        ).count()
    said = _("All places of this round are taken. You are on the waiting list; %(count)s are ahead of you.")
    return ForFirm(
        said % {"count": ahead},
        reason=waiting.reason if waiting else "",
        now=_("If a place becomes free, we go by the order of the list. You can withdraw at any time."),
        ways=_lot_way(application),
    )


def _adopted(application: Application) -> ForFirm:
    case = getattr(application, "case", None)
    ways: tuple[tuple[str, str], ...] = _lot_way(application)
    if case is not None:
        ways = ((reverse("casework:case", args=[case.ref]), _("See the support and your next step")), *ways)
    return ForFirm(
        _("Your application is adopted. Support has begun."), application.determination.reason, ways=ways
    )


def _declined(application: Application) -> ForFirm:
    return ForFirm(
        _("We decided not to adopt your application this time."),
        application.determination.reason,
        _(
            "You can apply again when the reason no longer holds. A consultation window helps you free of "
            "charge."
        ),
        (
            (reverse("intake:consultation_ask"), _("Ask a consultation window")),
            (reverse("selection:application_new"), _("Apply again")),
        ),
    )


def _withdrawn(application: Application) -> ForFirm:
    return ForFirm(
        _("You took this application back."),
        now=_("You can apply anew at any time."),
        ways=((reverse("selection:application_new"), _("Apply again")),),
    )


def _lot_way(application: Application) -> tuple[tuple[str, str], ...]:
    ticket: Any = Ticket.objects.filter(application=application).first()
    if ticket is None:
        return ()
    return ((reverse("selection:lot", args=[ticket.lot_id]), _("How the lot was drawn")),)


_SAYINGS = {
    ApplicationState.DRAFT: _draft,
    ApplicationState.SUBMITTED: _submitted,
    ApplicationState.SCREENED: _screened,
    ApplicationState.RETURNED: _returned,
    ApplicationState.WAITING: _waiting,
    ApplicationState.ADOPTED: _adopted,
    ApplicationState.DECLINED: _declined,
    ApplicationState.WITHDRAWN: _withdrawn,
}
