"""The form in which a mall's page is written. All may be left for later; publishing needs most of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import in_use
from banso.apps.directory.models import Language, Market
from banso.apps.malls.entry_content import MOST_USERS, NEEDED, TEXTS, EntryData, check, content_of, in_charge
from banso.apps.malls.models import Logistics, MallEntry, Paper, SellerModel
from banso.apps.products.models import Category
from banso.web import forms


def _text(label: Any, name: str, rows: int = 0, **values: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, required=False, max_length=TEXTS[name], widget=widget, **values)


def _codes(label: Any, codes: Any, **values: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=codes.choices, widget=forms.CheckboxSelectMultiple, **values
    )


def _rows(label: Any, model: Any, **values: Any) -> forms.ModelMultipleChoiceField:
    return forms.ModelMultipleChoiceField(
        model.objects.none(), label=label, required=False, widget=forms.CheckboxSelectMultiple, **values
    )


class EntryForm(forms.Form):
    """What is said of a mall. All faults are shown at once."""

    words_ja = _text(_("About the mall (Japanese)"), "words_ja", 4, help_text=_("Firms read it first."))
    words_en = _text(_("About the mall (English)"), "words_en", 4)
    operator = _text(_("Company that runs it"), "operator")
    countries = _rows(_("Countries it sells to"), Market)
    categories = _rows(_("Categories it takes"), Category)
    users = forms.IntegerField(
        label=_("Registered users"), required=False, min_value=0, max_value=MOST_USERS,
        help_text=_("As the mall tells it. Leave it empty where it is not known."),
    )  # fmt: skip
    users_on = forms.DateField(label=_("On which day it had so many users"), required=False)
    seller = forms.ChoiceField(
        label=_("How it sells"), required=False, choices=SellerModel.choices, widget=forms.RadioSelect
    )
    logistics = _codes(_("How goods get there"), Logistics)
    logistics_words = _text(_("More on how goods get there"), "logistics_words", 2)
    languages = _rows(_("Languages needed"), Language, help_text=_("In which firms describe their products."))
    papers = _codes(_("Papers and samples needed"), Paper)
    papers_words = _text(_("More on papers and samples"), "papers_words", 2)
    contract_from = forms.DateField(label=_("First day of the contract"), required=False)
    contract_to = forms.DateField(
        label=_("Last day of the contract"), required=False,
        help_text=_(
            "Leave it empty where no end was agreed. Ninety days before it who is in charge is reminded."
        ),
    )  # fmt: skip
    staff = forms.ModelChoiceField(
        None, label=_("In charge"), required=False,
        help_text=pgettext_lazy("mall", "Somebody of head office. Firms are not shown the name."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, said: MallEntry | None, seen: int, today: date) -> None:
        begin: dict[str, Any] = {"seen": seen}
        if said is not None:
            content = content_of(said)
            begin |= {name: getattr(content, name) for name in EntryData.__dataclass_fields__}
        super().__init__(data, initial=begin)
        self._today = today
        for name, model, order in (
            ("countries", Market, ("position", "code")),
            ("categories", Category, ("group__position", "position")),
            ("languages", Language, ("position", "code")),
        ):
            # What was chosen before it was retired stays until somebody takes it out.
            kept = [row.pk for row in begin.get(name, ())]
            rows = in_use(model.objects.all(), today) | model.objects.filter(Q(pk__in=kept))
            self.fields[name].queryset = rows.order_by(*order)
        self.fields["staff"].queryset = in_charge(today)
        for name in NEEDED:
            self.fields[name].mark = _("(needed to publish)")

    def content(self) -> EntryData:
        """What was typed, as far as it could be read."""
        given = {name: self.cleaned_data.get(name) for name in EntryData.__dataclass_fields__}
        return EntryData(**{name: value for name, value in given.items() if value is not None})

    def clean(self) -> dict[str, Any]:
        """Whatever else keeps it from being stored, beside its field."""
        data = super().clean() or self.cleaned_data
        for fault in check(self.content(), self._today):
            # What could not be read at all says so already.
            if fault.field not in self.errors:
                self.refuse(fault)
        return data
