"""Listings as staff keep them: entered, reviewed by somebody else, renewed, ended."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.providers import selectors, services
from banso.apps.providers.forms import ListingFilter, ListingForm, PublishForm, ReasonForm
from banso.apps.providers.models import Listing, State, Tie
from banso.apps.providers.services import ListingData
from banso.web import formats, forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_MARKS = {
    State.UNCONFIRMED: "unk",
    State.WAITING: "now",
    State.PUBLISHED: "ok",
    State.REFUSED: "ne",
    State.REPLACED: "dash",
    State.ENDED: "dash",
}


def state_words(listing: Listing, today: date) -> str:
    """The state on a day; a published one whose last day is past has expired."""
    if listing.state == State.PUBLISHED and listing.listed_to is not None and listing.listed_to < today:
        return str(_("Expired"))
    return str(State(listing.state).label)


def state_shown(listing: Listing, today: date) -> SafeString:
    """The state with its mark."""
    expired = listing.state == State.PUBLISHED and listing.listed_to is not None and listing.listed_to < today
    return status("late" if expired else _MARKS[State(listing.state)], state_words(listing, today))


@requires(Action.LISTING_VIEW)
def listing_list(request: HttpRequest) -> HttpResponse:
    """Every listing, those that wait for their review first."""
    access: Access = request.access  # type: ignore[attr-defined]
    records = RecordList(
        request,
        Listing.objects.all(),
        columns=[
            Column(
                "name", _("Provider"), value="name", sort="name_ja", link=address, second=lambda row: row.ref
            ),
            Column("entered_at", _("Entered"), kind="day", sort="entered_at", second=_origin),
            Column("price", _("Lowest price"), kind="yen", value="price_from", sort="price_from",
                   second=lambda row: row.get_price_unit_display()),
            Column("tie", _("Conflict of interest"), value=_tie, sort="tie"),
            Column("listed_to", _("Listed until"), value=_until, sort="listed_to"),
            Column("state", _("State"), value=lambda row: state_words(row, access.today),
                   html=lambda row: state_shown(row, access.today), sort="state"),
        ],
        filters=ListingFilter,
        default_sort="-entered_at",
        name="listings",
        empty=_("No provider was entered yet."),
    )  # fmt: skip
    return records.response("providers/listing_list.html", {"may_enter": access.can(Action.LISTING_ENTER)})


def address(listing: Listing) -> str:
    """The page of a listing."""
    return reverse("providers:listing", args=[listing.ref])


def _origin(listing: Listing) -> str:
    return str(_("applied for") if listing.entered_by_id is None else _("entered by staff"))


def _until(listing: Listing) -> str:
    return formats.day(listing.listed_to) if listing.listed_to else "–"


def _tie(listing: Listing) -> str:
    return str(_("None")) if listing.tie == Tie.NONE else str(_("Declared"))


@requires(Action.LISTING_VIEW)
@require_GET
def listing(request: HttpRequest, ref: str) -> HttpResponse:
    """One listing with all it says, who entered and who reviewed it, and what can be done."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = selectors.with_lists(Listing.objects.select_related("entered_by", "reviewed_by"))
    found = get_object_or_404(rows, ref=ref)
    others = Listing.objects.filter(provider__isnull=False, provider=found.provider_id).exclude(pk=found.pk)
    context = {
        "listing": found,
        "state": state_shown(found, access.today),
        "origin": _origin(found),
        "others": [(other, state_shown(other, access.today)) for other in others.order_by("-entered_at")],
        "may_change": access.can(Action.LISTING_ENTER) and found.state == State.PUBLISHED,
        "may_review": access.can(Action.LISTING_REVIEW)
        and found.state == State.WAITING
        and found.entered_by_id != access.user.pk,
        "may_end": access.can(Action.LISTING_REVIEW) and found.state == State.PUBLISHED,
    }
    return render(request, "providers/listing.html", context)


class _OnListing(Act):
    """Something done to one listing."""

    found: Listing

    def find(self, ref: str = "", **_kwargs: Any) -> None:
        """The listing."""
        rows = Listing.objects.select_related("provider", "prefecture").prefetch_related(*selectors.MATCHED)
        self.found = get_object_or_404(rows, ref=ref)

    def back(self) -> str:
        """Its page."""
        return address(self.found)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the listings."""
        return [
            (reverse("providers:listing_list"), _("Listings of providers")),
            (self.back(), self.found.ref),
        ]

    def subtitle(self) -> Text:
        """Whose listing."""
        return self.found.name


class Enter(Act):
    """Enter a provider."""

    action = Action.LISTING_ENTER
    title, verb = _("Enter a private provider"), _("Send it to review")
    done = _("It waits for its review by head office.")

    def form(self, data: Any) -> forms.Form:
        """An empty form."""
        return ListingForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Enter it."""
        services.enter(actor, ListingData(**data))

    def back(self) -> str:
        """The listings."""
        return reverse("providers:listing_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the listings."""
        return [(self.back(), _("Listings of providers"))]


class Change(_OnListing):
    """Change or renew what is published: reviewed again, while the published one stays."""

    action = Action.LISTING_ENTER
    title, verb = _("Change or renew"), _("Send it to review")
    done = _("The change waits for its review. What is published stays until then.")
    intro = _("Until somebody else has reviewed the change, the published listing stays as it is.")

    def form(self, data: Any) -> forms.Form:
        """What is published now."""
        return ListingForm(data, day=self.today, initial=selectors.said_in(self.found))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Enter the change."""
        services.enter(actor, ListingData(**data), self.found.provider)


class Publish(_OnListing):
    """Publish a listing that waits."""

    action = Action.LISTING_REVIEW
    title, verb, done = _("Put on the list"), _("Put on the list"), _("It is published.")
    intro = _("What was published of this provider before is replaced.")

    def form(self, data: Any) -> forms.Form:
        """For a year, unless another day is given."""
        return PublishForm(data, initial={"listed_to": self.today + timedelta(days=364)})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Publish it."""
        services.publish(actor, self.found, data["listed_to"])


class Refuse(_OnListing):
    """Do not publish a listing that waits."""

    action = Action.LISTING_REVIEW
    title, verb, done = _("Do not publish"), _("Do not publish"), _("It is not published.")
    intro = _("What was published of this provider before stays as it is.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Refuse it."""
        services.refuse(actor, self.found, data["reason"])


class End(_OnListing):
    """Take a listing off the list before its day."""

    action = Action.LISTING_REVIEW
    title, verb, done = _("End early"), _("End it today"), _("It is off the list from today on.")
    intro = _("Nothing more is proposed to it. What it has in hand stays with it.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end(actor, self.found, data["reason"])
