"""Looking at a listing of a store before it goes live, and taking in how buyers rate it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.channels.models import Channel, ChannelKind
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.models import Listing, Rating
from banso.apps.sales.models.store import POINTS
from banso.apps.sales.rating_file import RULES, read_ratings
from banso.apps.sales.reading import LIMITS
from banso.apps.sales.sites import site_of, sites
from banso.engines.kernel.tables import read_table
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.faults import sentence

_SHOWN = 20
#: A drawing is so high, and a rating so wide, in its own units.
_HEIGHT, _WIDE = 60, 24


class CheckForm(forms.Form):
    """Each point: met, or what was found."""

    words = forms.CharField(
        label=_("Remark on the page"), max_length=300, required=False, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        for name, label, findings in POINTS:
            self.fields[name] = forms.ChoiceField(
                label=label,
                choices=[("met", _("Met")), *findings.choices],
                widget=forms.RadioSelect,
            )
        self.order_fields([*(name for name, _label, _findings in POINTS), "words"])


class CheckListing(Act):
    """Look at a listing of a store."""

    action = Action.OFFER_ANSWER
    title, verb = _("Look at the page"), _("Store")
    done = _("The look is stored.")
    intro = _("A listing goes on sale only when every point is met. The firm sees what was found.")
    listing: Listing

    def find(self, *, ref: str) -> None:
        """The listing of a store within reach."""
        rows = Listing.objects.filter(mall__isnull=True).select_related("product", "channel", "case__firm")
        self.listing = get_object_or_404(self.access.rows(self.action, rows), ref=ref)

    def form(self, data: Any) -> forms.Form:
        """The points."""
        return CheckForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the look."""
        words = data.pop("words")
        found = {name: "" if code == "met" else code for name, code in data.items()}
        services.check_listing(actor, self.listing, found, words)

    def back(self) -> str:
        """The listing."""
        return reverse("sales:listing", args=[self.listing.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The listings, and this one."""
        return [(reverse("sales:listing_list"), _("EC listings")), (self.back(), self.listing.ref)]


class RatingsForm(forms.Form):
    """Whose ratings, and the file."""

    site = forms.ChoiceField(label=_("Site"))
    file = forms.UploadField(
        label=_("File"),
        accept=".csv,.xlsx",
        help_text=_("CSV or Excel workbook with the columns product, day, stars, reviews."),
    )

    def __init__(self, data: Any, files: Any = None, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial)
        self.fields["site"].choices = [("", "–"), *((site.code, site.name) for site in sites())]


class StoreRatings(Act):
    """Take in a file of ratings."""

    action = Action.SALE_IMPORT
    title, verb, done = _("Ratings of a site"), _("Store"), _("The ratings are stored.")
    intro = _("All rows or none. Rows that are stored already change nothing.")

    def find(self) -> None:
        """Nothing yet."""

    def form(self, data: Any) -> forms.Form:
        """Site and file; a store stands there first."""
        store = Channel.objects.filter(kind=ChannelKind.STORE).order_by("position").first()
        files = self.request.FILES if data is not None else None
        return RatingsForm(data, files, {"site": store.code if store else ""})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store them; what is wrong is said by row."""
        site = site_of(data["site"])
        assert site is not None
        name, content = data["file"].name, data["file"].read()
        found = read_ratings(site, read_table(name, content, LIMITS), actor.today)
        if found.faults:
            said = [f"{fault.row}: {sentence(RULES, fault)}" for fault in found.faults[:_SHOWN]]
            raise Refused("ratings_faulty", " ".join(said), "file")
        stored = services.store_ratings(actor, site, name, content)
        new = len(stored.new)
        self.done = ngettext("%(count)s rating is stored.", "%(count)s ratings are stored.", new) % {
            "count": new
        }

    def back(self) -> str:
        """The reports."""
        return reverse("sales:report_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The reports."""
        return [(self.back(), _("Sales reports"))]


@dataclass(frozen=True)
class Stars:
    """Ratings of a listing over time, latest first, with a line from 0 to 5 stars."""

    rows: list[Rating]
    line: str
    width: int
    height: int = _HEIGHT


def stars_of(listing: Listing) -> Stars | None:
    """How buyers rated a listing; None where nobody told. One query."""
    rows = list(Rating.objects.filter(listing=listing).order_by("-day")[:36])
    if not rows:
        return None
    line = " ".join(
        f"{place * _WIDE + _WIDE // 2},{_HEIGHT - round(row.stars * _HEIGHT / 5)}"
        for place, row in enumerate(reversed(rows))
    )
    return Stars(rows, line, len(rows) * _WIDE)
