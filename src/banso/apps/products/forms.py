"""What is typed about a product: by the firm, and by who reviews it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused, in_use
from banso.apps.directory.models import Market
from banso.apps.products.content import TEXT_PARTS, CertificateData, ClosedData, Content, TextData
from banso.apps.products.models import (
    Allergen,
    Category,
    CertificateKind,
    Closed,
    Maker,
    Stock,
    Temperature,
    Terms,
)
from banso.apps.products.words import FOOD_ROWS, label_of
from banso.engines.kernel import hs
from banso.web import forms

#: Languages without which a product is not handed in; the others are folded away on the form.
NEEDED_LANGUAGES = ("ja", "en")
_BLANK_ROWS = 2
_MOST_ROWS = 40
#: Where a fault of the content is shown, when its field goes by another name.
_ROW_FIELDS = {"certificates": "kind", "closed_markets": "market"}


class CategorySelect(forms.Select):
    """Marks the options that are food or drink, so that the rest of the form can follow the choice."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An option with its mark."""
        option = super().create_option(name, value, *args, **kwargs)
        category = getattr(value, "instance", None)
        if category is not None:
            option["attrs"]["class"] = "food" if category.is_food else "other"
        return option


def _choices(choices: Iterable[Any]) -> list[Any]:
    return [*BLANK_CHOICE_DASH, *choices]


