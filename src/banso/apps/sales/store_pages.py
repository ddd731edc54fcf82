"""Looking at a listing of a store before it goes live, and how buyers rate it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.models import Listing, Rating
from banso.apps.sales.models.store import POINTS
from banso.web import forms
from banso.web.acts import Act, Text

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
