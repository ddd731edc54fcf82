"""Forms in the design system: ``from banso.web import forms``, then as with ``django.forms``.

Rendered by ``{% form_fields form %}``, or by ``{% error_summary form %}`` and ``{% field form.name %}``.
Input is kept as typed; only what the fields clean is stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import (
    BooleanField,
    CharField,
    CheckboxInput,
    CheckboxSelectMultiple,
    ChoiceField,
    EmailField,
    HiddenInput,
    ModelChoiceField,
    ModelMultipleChoiceField,
    MultipleChoiceField,
    RadioSelect,
    Select,
    Textarea,
    TextInput,
    TypedChoiceField,
    ValidationError,
    formset_factory,
)
from django.forms.models import ModelChoiceIterator, ModelFormMetaclass
from django.forms.renderers import DjangoTemplates
from django.template import TemplateDoesNotExist
from django.template.backends.base import BaseEngine
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused
from banso.apps.together import together
from banso.web.fields import (
    CodeField,
    CodeInput,
    DateField,
    DayInput,
    DecimalField,
    IntegerField,
    MoneyField,
    NumberInput,
    PhoneField,
    SeveralFilesField,
    UploadField,
    model_field,
)

__all__ = [
    "BooleanField",
    "CharField",
    "CheckboxInput",
    "CheckboxSelectMultiple",
    "ChoiceField",
    "CodeField",
    "CodeInput",
    "DateField",
    "DayInput",
    "DecimalField",
    "EmailField",
    "FilterForm",
    "Form",
    "HiddenInput",
    "IntegerField",
    "ModelChoiceField",
    "ModelForm",
    "ModelMultipleChoiceField",
    "MoneyField",
    "MultipleChoiceField",
    "NumberInput",
    "PhoneField",
    "RadioSelect",
    "Renderer",
    "Select",
    "SeveralFilesField",
    "TextInput",
    "Textarea",
    "TypedChoiceField",
    "UploadField",
    "ValidationError",
    "formset_factory",
]

_STOCK_REQUEST = forms.Field.default_error_messages["required"]
_REFUSES_FULL_WIDTH = (forms.IntegerField, forms.FloatField, forms.DecimalField, forms.DateField)
_FILL_IN = _("Please fill this in.")
_CHOOSE = _("Please choose one.")
_CHOOSE_SOME = _("Please choose at least one.")
_CONFIRM = _("Please tick the box.")
_GIVE_FILE = _("Please choose a file.")


class Renderer(DjangoTemplates):
    """Renders forms with the templates of the design system, and widgets with Django's own."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"

    def get_template(self, template_name: str) -> BaseEngine:
        """A template of the project, else the one that comes with Django's forms."""
        try:
            return get_template(template_name)
        except TemplateDoesNotExist:
            return super().get_template(template_name)


class _Base:
    """What all forms share: they ask for missing input in words, and show what a service refused."""

    #: Missing input is told of by the page, in its words and all at once, not by the browser one by one.
    use_required_attribute = False
    #: What the option says that chooses nothing.
    nothing_chosen = _("Please choose")

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if type(field) in _REFUSES_FULL_WIDTH:
                raise TypeError(f"{name}: take this field from banso.web.forms")
            if field.error_messages["required"] == _STOCK_REQUEST:
                field.error_messages["required"] = _request_for(field)
            _name_empty_option(field, self.nothing_chosen)

    def refuse(self, refused: Refused) -> None:
        """Show what a service refused: beside its field, or above the form."""
        self.add_error(refused.field if refused.field in self.fields else None, refused.message)  # type: ignore[attr-defined]


def _request_for(field: forms.Field) -> Any:
    if isinstance(field, forms.FileField):
        return _GIVE_FILE
    if isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        return _CHOOSE_SOME
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _CHOOSE
    return _CONFIRM if isinstance(field, forms.BooleanField) else _FILL_IN


def _name_empty_option(field: forms.Field, words: Any) -> None:
    """The option that chooses nothing: in words in a select, left out among radio buttons."""
    radio = isinstance(field.widget, RadioSelect)
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label is not None:
            field.empty_label = None if radio else words
    elif isinstance(field, forms.ChoiceField):
        choices = list(field.choices)
        if choices and choices[0] == BLANK_CHOICE_DASH[0]:
            field.choices = choices[1:] if radio else [("", words), *choices[1:]]


class Form(_Base, forms.Form):
    """The form to subclass."""


class _ModelFormMetaclass(ModelFormMetaclass):
    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> type:
        meta = attrs.get("Meta")
        if meta is not None and not hasattr(meta, "formfield_callback"):
            meta.formfield_callback = staticmethod(model_field)
        return super().__new__(mcs, name, bases, attrs)


class ModelForm(_Base, forms.ModelForm, metaclass=_ModelFormMetaclass):
    """The form of a model to subclass: numbers and dates of the model are read by our own fields."""


class _KeptChoices(ModelChoiceIterator):
    """Choices from rows that stay read: Django's own iterator reads them anew each time."""

    def __iter__(self) -> Iterator[Any]:
        """The choice of nothing, if there is one, and one for each row."""
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        for row in self.queryset:
            yield self.choice(row)


class FilterForm(Form):
    """The filters over a list. Each filled field narrows it.

    By the method ``filter_<name>(queryset, value)`` where there is one, else by the lookup in ``lookups`` (or
    the field's own name).
    """

    nothing_chosen = _("All")
    lookups: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
            if isinstance(field, forms.ModelChoiceField):
                field.iterator = _KeptChoices
                field.widget.choices = field.choices

    def read_choices(self, *further: QuerySet[Any]) -> None:
        """Read what all fields choose from, and what a list needs further, in one query."""
        chosen_from = (
            field.queryset for field in self.fields.values() if isinstance(field, forms.ModelChoiceField)
        )
        together(*chosen_from, *further)

    def applied(self) -> dict[str, Any]:
        """The filters that are set and valid, by field name."""
        self.is_valid()
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", False) and not (hasattr(value, "__len__") and not len(value))
        }

    def narrow(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows that pass every filter set; one that is not understood narrows nothing, and says so."""
        for name, value in self.applied().items():
            method = getattr(self, f"filter_{name}", None)
            if method:
                queryset = method(queryset, value)
            else:
                queryset = queryset.filter(**{self.lookups.get(name, name): value})
        return queryset
