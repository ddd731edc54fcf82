"""What staff do about invited buyers: each on a page of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.buyers import services
from banso.apps.buyers.forms import (
    USUAL_DAYS,
    ApproveForm,
    InviteForm,
    PersonForm,
    ReachForm,
    ReasonForm,
    person_of,
    reach_of,
)
from banso.apps.buyers.models import Buyer, BuyerCompany, Language, Recommendation
from banso.apps.buyers.pages import address
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Confirm, Text


def _list() -> tuple[str, Text]:
    return reverse("buyers:company_list"), _("Invited buyers")


class Invite(Act):
    """Invite a company and its first person."""

    action = Action.BUYER_INVITE
    title, verb, done = _("Invite a buyer"), _("Send the invitation"), _("The invitation is on its way.")
    intro = _("The person gets a personal link by mail and sees products from the first to the last day.")
    made: BuyerCompany | None = None

    def form(self, data: Any) -> forms.Form:
        """For a year, unless another day is given."""
        offices = self.access.rows(self.action, Office.objects.order_by("position", "code"))
        begin = {
            "first_day": self.today,
            "last_day": self.today + timedelta(days=USUAL_DAYS),
            "language": Language.ENGLISH,
            "came_by": "office",
            "office": next((held.office_id for held in self.access.assignments if held.office_id), None),
        }
        return InviteForm(data, day=self.today, offices=offices, initial=begin)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Invite it."""
        about = services.CompanyData(
            data["company"],
            data["market"],
            data["kind"],
            data["office"],
            data["came_by"],
            data["occasion"],
        )
        self.made = services.invite(actor, about, reach_of(data), person_of(data))

    def back(self) -> str:
        """The company, once it is there."""
        return address(self.made) if self.made else _list()[0]

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [_list()]


class _OnCompany(Act):
    """Something done about one company."""

    action = Action.BUYER_MANAGE
    found: BuyerCompany

    def find(self, ref: str = "", **_kwargs: Any) -> None:
        """The company."""
        rows = self.access.rows(self.action, BuyerCompany.objects.select_related("office", "market"))
        self.found = get_object_or_404(rows, ref=ref)

    def back(self) -> str:
        """Its page."""
        return address(self.found)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [_list(), (self.back(), self.found.name)]

    def subtitle(self) -> Text:
        """Which company."""
        return self.found.name


class ChangeReach(_OnCompany):
    """Change groups, markets and days."""

    title, verb, done = _("Change what it sees"), _("Store"), _("Changed.")

    def form(self, data: Any) -> forms.Form:
        """As it stands."""
        found = self.found
        begin = {
            "groups": list(found.groups.all()),
            "markets": list(found.markets.all()),
            "first_day": found.first_day,
            "last_day": found.last_day,
        }
        return ReachForm(data, day=self.today, initial=begin)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        services.change_reach(actor, self.found, reach_of(data))


class AddPerson(_OnCompany):
    """Invite one more person of a company."""

    title, verb = _("Invite another person"), _("Send the invitation")
    done = _("The invitation is on its way.")

    def form(self, data: Any) -> forms.Form:
        """Whom to write to."""
        return PersonForm(data, initial={"language": Language.ENGLISH})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Invite the person."""
        services.add_person(actor, self.found, person_of(data))


class SendLink(_OnCompany):
    """Mail a link to a person of a company again."""

    title, verb, done = _("Send a link"), _("Send a link"), _("A link is on its way.")
    intro = _("It lets the person in once, for seven days. The link sent before stops working.")
    buyer: Buyer

    def find(self, ref: str = "", pk: int = 0, **_kwargs: Any) -> None:
        """The person."""
        super().find(ref=ref)
        self.buyer = get_object_or_404(self.found.buyers.select_related("user", "company"), pk=pk)

    def subtitle(self) -> Text:
        """To whom."""
        return f"{self.buyer.user.name} ({self.found.name})"

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.send_link(actor, self.buyer)


class Suspend(_OnCompany):
    """Keep the people of a company out."""

    title, verb, done = _("Suspend access"), _("Suspend"), _("Access is suspended.")
    intro = _("Its people see nothing from now on, until access is given back.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Suspend it."""
        services.suspend(actor, self.found, data["reason"])


class Resume(_OnCompany):
    """Let the people of a company in again."""

    title, verb, done = _("Give access back"), _("Give access back"), _("Access is given back.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Give it back."""
        services.resume(actor, self.found)


class _OnRecommendation(Act):
    """A decision on what a buyer recommended."""

    action = Action.BUYER_MANAGE
    found: Recommendation

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The recommendation."""
        rows = Recommendation.objects.select_related("by__company", "by__user", "market")
        self.found = get_object_or_404(self.access.rows(self.action, rows), pk=pk)

    def back(self) -> str:
        """The list of recommendations."""
        return reverse("buyers:recommendation_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [_list(), (self.back(), _("Recommendations"))]

    def subtitle(self) -> Text:
        """Who is recommended."""
        return self.found.company_name

    def known(self) -> list[tuple[Text, Any]]:
        """Who recommends whom, and why."""
        found = self.found
        return [
            (_("Country"), found.market.name),
            (_("Person"), f"{found.person} {found.email}"),
            (_("Recommended by"), f"{found.by.company.name} ({found.by.user.name})"),
            (_("Why"), found.words),
        ]


class Approve(_OnRecommendation):
    """Invite the company."""

    title, verb = _("Decide on a recommendation"), _("Send the invitation")
    done = _("The invitation is on its way.")
    template = "buyers/approve.html"

    def form(self, data: Any) -> forms.Form:
        """With the groups of who recommends it, for a year."""
        begin = {
            "groups": list(self.found.by.company.groups.all()),
            "first_day": self.today,
            "last_day": self.today + timedelta(days=USUAL_DAYS),
            "language": Language.ENGLISH,
        }
        return ApproveForm(data, day=self.today, initial=begin)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Invite it."""
        services.approve(actor, self.found, data["kind"], reach_of(data), data["language"])

    def more(self) -> dict[str, Any]:
        """The way to the other answer."""
        return {"refuse": reverse("buyers:recommendation_refuse", args=[self.found.pk])}


class Refuse(_OnRecommendation):
    """Do not invite the company."""

    title, verb, done = _("Do not invite"), _("Do not invite"), _("It is not invited.")
    intro = _("Nobody is written to. The name and address of the person are forgotten.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Refuse it."""
        services.refuse(actor, self.found, data["reason"])
