"""What staff type about invited buyers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import in_use
from banso.apps.buyers.models import BuyerGroup, CameBy, Kind, Language
from banso.apps.buyers.services import PersonData, Reach
from banso.apps.directory.models import Market, Office
from banso.web import forms

#: The day after which a new access ends, unless another is given.
USUAL_DAYS = 364


class ReachForm(forms.Form):
    """What a company may see, and until when."""

    groups = forms.ModelMultipleChoiceField(
        BuyerGroup.objects.none(),
        label=_("Buyer groups"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The company sees the products of the categories of these groups, and no others."),
    )
    markets = forms.ModelMultipleChoiceField(
        Market.objects.none(),
        label=_("Further markets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides its own country: it is told how ready a product is for these."),
    )
    first_day = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].queryset = in_use(BuyerGroup.objects.order_by("position", "code"), day)
        self.fields["markets"].queryset = _markets(day)


class PersonForm(forms.Form):
    """Whom to write to."""

    person = forms.CharField(label=_("Name of the person"), max_length=80)
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=Language.choices, widget=forms.RadioSelect
    )


class InviteForm(PersonForm, ReachForm):
    """A company, its first person, and what it may see."""

    company = forms.CharField(label=_("Company"), max_length=120)
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Country"))
    kind = forms.ChoiceField(label=_("Kind of business"), choices=[*BLANK_CHOICE_DASH, *Kind.choices])
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office in charge"))
    came_by = forms.ChoiceField(
        label=_("How it came"),
        choices=[choice for choice in CameBy.choices if choice[0] != CameBy.RECOMMENDED],
        widget=forms.RadioSelect,
    )
    occasion = forms.CharField(
        label=pgettext_lazy("buyer", "Event"),
        max_length=120,
        required=False,
        help_text=_("Needed if it was met at an event."),
    )
    field_order = (
        "company", "market", "kind", "office", "came_by", "occasion", "person", "email", "language",
        "groups", "markets", "first_day", "last_day",
    )  # fmt: skip

    def __init__(self, *args: Any, day: date, offices: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, day=day, **kwargs)
        self.fields["market"].queryset = _markets(day)
        self.fields["office"].queryset = offices


class ApproveForm(ReachForm):
    """How the company that a buyer recommended is invited."""

    kind = forms.ChoiceField(label=_("Kind of business"), choices=[*BLANK_CHOICE_DASH, *Kind.choices])
    language = forms.ChoiceField(
        label=_("Language of the mail"), choices=Language.choices, widget=forms.RadioSelect
    )
    field_order = ("kind", "language", "groups", "markets", "first_day", "last_day")


class ReasonForm(forms.Form):
    """Why; staff read it."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea)


class CompanyFilter(forms.FilterForm):
    """Which companies to list."""

    day: date
    q = forms.CharField(label=_("Company or reference"), max_length=80)
    market = forms.ModelChoiceField(Market.objects.order_by("position", "code"), label=_("Country"))
    group = forms.ModelChoiceField(BuyerGroup.objects.order_by("position", "code"), label=_("Buyer group"))
    access = forms.ChoiceField(
        label=_("Access"),
        choices=[
            ("", _("All")),
            ("open", pgettext_lazy("buyer", "Open")),
            ("not_joined", _("Not joined yet")),
            ("ended", _("Ended")),
            ("suspended", pgettext_lazy("buyer", "Suspended")),
        ],
    )

    @classmethod
    def on(cls, day: date) -> type[CompanyFilter]:
        """The filter on a day: access ends by itself."""
        return type(cls.__name__, (cls,), {"day": day})

    def filter_q(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """By a part of the name, or by the reference."""
        return rows.filter(Q(name__icontains=value) | Q(ref__iexact=value.strip()))

    def filter_group(self, rows: QuerySet[Any], value: BuyerGroup) -> QuerySet[Any]:
        """Of a group."""
        return rows.filter(pk__in=value.companies.order_by().values("pk"))

    def filter_access(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """As the list says it."""
        if value == "suspended":
            return rows.filter(state="suspended")
        if value == "ended":
            return rows.filter(state="open", last_day__lt=self.day)
        rows = rows.filter(state="open", last_day__gte=self.day)
        return rows.filter(joined=0) if value == "not_joined" else rows.filter(joined__gt=0)


def _markets(day: date) -> QuerySet[Market]:
    return in_use(Market.objects.order_by("position", "code"), day)


def reach_of(data: Mapping[str, Any]) -> Reach:
    """What was typed in a ``ReachForm``."""
    return Reach(list(data["groups"]), data["first_day"], data["last_day"], list(data["markets"]))


def person_of(data: Mapping[str, Any]) -> PersonData:
    """What was typed in a ``PersonForm``."""
    return PersonData(data["person"], data["email"], data["language"])
