"""What is chosen for a product: category, certificates, allergens. Buyers read the names in Chinese too."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel


class TrilingualModel(CodedModel):
    """A row of a code list that buyers read: with a name in Chinese."""

    name_zh = models.CharField(_("Chinese name"), max_length=120)

    class Meta(CodedModel.Meta):
        abstract = True

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        language = get_language() or ""
        return self.name_zh if language.startswith("zh") else CodedModel.name.fget(self)  # type: ignore[attr-defined]


class CategoryGroup(TrilingualModel):
    """Categories that stand together where there are many."""


class Category(TrilingualModel):
    """A kind of goods."""

    group = models.ForeignKey(
        CategoryGroup, on_delete=models.PROTECT, related_name="categories", verbose_name=_("group")
    )
    #: Whether it is eaten or drunk: then ingredients, allergens and shelf life are asked.
    is_food = models.BooleanField(_("food or drink"), default=False)


class CertificateKind(TrilingualModel):
    """A certificate that markets or buyers ask for, for example organic JAS."""


class Allergen(TrilingualModel):
    """What a label must name in one market or another."""
