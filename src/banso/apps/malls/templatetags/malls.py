"""Fields of a listing in templates."""

from __future__ import annotations

from django import template
from django.forms import BoundField, Form

from banso.apps.sales.models import Listing

register = template.Library()


@register.filter
def stock_of(form: Form, listing: Listing) -> list[BoundField]:
    """Pieces left of a listing, and what became of them."""
    return [form[f"{part}_{listing.pk}"] for part in ("pieces", "fate")]


@register.filter
def parts_of(form: Form, listing: Listing) -> list[BoundField]:
    """The four fields of a listing."""
    return [form[f"{part}_{listing.pk}"] for part in ("sold", "amount", "returned", "back")]
