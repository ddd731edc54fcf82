"""Campaigns of malls: for firms what is open to offers, for staff all of them; written, opened, closed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import in_use
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.products.models import Category
from banso.apps.sales import services
from banso.apps.sales.models import Campaign, CampaignState, ListingState
from banso.apps.sales.services.listings import PLACED
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_KINDS = {
    CampaignState.DRAFT: "unk",
    CampaignState.OPEN: "now",
    CampaignState.PICKING: "part",
    CampaignState.CLOSED: "dash",
}


class CampaignFilter(forms.FilterForm):
    """Which campaigns."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *CampaignState.choices])
    mall = forms.ModelChoiceField(Mall.objects.all(), label=_("Mall"))


def visible(access: Access) -> QuerySet[Campaign]:
    """The campaigns that somebody is shown: staff all, firms those that were opened."""
    rows = access.rows(Action.CAMPAIGN_VIEW, Campaign.objects.select_related("mall__market"))
    return rows.exclude(state=CampaignState.DRAFT) if frame_of(access) == "public.html" else rows


def takes_offers(campaign: Campaign, today: Any) -> bool:
    """Whether firms may offer to it on a day."""
    return campaign.state == CampaignState.OPEN and campaign.offers_from <= today <= campaign.offers_to


def _days(campaign: Campaign) -> str:
    return f"{formats.day(campaign.offers_from)} – {formats.day(campaign.offers_to)}"


def _shown(campaign: Campaign) -> SafeString:
    return status(_KINDS[CampaignState(campaign.state)], campaign.get_state_display())


@requires(Action.CAMPAIGN_VIEW)
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns, those with the latest days first; for firms those to which they may still offer."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows, firm = visible(access), frame_of(access) == "public.html"
    if firm:
        rows = rows.filter(state=CampaignState.OPEN, offers_to__gte=access.today)
    records = RecordList(
        request,
        rows.annotate(
            offered=Count("listings"), taken=Count("listings", filter=Q(listings__state__in=PLACED))
        ),
        columns=[
            Column("ref", _("Campaign"), sort="ref", link=_address),
            Column("title", _("Theme")),
            Column("mall", _("Mall"), value="mall.name", sort="mall__position"),
            Column("market", _("Market"), value="mall.market.name", sort="mall__market__position"),
            Column("offers_from", _("Offers from"), kind="day", sort="offers_from"),
            Column("offers_to", _("Last day to offer"), kind="day", sort="offers_to"),
            Column("state", _("State"), value=lambda row: row.get_state_display(), html=_shown, sort="state"),
            Column("places", _("Places"), kind="number", sort="places"),
            Column("offered", _("Products offered"), kind="number", sort="offered"),
            Column("taken", _("Places taken"), kind="number", sort="taken"),
        ],
        filters=CampaignFilter,
        default_sort="offers_to" if firm else "-offers_from",
        name="campaigns",
        empty=_("No mall takes offers at present.") if firm else _("No campaign was written yet."),
    )
    context = {"frame": frame_of(access), "may_write": access.can(Action.CAMPAIGN_WRITE), "firm": firm}
    return records.response("sales/campaign_list.html", context)


def _address(campaign: Campaign) -> str:
    return reverse("sales:campaign", args=[campaign.ref])


@requires(Action.CAMPAIGN_VIEW)
@require_GET
def campaign_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One campaign: what it looks for, its days and places, and what was offered to it within one's reach."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(visible(access), ref=ref)
    reached = access.rows(Action.OFFER_VIEW, found.listings.select_related("product", "case__firm"))
    taken = found.listings.filter(state__in=PLACED).count()
    waiting = found.listings.filter(state=ListingState.OFFERED).count()
    writes = access.can(Action.CAMPAIGN_WRITE)
    context = {
        "campaign": found,
        "kind": _KINDS[CampaignState(found.state)],
        "categories": found.categories.order_by("position", "pk"),
        "listings": reached.order_by("state", "-offered_on", "-pk")[:100],
        "taken": taken,
        "waiting": waiting,
        "frame": frame_of(access),
        "firm": frame_of(access) == "public.html",
        "may_offer": access.can(Action.CAMPAIGN_OFFER) and takes_offers(found, access.today),
        "acts": [(reverse(f"sales:{name}", args=[found.ref]), words) for name, words in _next(found)]
        if writes
        else [],
        "log": timeline([("campaign", found.ref)]) if frame_of(access) == "work.html" else [],
    }
    return render(request, "sales/campaign.html", context)


