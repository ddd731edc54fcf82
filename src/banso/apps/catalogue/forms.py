"""Forms about what means the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.catalogue.models import Meaning
from banso.apps.catalogue.services import MeaningData
from banso.apps.products.models import Category
from banso.web import forms

_MOST = 400


class WaysField(forms.CharField):
    """Ways to say a thing, one a line."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=_MOST,
            widget=django_forms.Textarea(attrs={"rows": 4}),
            help_text=_("One a line."),
        )


class WaysForm(forms.Form):
    """The ways to say a thing, and whether it names a category."""

    ja = WaysField(_("In Japanese"))
    en = WaysField(_("In English"))
    zh = WaysField(_("In Chinese"))
    category = forms.ModelChoiceField(
        Category.objects.all(),
        label=_("Category that is meant"),
        required=False,
        help_text=_("All products of this category are found by these words."),
    )

    @staticmethod
    def ways(given: Mapping[str, Any]) -> MeaningData:
        """What was given (cleaned), as the service takes it."""
        ways = {code: tuple(given[code].splitlines()) for code in ("ja", "en", "zh")}
        return MeaningData(**ways, category=given["category"])


class ChangeForm(WaysForm):
    """Other ways, and what stood there when the form was opened."""

    seen = forms.CharField(widget=django_forms.HiddenInput())


class NewForm(WaysForm):
    """A further thing."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and _, such as rice_vinegar.")
    )
    field_order = ("code", "ja", "en", "zh", "category")


class MeaningFilter(forms.FilterForm):
    """Which meanings are shown."""

    word = forms.CharField(label=_("Word"), max_length=60)
    category = forms.ModelChoiceField(Category.objects.all(), label=_("Category"))

    def filter_word(self, rows: QuerySet[Meaning], word: str) -> QuerySet[Meaning]:
        """Those with a word in one of the languages."""
        return rows.filter(Q(ja__icontains=word) | Q(en__icontains=word) | Q(zh__icontains=word))
