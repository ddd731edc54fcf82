"""What models of every room share: names in two languages and the paths by which rows are scoped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ScopePaths:
    """Query paths from a model to what limits who may see its rows. A missing path: nobody by that scope.

    ``firm`` leads to a Firm, ``office`` to an Office; each path in ``assigned`` leads to a User.
    """

    firm: str | None = None
    office: str | None = None
    assigned: tuple[str, ...] = ()


class BilingualModel(models.Model):
    """Configuration that has a name in Japanese and in English."""

    name_ja = models.CharField(_("Japanese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if get_language() == "en" else self.name_ja


class CodedModel(BilingualModel):
    """A row of a code list: chosen by code, retired by date, never deleted."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(_("retired on"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("position", "code")


def one_of(field: str, choices: type[models.TextChoices], name: str) -> models.CheckConstraint:
    """A database constraint: the column holds one of these codes."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__in": choices.values}), name=name)


class Refused(Exception):
    """A service refuses bad input. ``rule`` is a stable code, ``field`` the form field it belongs to, if any.

    ``message`` is said in the user's language; nothing was stored.
    """

    def __init__(self, rule: str, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.rule, self.message, self.field = rule, message, field


def in_use(rows: models.QuerySet[Any], day: date) -> models.QuerySet[Any]:
    """The rows of a code list that are not retired on a day."""
    return rows.filter(models.Q(retired_on__isnull=True) | models.Q(retired_on__gt=day))
