"""Fees: what services cost, by dated rows; what is rounded, and how."""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import one_of
from banso.apps.programmes.models import RateBasis, Service


class Part(models.TextChoices):
    """What the cost of a service is made of."""

    EXPERT = "expert", _("Hours of experts")
    STAFF = "staff", pgettext_lazy("part of a cost", "Hours of staff")
    UNIT = "unit", _("Listings")
    OVERHEAD = "overhead", _("Overhead")


class TaxKind(models.TextChoices):
    """At which rate of tax a part is charged. On paper two kinds stand apart even at the same percentage."""

    STANDARD = "standard", _("Standard rate")
    REDUCED = "reduced", _("Reduced rate")
    #: What is done abroad, such as a listing on a site there: no consumption tax is charged on it.
    OUTSIDE = "outside", pgettext_lazy("tax", "Outside the scope")


#: The kinds that have a rate of their own, by the day.
RATED = (TaxKind.STANDARD, TaxKind.REDUCED)


class CostRate(models.Model):
    """A part of what a service costs, from a day on. Never changed once stored; a later day replaces it.

    ``usual`` is how much of it one time of the service takes: one question of spot support, 12 months of all
    others. An hour costs what ``programmes.HourlyRate`` says on the day; a listing costs ``yen``; overhead is
    ``percent`` of all other parts. ``tax_kind`` says at which rate of tax the part is charged; overhead is
    charged at that of the part it lies on.
    """

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cost_rates")
    part = models.CharField(_("part of the cost"), max_length=10, choices=Part.choices)
    in_force_from = models.DateField(_("in force from"))
    usual = models.DecimalField(
        _("usually"), max_digits=6, decimal_places=2, null=True, validators=[MinValueValidator(0)]
    )
    yen = models.PositiveIntegerField(_("yen for one"), null=True)
    percent = models.DecimalField(
        _("percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    basis = models.CharField(
        _("rests on"), max_length=12, choices=RateBasis.choices, default=RateBasis.ASSUMPTION
    )
    tax_kind = models.CharField(_("tax"), max_length=10, choices=TaxKind.choices, default=TaxKind.STANDARD)

    class Meta:
        ordering = ("service_id", "part", "in_force_from")
        constraints = [
            one_of("part", Part, "cost_rate_part_known"),
            one_of("basis", RateBasis, "cost_rate_basis_known"),
            one_of("tax_kind", TaxKind, "cost_rate_tax_kind_known"),
            models.UniqueConstraint(fields=["service", "part", "in_force_from"], name="cost_rate_once_a_day"),
            models.CheckConstraint(
                condition=Q(part="overhead", usual=None, yen=None, percent__gte=0, percent__lte=100)
                | Q(part="unit", usual__gte=0, yen__gte=0, percent=None)
                | Q(part__in=["expert", "staff"], usual__gte=0, yen=None, percent=None),
                name="cost_rate_says_what_its_part_needs",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_id} {self.part} {self.in_force_from}"


class TaxRate(models.Model):
    """The rate of consumption tax from a day on, in percent."""

    kind = models.CharField(_("kind"), max_length=10, choices=[(kind.value, kind.label) for kind in RATED])
    in_force_from = models.DateField(_("in force from"))
    percent = models.DecimalField(
        _("percent"), max_digits=4, decimal_places=2, validators=[MinValueValidator(0)]
    )

    class Meta:
        ordering = ("kind", "in_force_from")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=RATED), name="tax_rate_kind_known"),
            models.UniqueConstraint(fields=["kind", "in_force_from"], name="tax_rate_once_a_day"),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="tax_rate_within_percent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.in_force_from} {self.percent}"

    @property
    def share(self) -> Decimal:
        """The rate as a share: 0.1 of 10 percent."""
        return self.percent / 100


class Rounding(models.TextChoices):
    """How a sum becomes whole yen (``engines.kernel.rounding.NAMED``)."""

    HALF_UP = "half_up", _("Half up")
    HALF_EVEN = "half_even", _("Half to the even digit")
    DOWN = "down", pgettext_lazy("rounding", "Down")


class RoundingRule(models.Model):
    """How the price and its tax are rounded, from a day on."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    net = models.CharField(_("the price"), max_length=10, choices=Rounding.choices)
    tax = models.CharField(_("consumption tax"), max_length=10, choices=Rounding.choices)

    class Meta:
        ordering = ("in_force_from",)
        constraints = [
            one_of("net", Rounding, "rounding_rule_net_known"),
            one_of("tax", Rounding, "rounding_rule_tax_known"),
        ]

    def __str__(self) -> str:
        return f"{self.in_force_from} {self.net} {self.tax}"
