"""The office offers a need to somebody, takes the offer back, or sends it again."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, Model, OuterRef, QuerySet, Value, When
from django.http import Http404
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.absences import away
from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.base import in_use
from banso.apps.directory.models import Office, PartnerBody, PrivateProvider, TradingCompany
from banso.apps.intake import selectors, services
from banso.apps.intake.acts.base import OnProposalOfOffice, WithSeen
from banso.apps.intake.forms.proposing import ColleagueForm, OfficeForm, OutsideForm, ProposalForm
from banso.apps.intake.models import Receiver
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Confirm
from banso.web.navigation import address

#: How many experts or bodies are offered before "all".
BEST = 12
_OUTSIDE: dict[str, type[Model]] = {
    Receiver.PROVIDER: PrivateProvider,
    Receiver.TRADING: TradingCompany,
    Receiver.PARTNER: PartnerBody,
}
_INTROS: dict[str, Promise] = {
    Receiver.EXPERT: _("Those who cover the subject and the market come first, then those of your office."),
    Receiver.STAFF: _("A colleague of your office who answers it, by name."),
    Receiver.OFFICE: _("The other office sees the need and the firm, and replies itself."),
    Receiver.PROVIDER: _("Sells the same service on the market. You record what it replies."),
    Receiver.TRADING: _("Buys at home and sells abroad. You record what it replies."),
    Receiver.PARTNER: _("Its members reply themselves where they sign in; else you record the reply."),
}


class Propose(WithSeen):
    """Offer the need to a receiver of one of the six kinds."""

    action = Action.PROPOSAL_SEND
    title, verb, done = _("Propose the need"), _("Send the proposal"), _("The proposal is sent.")
    template = "intake/propose.html"

    @property
    def kind(self) -> str:
        """The kind of receiver that the page offers."""
        kind = self.request.GET.get("to", Receiver.EXPERT.value)
        if kind not in Receiver.values:
            raise Http404
        return kind

    def fields(self, data: Any) -> forms.Form:
        """Those who fit best; all of them on request."""
        self.intro = _INTROS[self.kind]
        if self.kind == Receiver.EXPERT:
            return ProposalForm(data, experts=self._best(selectors.experts_for(self.need, self.today)))
        if self.kind == Receiver.STAFF:
            return ColleagueForm(data, receivers=self._colleagues())
        if self.kind == Receiver.OFFICE:
            offices = in_use(Office.objects.order_by("position", "code"), self.today)
            return OfficeForm(data, receivers=offices.exclude(pk=self.consultation.office_id))
        return OutsideForm(data, receivers=self._best(self._outside(_OUTSIDE[self.kind])))

    def _best(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if "all" in self.request.GET:
            return rows
        best = [row.pk for row in rows[:BEST]]
        link = f"?to={self.kind}&all"
        self.intro = format_html('{} <a href="{}">{}</a>', self.intro, link, _("Show all"))
        return rows.filter(pk__in=best)

    def _colleagues(self) -> QuerySet[User]:
        held = current(self.today).filter(
            office=self.consultation.office, role__in=(Role.OFFICE_STAFF, Role.OFFICE_MANAGER)
        )
        there = User.objects.filter(pk__in=held.order_by().values("user"), is_active=True)
        return there.exclude(pk__in=away(self.today) - {self.access.user.pk}).order_by("name")

    def _outside(self, model: type[Any]) -> QuerySet[Any]:
        """Bodies in use: of the subject, of the market, of the firm's industry and prefecture first."""
        firm = self.consultation.firm
        fits = [
            (name, key)
            for name, key in (
                ("subjects", self.need.subject_id),
                ("markets", self.need.market_id),
                ("industries", firm.industry_id),
            )
            if key and hasattr(model, name)
        ]
        rank: Any = Case(
            When(prefecture=firm.prefecture_id, then=Value(0)), default=Value(1), output_field=IntegerField()
        )
        for name, key in fits:
            through = getattr(model, name).through
            column = f"{name[:-1] if name != 'industries' else 'industry'}_id"
            serves = through.objects.filter(**{f"{model._meta.model_name}_id": OuterRef("pk"), column: key})
            rank = rank + Case(
                When(Exists(serves), then=Value(0)), default=Value(2), output_field=IntegerField()
            )
        names = [name for name in ("subjects", "markets", "industries") if hasattr(model, name)]
        rows = in_use(model.objects.select_related("prefecture"), self.today).prefetch_related(*names)
        return rows.annotate(rank=rank).order_by("rank", "position", "code")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        to = data.get("expert") or data["to"]
        services.propose(actor, self.need, to, consented=data.get("consent", False), seen=data.get("seen"))

    def more(self) -> dict[str, Any]:
        """The six kinds to choose from, and where the five best experts are worked out."""
        return {
            "kinds": [(f"?to={kind}", label, kind == self.kind) for kind, label in Receiver.choices],
            "find_expert": address("matching:need", self.need.pk) if self.kind == Receiver.EXPERT else "",
        }


class Withdraw(OnProposalOfOffice):
    """Take a proposal back while it waits."""

    action = Action.PROPOSAL_SEND
    title, verb = _("Withdraw the proposal"), _("Withdraw it")
    done = _("The proposal is withdrawn. It has left the receiver's list.")
    intro = _("The receiver no longer sees it. You can send it again later.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw(actor, self.proposal)


class SendAgain(OnProposalOfOffice):
    """Send a withdrawn proposal once more."""

    action = Action.PROPOSAL_SEND
    title, verb, done = _("Send the proposal again"), _("Send it again"), _("The proposal is sent again.")
    intro = _("It is back on the receiver's list, and its clock begins today.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it again."""
        services.send_again(actor, self.proposal)


class ReopenByOffice(OnProposalOfOffice):
    """The office takes a closed proposal up again."""

    action = Action.PROPOSAL_SEND
    title, verb, done = _("Take it up again"), _("Take it up again"), _("It is open again.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Re-open it."""
        services.reopen(actor, self.proposal)