def _next(campaign: Campaign) -> list[tuple[str, Any]]:
    steps: dict[str, list[tuple[str, Any]]] = {
        CampaignState.DRAFT: [
            ("campaign_open", _("Open for offers")),
            ("campaign_change", _("Change")),
            ("campaign_close", _("Drop")),
        ],
        CampaignState.OPEN: [
            ("campaign_picking", _("End the offers")),
            ("campaign_change", _("Change")),
            ("campaign_close", _("Close the campaign")),
        ],
        CampaignState.PICKING: [("campaign_close", _("Close the campaign"))],
    }
    return steps.get(campaign.state, [])


class CampaignForm(forms.Form):
    """What is said of a campaign."""

    theme = forms.CharField(label=_("Theme in Japanese"), max_length=120)
    theme_en = forms.CharField(label=_("Theme in English"), max_length=120)
    text = forms.CharField(
        label=_("What it is about"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Firms and the operator read it."),
    )
    categories = forms.ModelMultipleChoiceField(
        None,
        label=_("Wanted categories"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose none, and all are wanted."),
    )
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=1000)
    offers_from = forms.DateField(label=_("First day to offer"))
    offers_to = forms.DateField(label=_("Last day to offer"))
    runs_from = forms.DateField(label=_("Runs from"))
    runs_to = forms.DateField(label=_("Runs until"))

    def __init__(self, *args: Any, day: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["categories"].queryset = in_use(Category.objects, day).order_by(
            "group__position", "position"
        )


class MallAndCampaignForm(CampaignForm):
    """The same, and of which mall."""

    mall = forms.ModelChoiceField(None, label=_("Mall"))
    field_order = ["mall"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mall"].queryset = Mall.objects.filter(closed_on__isnull=True)


class WriteCampaign(Act):
    """Write the draft of a campaign."""

    action = Action.CAMPAIGN_WRITE
    title, verb, done = _("Write a campaign"), _("Store the draft"), _("The draft is stored.")
    intro = _("Firms see it once it is opened.")
    made: Campaign | None = None

    def form(self, data: Any) -> forms.Form:
        """Empty, or of the mall from whose page one came."""
        mall = Mall.objects.filter(code=self.request.GET.get("mall", "")).first()
        return MallAndCampaignForm(data, day=self.today, initial={"mall": mall, "places": 20})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Write it."""
        mall = data.pop("mall")
        self.made = services.write_campaign(actor, mall, services.CampaignData(**data))

    def back(self) -> str:
        """The campaign, once it is there."""
        return _address(self.made) if self.made else reverse("sales:campaign_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The campaigns."""
        return [(reverse("sales:campaign_list"), _("Campaigns of malls"))]


class _OfCampaign(Act):
    """A step of one campaign."""

    action = Action.CAMPAIGN_WRITE
    verb: Text = _("Store")
    done: Text = _("The campaign is changed.")
    found: Campaign

    def find(self, ref: str = "", **_kwargs: Any) -> None:
        """The campaign."""
        rows = self.access.rows(self.action, Campaign.objects.select_related("mall"))
        self.found = get_object_or_404(rows, ref=ref)

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def back(self) -> str:
        """The campaign."""
        return _address(self.found)

    def subtitle(self) -> Text:
        """Which one."""
        return formats.joined(self.found.title, self.found.mall.name)

    def crumbs(self) -> list[tuple[str, Text]]:
        """The campaigns, and this one."""
        list_ = (reverse("sales:campaign_list"), _("Campaigns of malls"))
        return [list_, (self.back(), self.found.ref)]


class ChangeCampaign(_OfCampaign):
    """Change what is said of it."""

    title = _("Change the campaign")

    def form(self, data: Any) -> forms.Form:
        """As it stands."""
        names = ("theme", "theme_en", "text", "places", "offers_from", "offers_to", "runs_from", "runs_to")
        begin = {name: getattr(self.found, name) for name in names}
        begin["categories"] = list(self.found.categories.order_by("pk"))
        return CampaignForm(data, day=self.today, initial=begin)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        services.change_campaign(actor, self.found, services.CampaignData(**data))


class OpenCampaign(_OfCampaign):
    """Let firms offer."""

    title, verb = _("Open the campaign for offers"), _("Open for offers")
    done = _("The campaign is open.")
    intro = _("Firms see it now, and offer from its first day on. Its categories do not change any more.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Open it."""
        services.open_campaign(actor, self.found)


class BeginPicking(_OfCampaign):
    """No more offers."""

    title, verb, done = _("End the offers"), _("End the offers"), _("No more offers are taken.")
    intro = _("Firms offer no more; the mall picks from what was offered.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Begin picking."""
        services.begin_picking(actor, self.found)


class CloseCampaign(_OfCampaign):
    """It is over."""

    title, verb = _("Close the campaign"), _("Close the campaign")
    done = _("The campaign is closed.")
    intro = _("What was picked goes on by itself. Every offer needs an answer first.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        services.close_campaign(actor, self.found)