class ProductForm(forms.Form):
    """All of a product but its rows of certificates and markets; what is not known stays empty."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("Category"), required=False, widget=CategorySelect
    )
    hs_code = forms.CodeField(
        label=_("HS code"), required=False, max_length=20,
        help_text=_("6 or 9 digits, for example 2103.10."),
    )  # fmt: skip
    hs_year = forms.TypedChoiceField(
        label=_("Year of the nomenclature"), required=False, coerce=int, empty_value=None,
        choices=_choices((year, year) for year in reversed(hs.YEARS)),
    )  # fmt: skip
    gtin = forms.CodeField(
        label=_("GTIN (JAN code)"), required=False, max_length=20,
        help_text=_("The number under the bar code: 8, 12, 13 or 14 digits."),
    )  # fmt: skip
    price = forms.DecimalField(
        label=_("Price of one unit"),
        required=False,
        max_digits=14,
        help_text=_("For orders of buyers abroad."),
    )
    currency = forms.CharField(
        label=_("Currency"),
        required=False,
        max_length=3,
        help_text=_("Three letters, for example USD or JPY."),
    )
    price_unit = forms.CharField(
        label=_("Unit"), required=False, max_length=20, help_text=_("For example bottle, box of 12.")
    )
    terms = forms.ChoiceField(label=_("Terms of delivery"), required=False, choices=_choices(Terms.choices))
    terms_place = forms.CharField(
        label=_("Place of delivery"), required=False, max_length=60, help_text=_("For example Yokohama.")
    )
    minimum_order = forms.IntegerField(
        label=_("Minimum order"), required=False, help_text=_("In the unit of the price.")
    )
    lead_days = forms.IntegerField(label=_("Lead time"), required=False, unit=_("days"))
    stock = forms.ChoiceField(label=_("Stock"), required=False, choices=_choices(Stock.choices))
    shelf_days = forms.IntegerField(
        label=_("Shelf life"), required=False, unit=_("days"), help_text=_("From the day it is made.")
    )
    temperature = forms.ChoiceField(
        label=_("Temperature"), required=False, choices=_choices(Temperature.choices)
    )
    allergens_stated = forms.BooleanField(
        label=_("We have looked for allergens; those it has are ticked below, or it has none"), required=False
    )
    allergens = forms.ModelMultipleChoiceField(
        Allergen.objects.none(), label=_("Allergens"), required=False, widget=forms.CheckboxSelectMultiple
    )
    maker = forms.ChoiceField(
        label=_("Maker"), required=False, choices=_choices(Maker.choices), widget=forms.RadioSelect,
        help_text=_("A product of another maker is published only once the maker has agreed."),
    )  # fmt: skip
    maker_name = forms.CharField(label=_("Name of the other maker"), required=False, max_length=120)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = in_use(Category.objects.select_related("group"), day)
        self.fields["category"].queryset = rows.order_by("group__position", "position")
        self.fields["allergens"].queryset = in_use(Allergen.objects.all(), day)
        for language, _name in settings.PRODUCT_LANGUAGES:
            needed = language in NEEDED_LANGUAGES
            for part, longest in (("name", 120), ("description", 2000)):
                self.fields[f"{part}_{language}"] = forms.CharField(
                    label=label_of(f"{part}:{language}"),
                    required=False,
                    max_length=longest,
                    widget=forms.Textarea({"rows": 4}) if part == "description" else forms.TextInput(),
                )
                if needed and part == "name":
                    self.fields[f"name_{language}"].mark = _("(needed to hand it in)")
            self.fields[f"ingredients_{language}"] = forms.CharField(
                label=label_of(f"ingredients:{language}"), required=False, max_length=2000,
                widget=forms.Textarea({"rows": 4}), help_text=_("In the order of the label."),
            )  # fmt: skip
        self.fields["category"].mark = _("(needed to hand it in)")

    @property
    def ingredients(self) -> list[Any]:
        """The fields of the ingredients in the languages that every product needs."""
        return self._texts(("ingredients",), needed=True)

    @property
    def further_ingredients(self) -> list[Any]:
        """The same in the other languages."""
        return self._texts(("ingredients",), needed=False)

    @property
    def texts(self) -> list[Any]:
        """The fields of the languages that every product needs."""
        return self._texts(("name", "description"), needed=True)

    @property
    def further_texts(self) -> list[Any]:
        """The fields of the other languages."""
        return self._texts(("name", "description"), needed=False)

    def _texts(self, parts: Sequence[str], *, needed: bool) -> list[Any]:
        return [
            self[f"{part}_{language}"]
            for language, _name in settings.PRODUCT_LANGUAGES
            if (language in NEEDED_LANGUAGES) == needed
            for part in parts
        ]

    @property
    def further_ingredients_open(self) -> bool:
        """Whether ingredients are said, or wrong, in a language that is folded away."""
        return any(bound.value() or bound.errors for bound in self.further_ingredients)

    @property
    def further_open(self) -> bool:
        """Whether something is said, or wrong, in a language that is folded away."""
        return any(bound.value() or bound.errors for bound in self.further_texts)

    def clean(self) -> dict[str, Any]:
        """What is asked of food only is not kept for anything else."""
        data = super().clean() or self.cleaned_data
        category = data.get("category")
        if category is not None and not category.is_food:
            for row in (*FOOD_ROWS, "allergens_stated"):
                name = row.replace(":", "_")
                self.errors.pop(name, None)
                data[name] = _NOTHING.get(name, "")
        return data


_NOTHING: dict[str, Any] = {"shelf_days": None, "allergens": (), "allergens_stated": False}


class BeginForm(ProductForm):
    """A new product: with the firm's own number of it."""

    article = forms.CharField(
        label=_("Your article number"), max_length=40,
        help_text=_("Your own number of the product. It stays, and is used to change many products at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["article"])


class CertificateRow(forms.Form):
    """One certificate; a row without a kind says nothing."""

    kind = forms.ModelChoiceField(CertificateKind.objects.none(), label=_("Certificate"), required=False)
    number = forms.CharField(label=_("Number"), required=False, max_length=60)
    expires_on = forms.DateField(label=_("Valid until"), required=False, help_text=" ")


class ClosedRow(forms.Form):
    """One market where the product is not sold; a row without a market says nothing."""

    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False)
    why = forms.ChoiceField(label=_("Why"), required=False, choices=_choices(Closed.choices))
    until = forms.DateField(label=_("Not sold until"), required=False, help_text=" ")


class _KeptRows:
    """Rows to choose from that are read once for all rows of a form."""

    def __init__(self, queryset: QuerySet[Any], by_code: bool) -> None:
        self.queryset, self.by_code = queryset, by_code
        # In a file nobody chooses: the rows are looked up by their codes.
        shown = () if by_code else queryset
        self.choices = [("", _("Please choose")), *((row.pk, row.name) for row in shown)]

    def into(self, form_field: Any) -> None:
        form_field.queryset = self.queryset
        form_field.widget.choices = self.choices
        form_field.to_field_name = "code" if self.by_code else None


class WholeForm:
    """The form of a product with its rows: checked at once, every fault beside its field."""

    def __init__(
        self,
        form: type[ProductForm],
        data: Any,
        day: date,
        said: Content | None = None,
        *,
        by_code: bool = False,
        **initial: Any,
    ) -> None:
        """``said`` is what the form shows. ``by_code``: rows of code lists are named by their codes."""
        said = said or Content()
        self.main = form(data, day=day, initial={**_initial(said), **initial})
        self.certificates = _rows(
            CertificateRow, data, "certificates", [vars(row) for row in said.certificates]
        )
        self.closed_markets = _rows(
            ClosedRow, data, "closed_markets", [vars(row) for row in said.closed_markets]
        )
        kinds = _KeptRows(in_use(CertificateKind.objects.all(), day), by_code)
        markets = _KeptRows(in_use(Market.objects.all(), day), by_code)
        for row in self.certificates:
            kinds.into(row.fields["kind"])
        for row in self.closed_markets:
            markets.into(row.fields["market"])
        if by_code:
            for name in ("category", "allergens"):
                self.main.fields[name].to_field_name = "code"

    def is_valid(self) -> bool:
        """Whether everything can be read; what a product may say is looked at by ``content.check``."""
        return all([self.main.is_valid(), self.certificates.is_valid(), self.closed_markets.is_valid()])

    def content(self) -> Content:
        """What was said, as far as it could be read."""
        data = self.main.cleaned_data
        texts = [
            TextData(code, *(data.get(f"{part}_{code}", "") for part in TEXT_PARTS))
            for code, _name in settings.PRODUCT_LANGUAGES
        ]
        columns = {name: data[name] for name in Content.__dataclass_fields__ if name in data}
        return Content(
            **columns,
            texts=[text for text in texts if text.name or text.description or text.ingredients],
            certificates=[
                CertificateData(row["kind"], row.get("number", ""), row.get("expires_on"))
                for row in self._filled("certificates")
            ],
            closed_markets=[
                ClosedData(row["market"], row.get("why", ""), row.get("until"))
                for row in self._filled("closed_markets")
            ],
        )

    def _filled(self, name: str) -> Iterator[dict[str, Any]]:
        return (form.cleaned_data for form in self._filled_forms(name))

    def _filled_forms(self, name: str) -> list[forms.Form]:
        key = _ROW_FIELDS[name]
        return [form for form in getattr(self, name) if form.cleaned_data.get(key)]

    def refuse(self, faults: Iterable[Refused]) -> None:
        """Show each fault beside its field; one that has a fault already keeps it."""
        for fault in faults:
            form, name = self._place(fault.field or "")
            if name is None or name not in form.errors:
                form.add_error(name, forms.ValidationError(fault.message, code=fault.rule))

    def faults(self) -> Iterator[tuple[str | None, str, str]]:
        """Every fault: its field (of rows, the name of the rows), its rule and its message."""
        for name, found in self.main.errors.as_data().items():
            for fault in found:
                yield (name if name in self.main.fields else None), fault.code or "invalid", fault.messages[0]
        for kind in _ROW_FIELDS:
            for row in getattr(self, kind):
                for found in row.errors.as_data().values():
                    yield from ((kind, fault.code or "invalid", fault.messages[0]) for fault in found)

    def _place(self, field: str) -> tuple[forms.Form, str | None]:
        kind, _dot, rest = field.partition(".")
        if kind == "texts":
            language, _dot, part = rest.partition(".")
            return self.main, f"{part or 'name'}_{language}"
        if kind in _ROW_FIELDS:
            return self._filled_forms(kind)[int(rest)], _ROW_FIELDS[kind]
        return self.main, field if field in self.main.fields else None


def _rows(form: type[forms.Form], data: Any, prefix: str, initial: list[dict[str, Any]]) -> Any:
    made = forms.formset_factory(form, extra=_BLANK_ROWS, max_num=_MOST_ROWS, validate_max=True)
    return made(data, prefix=prefix, initial=initial)


def _initial(said: Content) -> dict[str, Any]:
    texts = {f"{part}_{text.language}": getattr(text, part) for text in said.texts for part in TEXT_PARTS}
    price = None if said.price is None else f"{said.price.normalize():f}"
    return {**vars(said), **texts, "price": price}


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))


class ReviewForm(forms.Form):
    """What has to change, row by row; rows without words are right as they are."""

    def __init__(self, data: Any, names: Iterable[str]) -> None:
        super().__init__(data)
        self.names = list(names)
        for name in self.names:
            self.fields[self.key(name)] = forms.CharField(
                label=label_of(name), required=False, max_length=400, widget=forms.TextInput()
            )

    @staticmethod
    def key(name: str) -> str:
        """The field for the comment on a row."""
        return f"on_{name.replace(':', '_') or 'whole'}"

    def refuse(self, refused: Refused) -> None:
        """Beside the comment that is at fault."""
        key = self.key(refused.field) if refused.field in self.names else None
        self.add_error(key if refused.rule == "too_long" else None, refused.message)
