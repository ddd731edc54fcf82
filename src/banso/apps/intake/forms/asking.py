"""The forms in which a firm's question and its needs are written down. What is allowed the services check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, Refused, in_use
from banso.apps.directory.forms import RegisterForm
from banso.apps.directory.models import Firm, Language, Market, Office
from banso.apps.directory.selectors import firm_meant
from banso.apps.intake.models import Channel, Subject
from banso.apps.intake.services import NeedData
from banso.web import forms

#: How many needs can be written down while the firm talks; more are taken out later.
ROWS = 4

#: What a firm asks on the web it writes down itself.
BY_STAFF = [(channel.value, channel.label) for channel in Channel if channel != Channel.WEB]


class QuestionForm(forms.Form):
    """A firm asks."""

    title = forms.CharField(
        label=_("In short"), max_length=80, help_text=_("One line, for example: labels for tea in Germany")
    )
    body = forms.CharField(
        label=_("What would you like to know?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("In your own words. What you sell, to where, and what holds you up."),
    )
    market = forms.ModelChoiceField(
        Market.objects.none(), label=_("Country or region"), required=False, help_text=_("If it is settled.")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["market"].queryset = in_use(Market.objects.order_by("position", "code"), day)
        self.fields["office"].queryset = in_use(Office.objects.order_by("position", "code"), day)


class QuestionOnBehalfForm(QuestionForm):
    """Staff or a partner body write down what a firm asked."""

    firm = forms.CharField(
        label=_("Firm"), max_length=120, help_text=_("Its name, its reference or its corporate number.")
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=BY_STAFF, widget=forms.RadioSelect)

    field_order = ("firm", "channel", "title", "body", "market", "office")

    def __init__(self, *args: Any, firms: QuerySet[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._firms = firms
        self.fields["body"].label = _("What the firm asks")
        self.fields["body"].help_text = _("In the firm's own words.")

    def clean_firm(self) -> Firm:
        """The firm within reach that is meant."""
        try:
            return firm_meant(self._firms, self.cleaned_data["firm"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class ChoiceOfCodes(forms.TypedChoiceField):
    """One row of a code list that was fetched once for several forms."""

    def __init__(self, rows: Sequence[CodedModel], **kwargs: Any) -> None:
        self._rows = {str(row.pk): row for row in rows}
        choices = [("", "---------"), *((key, row.name) for key, row in self._rows.items())]
        super().__init__(
            choices=choices, coerce=lambda value: self._rows[str(value)], empty_value=None, **kwargs
        )


class Lists:
    """The code lists that a need is described by, each fetched once."""

    def __init__(self, day: date) -> None:
        self.subjects = list(in_use(Subject.objects.order_by("position", "code"), day))
        self.markets = list(in_use(Market.objects.order_by("position", "code"), day))
        self.languages = list(in_use(Language.objects.order_by("position", "code"), day))


class NeedForm(forms.Form):
    """One need."""

    description = forms.CharField(
        label=_("What is needed"), max_length=400, widget=forms.Textarea({"rows": 2})
    )
    hours_wanted = forms.DecimalField(
        label=_("Hours wanted"), required=False, max_digits=5, decimal_places=2,
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(Decimal(200))],
    )  # fmt: skip

    field_order = ("subject", "description", "market", "language", "hours_wanted")

    def __init__(self, *args: Any, lists: Lists, **kwargs: Any) -> None:
        # The fields come before the base class words them.
        self.base_fields = {
            **self.base_fields,
            "subject": ChoiceOfCodes(lists.subjects, label=_("Subject of the need")),
            "market": ChoiceOfCodes(lists.markets, label=_("Market"), required=False),
            "language": ChoiceOfCodes(lists.languages, label=_("Language of the help"), required=False),
        }
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


NeedForms = forms.formset_factory(NeedForm, extra=ROWS, max_num=ROWS)


class ConsultForm(QuestionOnBehalfForm):
    """A whole conversation on one page: the firm (found or registered here), its question, its needs."""

    firm = forms.CharField(
        label=_("Firm"),
        max_length=120,
        required=False,
        help_text=_("Its name, kana, reference or corporate number; pick it below while you type."),
    )
    picked = forms.CharField(required=False, widget=forms.HiddenInput)
    new_firm = forms.BooleanField(label=_("Not registered yet: register it now"), required=False)

    field_order = ("firm", "picked", "new_firm", "channel", "title", "body", "market", "office")

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, day=day, **kwargs)
        data = self.data if self.is_bound else None
        self.registers = bool(data) and bool(self["new_firm"].data)
        self.new = RegisterForm(data if self.registers else None, on_behalf=True, prefix="new")
        if data and not self.registers:
            # What was typed there stays, even if it is not used.
            self.new.initial = {
                name: data.get(f"new-{name}") for name in self.new.fields if f"new-{name}" in data
            }
        self.needs = NeedForms(data, prefix="need", form_kwargs={"lists": Lists(day)})

    def clean_firm(self) -> Firm | None:  # type: ignore[override]
        """The firm that was picked or meant; none where it is yet to be registered."""
        picked = str(self.data.get("picked", ""))
        typed = picked or self.cleaned_data["firm"]
        if self.registers:
            return None
        if not typed:
            raise forms.ValidationError(_("Say which firm asks, or register it."))
        try:
            return firm_meant(self._firms, typed)
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused

    def is_valid(self) -> bool:
        """All parts of the page, so that every fault is shown at once."""
        parts = [super().is_valid(), self.needs.is_valid()]
        if self.registers:
            parts.append(self.new.is_valid())
        return all(parts)

    def refuse(self, refused: Refused) -> None:
        """Beside its field, in the part of the page where that stands."""
        if self.registers and refused.field in self.new.fields:
            self.new.refuse(refused)
        else:
            super().refuse(refused)

    def taken_out(self) -> list[NeedData]:
        """The rows that were filled in; a need without a market is about that of the question."""
        found = []
        for form in self.needs:
            if form.has_changed():
                data = form.cleaned_data
                found.append(NeedData(**{**data, "market": data["market"] or self.cleaned_data["market"]}))
        return found
