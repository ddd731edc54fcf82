"""What is typed about private providers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import in_use
from banso.apps.directory.models import Language, Market, Prefecture
from banso.apps.intake.models import Subject
from banso.apps.programmes.models import Service
from banso.apps.providers import referrals
from banso.apps.providers.models import (
    Band,
    Contract,
    NoContract,
    PriceUnit,
    Referral,
    Satisfied,
    State,
    Tie,
)
from banso.apps.providers.referring import OutcomeData
from banso.web import forms


def _services() -> QuerySet[Service]:
    return Service.objects.order_by("programme__position", "position", "code")


class ListingForm(forms.Form):
    """What a provider offers, to whom, at which prices, and what ties it to the organisation."""

    name_ja = forms.CharField(label=_("Japanese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120)
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    phone = forms.PhoneField(label=_("Telephone"), max_length=20, required=False)
    prefecture = forms.ModelChoiceField(
        Prefecture.objects.order_by("position", "code"),
        label=_("Prefecture"),
        required=False,
        help_text=_("Empty: all of the country is served."),
    )
    offer = forms.CharField(
        label=_("What is offered"), max_length=400, widget=forms.Textarea,
        help_text=_("In one or two sentences, 400 characters at most."),
    )  # fmt: skip
    services = forms.ModelMultipleChoiceField(
        Service.objects.none(),
        label=_("The like of which public service"),
        widget=forms.CheckboxSelectMultiple,
    )
    subjects = forms.ModelMultipleChoiceField(
        Subject.objects.none(),
        label=pgettext_lazy("provider", "Subjects"),
        widget=forms.CheckboxSelectMultiple,
    )
    markets = forms.ModelMultipleChoiceField(
        Market.objects.none(), label=_("Markets"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.ModelMultipleChoiceField(
        Language.objects.none(), label=_("Languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    price_unit = forms.ChoiceField(label=_("Price for"), choices=PriceUnit.choices, widget=forms.RadioSelect)
    price_from = forms.MoneyField(label=_("Lowest price"), min_value=1)
    price_to = forms.MoneyField(label=_("Highest price"), min_value=1)
    tie = forms.ChoiceField(
        label=_("Conflict of interest"),
        choices=Tie.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Capital, a contract or a commission tie to the organisation; family, a second job or a share to"
            " a person of it. A tie keeps nobody off the list; it is shown there."
        ),
    )
    tie_words = forms.CharField(
        label=_("What the tie is"), max_length=200, required=False,
        help_text=_("Shown on the list. Name no private person."),
    )  # fmt: skip

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = {"services": _services(), "subjects": Subject.objects.order_by("position", "code")}
        rows["markets"] = Market.objects.order_by("position", "code")
        rows["languages"] = Language.objects.order_by("position", "code")
        for name, queryset in rows.items():
            self.fields[name].queryset = in_use(queryset, day)


class ChangeForm(ListingForm):
    """What a provider changes itself. Its mail address was proved by a link, and stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].disabled = True
        self.fields["email"].help_text = _("To change it, please write to the office that knows you.")


class AddressForm(forms.Form):
    """The mail address of a listed provider."""

    email = forms.EmailField(label=_("Mail address of your listing"), max_length=254)


class ReferForm(forms.Form):
    """The firm agrees."""

    consent = forms.BooleanField(label=_("The firm agrees that this is passed on to the provider"))


class OwnReferForm(forms.Form):
    """The firm agrees itself."""

    consent = forms.BooleanField(label=_("We agree that this is passed on to the provider"))


class OutcomeForm(forms.Form):
    """What became of a referral. What does not apply stays empty."""

    contact_made = forms.TypedChoiceField(
        label=_("Was there contact?"),
        choices=[("yes", _("Yes, we spoke or wrote to each other")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    contract = forms.ChoiceField(
        label=_("Was a contract made?"), choices=[*BLANK_CHOICE_DASH, *Contract.choices], required=False,
        help_text=_("If there was contact."),
    )  # fmt: skip
    reason = forms.ChoiceField(
        label=_("If not, why?"), choices=[*BLANK_CHOICE_DASH, *NoContract.choices], required=False
    )
    band = forms.ChoiceField(
        label=_("If so, what was paid or agreed in all?"), choices=[*BLANK_CHOICE_DASH, *Band.choices],
        required=False,
        help_text=_("Before consumption tax. Your answer is counted, never shown to the other side."),
    )  # fmt: skip
    satisfied = forms.ChoiceField(
        label=_("Are you satisfied with how it went?"), choices=[*BLANK_CHOICE_DASH, *Satisfied.choices],
        required=False, help_text=_("If there was contact."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def data_of_side(self) -> tuple[OutcomeData, int]:
        """What was said, and how many reports there were when the page was opened."""
        values = dict(self.cleaned_data)
        return OutcomeData(**{name: values[name] for name in values if name != "seen"}), values["seen"]


class PublishForm(forms.Form):
    """Until when it is listed."""

    listed_to = forms.DateField(
        label=_("Listed until"), help_text=_("Two years from today at most. It is reviewed again before.")
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea)


class ProviderFilter(forms.FilterForm):
    """What a firm looks for. The first four decide the order, the price who is left."""

    service = forms.ModelChoiceField(_services(), label=_("The like of"))
    subject = forms.ModelChoiceField(
        Subject.objects.order_by("position", "code"), label=pgettext_lazy("provider", "Subject")
    )
    market = forms.ModelChoiceField(Market.objects.order_by("position", "code"), label=_("Market"))
    language = forms.ModelChoiceField(Language.objects.order_by("position", "code"), label=_("Language"))
    unit = forms.ChoiceField(label=_("Price for"), choices=[("", _("All")), *PriceUnit.choices])
    most = forms.MoneyField(label=_("Price up to"), min_value=1)

    def wanted(self) -> dict[str, Any]:
        """What is asked, by the lists of a listing."""
        names = ("service", "subject", "market", "language")
        return {f"{name}s": value for name, value in self.applied().items() if name in names}

    def narrow_prices(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those who begin at or below the price asked for the unit."""
        applied = self.applied()
        if "unit" in applied:
            rows = rows.filter(price_unit=applied["unit"])
        return rows.filter(price_from__lte=applied["most"]) if "most" in applied else rows


class ListingFilter(forms.FilterForm):
    """Which listings staff look at."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *State.choices])
    tie = forms.ChoiceField(label=_("Conflict of interest"), choices=[("", _("All")), *Tie.choices])


class ReferralFilter(forms.FilterForm):
    """Which referrals staff look at."""

    day: date
    which = forms.ChoiceField(
        label=_("Reports"),
        choices=[
            ("", _("All")),
            ("differ", _("The two sides differ")),
            ("silent", _("A side has been silent for long")),
            ("made", _("A side says that a contract was made")),
        ],
    )

    @classmethod
    def on(cls, day: date) -> type[ReferralFilter]:
        """The filter on a day: silence counts until then."""
        return type(cls.__name__, (cls,), {"day": day})

    def filter_which(self, rows: QuerySet[Referral], value: str) -> QuerySet[Referral]:
        """Referrals ``with_reports`` by what was reported of them."""
        if value == "differ":
            return referrals.differing(rows)
        if value == "silent":
            return referrals.silent(rows, self.day)
        return rows.filter(Q(firm_contract=Contract.MADE) | Q(provider_contract=Contract.MADE))
