"""Referrals as firms and offices see them: sent with consent, and what each side says of them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from banso.apps.accounts import links as personal
from banso.apps.accounts.access import NO_ROLE, Access, requires
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.intake.models import Need, Proposal
from banso.apps.journal.actor import Actor
from banso.apps.providers import referrals, referring, selectors
from banso.apps.providers.forms import OutcomeForm, OwnReferForm, ReferForm, ReferralFilter
from banso.apps.providers.models import Contract, Listing, Outcome, Referral, Side
from banso.web import forms
from banso.web.acts import Act, Confirm, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_MARKS = {Contract.MADE.value: "ok", Contract.NONE.value: "ne", Contract.OPEN.value: "part"}


def said(contact_made: bool | None, contract: str | None) -> tuple[str, str]:
    """Kind and words of what a side said last of a referral; None: nothing."""
    if contact_made is None:
        return "unk", _("Has not said")
    if not contact_made:
        return "dash", _("No contact")
    words = {
        Contract.MADE.value: pgettext("referral", "Contract made"),
        Contract.NONE.value: pgettext("referral", "No contract"),
        Contract.OPEN.value: _("Not decided yet"),
    }
    return _MARKS[contract or ""], words[contract or ""]


def _said_by(side: Side, row: Any) -> tuple[str, str]:
    return said(getattr(row, f"{side.value}_contact_made"), getattr(row, f"{side.value}_contract"))


def address(referral: Referral) -> str:
    """The page of a referral."""
    return reverse("providers:referral", args=[referral.pk])


def _column(side: Side, label: Text) -> Column:
    return Column(
        side.value,
        label,
        value=lambda row: _said_by(side, row)[1],
        html=lambda row: status(*_said_by(side, row)),
        sort=f"{side.value}_contract",
    )


@requires(Action.REFERRAL_VIEW)
@require_GET
def referral_list(request: HttpRequest) -> HttpResponse:
    """The referrals within reach; to staff with what each side said, to a firm with what it said itself."""
    access: Access = request.access  # type: ignore[attr-defined]
    own = access.roles == {Role.FIRM_MEMBER}
    rows = referrals.with_reports(access.rows(Action.REFERRAL_VIEW, referring.with_all()))
    staff_columns = [
        Column("firm", gettext_lazy("Firm"), value="proposal.need.consultation.firm.name",
               sort="proposal__need__consultation__firm__name_kana"),
        Column("office", gettext_lazy("Office"), value="proposal.need.consultation.office.name",
               sort="proposal__need__consultation__office__code"),
    ]  # fmt: skip
    columns = [
        Column("provider", gettext_lazy("Private provider"), value="proposal.private_provider.name",
               sort="proposal__private_provider__name_ja", link=address,
               second=lambda row: row.proposal.need.subject.name),
        *([] if own else staff_columns),
        Column("referred_at", gettext_lazy("Referred"), kind="day", sort="referred_at"),
        _column(Side.FIRM, gettext_lazy("You said") if own else gettext_lazy("The firm says")),
        *([] if own else [_column(Side.PROVIDER, gettext_lazy("The provider says")), _APART]),
    ]  # fmt: skip
    records = RecordList(
        request,
        rows,
        columns=columns,
        filters=None if own else ReferralFilter.on(access.today),
        default_sort="-referred_at",
        name="referrals",
        empty=gettext_lazy("Nobody was referred to a private provider yet."),
    )
    return records.response("providers/referral_list.html", {"frame": frame_of(access), "own": own})


def _differs(row: Referral) -> str:
    return str(referrals.difference(row) or "")


def _differs_shown(row: Referral) -> SafeString | str:
    found = _differs(row)
    return status("late", found) if found else "–"


_APART = Column("differ", gettext_lazy("They differ in"), value=_differs, html=_differs_shown)


@requires(Action.REFERRAL_VIEW)
@require_GET
def referral(request: HttpRequest, pk: int) -> HttpResponse:
    """One referral. A firm sees what it said itself; staff both sides beside each other."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = referrals.with_reports(access.rows(Action.REFERRAL_VIEW, referring.with_all()))
    found = get_object_or_404(rows, pk=pk)
    own = access.roles == {Role.FIRM_MEMBER}
    reports = list(found.outcomes.select_related("reported_by", "contact").order_by("-number"))
    sides = [Side.FIRM] if own else list(Side)
    live = referrals.is_open(found)
    works = access.can(Action.REFERRAL_WORK) and access.allows(Action.REFERRAL_WORK, found)
    context = {
        "frame": frame_of(access),
        "own": own,
        "referral": found,
        "proposal": found.proposal,
        "need": found.proposal.need,
        "live": live,
        "sides": [(side, [row for row in reports if row.side == side]) for side in sides],
        "asks": [] if own else found.asks.order_by("asked_at", "pk"),
        "difference": None if own else referrals.difference(found),
        "may_report": access.can(Action.REFERRAL_REPORT) and access.allows(Action.REFERRAL_REPORT, found),
        "may_work": works and live,
    }
    return render(request, "providers/referral.html", context)


_OWN_CONSENT = gettext_lazy(
    "The provider is told what is below by mail, and may then see whom to reach at your firm. "
    "What you agree on with it is between the two of you."
)
_CONSENT = gettext_lazy(
    "The provider is told what is below by mail, and may then see whom to reach at the firm. "
    "Ask the firm first."
)


