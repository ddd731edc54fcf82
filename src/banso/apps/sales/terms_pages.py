"""The terms of a mall, or of a channel with one page: those in force, all before them, and the next."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Channel, ChannelKind, Mall
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.models import FeePer, SiteTerms
from banso.apps.sales.sites import Site
from banso.apps.sales.terms import history
from banso.apps.sales.words import money, written
from banso.web import forms
from banso.web.acts import Act, Text


def _of_mall(code: str) -> Site:
    mall = get_object_or_404(Mall.objects.select_related("channel"), code=code)
    return Site(mall.channel, mall)


def _of_channel(code: str) -> Site:
    return Site(get_object_or_404(Channel.objects.exclude(kind=ChannelKind.MALL), code=code))


def _crumbs(site: Site) -> list[tuple[str, Text]]:
    if site.mall is not None:
        return [
            (reverse("malls:mall_list"), _("Malls of JAPAN MALL")),
            (reverse("malls:mall", args=[site.code]), site.name),
        ]
    return [
        (reverse("sales:channel_list"), _("EC channels")),
        (reverse("sales:channel_figures", args=[site.code]), site.name),
    ]


@requires(Action.MALL_VIEW)
@require_GET
def mall_terms(request: HttpRequest, code: str) -> HttpResponse:
    """The terms of a mall."""
    return _page(request, _of_mall(code), reverse("sales:mall_terms_begin", args=[code]))


@requires(Action.MALL_VIEW)
@require_GET
def channel_terms(request: HttpRequest, code: str) -> HttpResponse:
    """The terms of a channel with one page."""
    return _page(request, _of_channel(code), reverse("sales:channel_terms_begin", args=[code]))


def _page(request: HttpRequest, site: Site, begin: str) -> HttpResponse:
    today = request.access.today  # type: ignore[attr-defined]
    rows = history(site)
    current = next((row for row in rows if row.since <= today), None)
    context = {
        "site": site,
        "crumbs": _crumbs(site),
        "rows": [(row, fees_of(row), row == current, row.since > today) for row in rows],
        "current": current,
        "begin": begin if request.access.can(Action.TERMS_WRITE) else "",  # type: ignore[attr-defined]
    }
    return render(request, "sales/terms.html", context)


def fees_of(terms: SiteTerms) -> list[tuple[str, str]]:
    """What each fee is taken for, and its amount."""
    fees = {fee.per: fee for fee in terms.fees.all()}
    return [
        (str(per.label), money(fees[per].amount, fees[per].currency)) for per in FeePer if per.value in fees
    ]


class TermsForm(forms.Form):
    """From which day on, and what."""

    since = forms.DateField(
        label=_("In force from"),
        help_text=_("Those in force on the last day of a month hold for the whole month."),
    )
    commission = forms.DecimalField(
        label=_("Commission in per cent"),
        max_digits=5,
        decimal_places=2,
        min_value=0,
        max_value=100,
        help_text=_("Of what was sold less what came back."),
    )
    pays_after = forms.IntegerField(
        label=_("Days after the month's end until payment"), min_value=0, max_value=365
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for per in FeePer:
            self.fields[f"amount_{per.value}"] = forms.DecimalField(
                label=_("Fee: %(per)s") % {"per": per.label},
                required=False,
                min_value=0,
                max_digits=14,
                decimal_places=3,
            )
            self.fields[f"currency_{per.value}"] = forms.CharField(
                label=_("Its currency"),
                required=False,
                max_length=3,
                help_text=_("Three letters, such as USD."),
            )

    def clean(self) -> dict[str, Any]:
        """An amount has a currency."""
        data = super().clean() or self.cleaned_data
        for per in FeePer:
            if data.get(f"amount_{per.value}") and not data.get(f"currency_{per.value}"):
                self.add_error(f"currency_{per.value}", _("Enter the currency of the fee."))
        return data


class BeginTerms(Act):
    """New terms of a mall from a day on."""

    action = Action.TERMS_WRITE
    title, verb = _("Terms from a day on"), _("Store")
    done = _("The terms are stored.")
    intro = _("What was in force before stays on record, and holds for the months before.")
    site: Site

    def find(self, *, code: str) -> None:
        """The mall."""
        self.site = _of_mall(code)

    @cached_property
    def latest(self) -> SiteTerms | None:
        """What is changed."""
        return next(iter(history(self.site)), None)

    def form(self, data: Any) -> forms.Form:
        """The latest terms, to change what changes."""
        return TermsForm(data, initial=_initial(self.latest) if self.latest else {})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Keep them."""
        fees = [
            services.Fee(per.value, amount, data[f"currency_{per.value}"].strip().upper())
            for per in FeePer
            if (amount := data[f"amount_{per.value}"])
        ]
        about = services.TermsData(data["since"], data["commission"], data["pays_after"], fees)
        services.begin_terms(actor, self.site, about)

    def subtitle(self) -> Text:
        """Whose."""
        return self.site.name

    def back(self) -> str:
        """The terms."""
        return reverse("sales:mall_terms", args=[self.site.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """The site and its terms."""
        return [*_crumbs(self.site), (self.back(), _("Terms of the site"))]


class BeginChannelTerms(BeginTerms):
    """New terms of a channel with one page from a day on."""

    def find(self, *, code: str) -> None:
        """The channel."""
        self.site = _of_channel(code)

    def back(self) -> str:
        """The terms."""
        return reverse("sales:channel_terms", args=[self.site.code])


def _initial(terms: SiteTerms) -> dict[str, Any]:
    found: dict[str, Any] = {"commission": terms.commission, "pays_after": terms.pays_after}
    for fee in terms.fees.all():
        amount = written(fee.amount, fee.currency)
        found |= {f"amount_{fee.per}": amount, f"currency_{fee.per}": fee.currency}
    return found