class Refer(Act):
    """Send a need to a provider from the list."""

    action = Action.REFERRAL_SEND
    title, verb = gettext_lazy("Ask this provider"), gettext_lazy("Write to the provider")
    done = gettext_lazy("The provider was written to.")
    need: Need
    listing: Listing

    def find(self, pk: int = 0, ref: str = "", **_kwargs: Any) -> None:
        """The need within reach, and a provider that is listed today."""
        rows = self.access.rows(self.action, Need.objects.all())
        found = rows.select_related("consultation__firm", "consultation__office", "subject", "market")
        self.need = get_object_or_404(found, pk=pk)
        self.listing = get_object_or_404(selectors.listed(self.today).select_related("provider"), ref=ref)
        self.own = self.access.roles == {Role.FIRM_MEMBER}
        self.intro = _OWN_CONSENT if self.own else _CONSENT

    def known(self) -> list[tuple[Text, Any]]:
        """What the provider is told."""
        return [
            (_("Private provider"), self.listing.name),
            (_("Firm"), self.need.consultation.firm.name),
            (pgettext("provider", "Subject"), self.need.subject.name),
            (_("What is needed"), self.need.description),
        ]

    def form(self, data: Any) -> forms.Form:
        """The consent."""
        return OwnReferForm(data) if self.own else ReferForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        referring.refer(actor, self.need, self.listing, consented=data["consent"])

    def back(self) -> str:
        """The list for the need."""
        return reverse("providers:need_list", args=[self.need.pk])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the consultation and its list."""
        question = self.need.consultation
        return [
            (reverse("intake:consultation", args=[question.ref]), question.title),
            (self.back(), _("Private providers")),
        ]


class _OnReferral(Act):
    """Something done to one referral."""

    found: Referral

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The referral, within reach."""
        self.found = get_object_or_404(self.access.rows(self.action, referring.with_all()), pk=pk)

    def back(self) -> str:
        """Its page."""
        return address(self.found)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the referrals."""
        return [
            (reverse("providers:referral_list"), gettext_lazy("Referrals")),
            (self.back(), _provider(self.found.proposal)),
        ]


def _provider(proposal: Proposal) -> str:
    return str(proposal.private_provider)


class Report(_OnReferral):
    """The firm says what became of it."""

    action = Action.REFERRAL_REPORT
    title, verb = gettext_lazy("What became of it?"), gettext_lazy("Send")
    done = gettext_lazy("Thank you. Your answer was stored.")
    intro = gettext_lazy(
        "The provider is asked the same and does not see your answer, nor do you see that of the provider."
    )

    def form(self, data: Any) -> forms.Form:
        """What the firm said last."""
        return OutcomeForm(data, initial=last_said(self.found, Side.FIRM))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it beside what was said before."""
        seen = data.pop("seen")
        referring.report(actor, self.found, referring.OutcomeData(**data), seen=seen)


def last_said(referral: Referral, side: Side) -> dict[str, Any]:
    """What a form shows first: what the side said last, and how often it spoke."""
    last = Outcome.objects.filter(referral=referral, side=side).order_by("-number").first()
    if last is None:
        return {"seen": 0}
    names = ("contract", "reason", "band", "satisfied")
    known = {name: getattr(last, name) for name in names}
    return {**known, "contact_made": "yes" if last.contact_made else "no", "seen": last.number}


class AskAgain(_OnReferral):
    """Ask a side by mail."""

    action = Action.REFERRAL_WORK
    title, verb, done = (
        gettext_lazy("Ask by mail"),
        gettext_lazy("Send the mail"),
        gettext_lazy("The mail is on its way."),
    )

    def find(self, pk: int = 0, side: str = "", **kwargs: Any) -> None:
        """The referral and the side."""
        super().find(pk)
        if side not in Side.values:
            raise Http404
        self.side = Side(side)
        self.intro = (
            _("A person at the firm gets a personal link to a few questions.")
            if self.side == Side.FIRM
            else _("The provider gets a new link to a few questions; the one before stops working.")
        )

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Write."""
        referring.ask_again(actor, self.found, self.side)


class Close(_OnReferral):
    """Ask no more."""

    action = Action.REFERRAL_WORK
    title, verb = gettext_lazy("Ask no more"), gettext_lazy("Ask no more")
    done = gettext_lazy("Nobody is asked about this referral any more.")
    intro = gettext_lazy("What was said stays. The firm may still say more on its page.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        referring.close(actor, self.found)


def answer_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """The same questions behind the personal link of a contact."""
    assert link.contact is not None
    user: Any = request.user
    if user.is_authenticated and link.contact.user_id not in (None, user.pk):
        return render(request, "casework/confirm_other.html", status=403)
    found = referring.of_link(link)
    form = OutcomeForm(request.POST or None, initial=last_said(found, Side.FIRM))
    if form.is_bound and form.is_valid():
        actor = Actor(link.contact.user_id, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
        data, seen = form.data_of_side()
        try:
            referring.report_by_firm_link(actor, link, data, seen=seen)
        except Refused as refused:
            if refused.rule == "link_closed":
                return render(request, "accounts/link_closed.html", status=410)
            form.refuse(refused)
        else:
            return redirect("providers:thanks")
    context = {"form": form, "link": link, "contact": link.contact, "provider": _provider(found.proposal),
               "firm": found.proposal.need.consultation.firm, "need": found.proposal.need}  # fmt: skip
    return render(request, "providers/outcome_by_link.html", context)


def register() -> None:
    """Let links that ask a firm about a referral open their page."""
    personal.handle(LinkPurpose.REFERRAL, answer_page)
