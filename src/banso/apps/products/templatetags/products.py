"""Pictures of products in templates."""

from __future__ import annotations

from django import template
from django.urls import reverse

from banso.apps.products.models import Image, Product
from banso.engines.kernel.pictures import SIZES
from banso.web import formats

register = template.Library()


@register.simple_tag
def picture_url(product: Product, image: Image, size: int) -> str:
    """Where a picture is, in one of its sizes."""
    return reverse("products:picture", args=[product.ref, image.stored_name, size])


@register.filter
def picture_words(image: Image) -> str:
    """What is to be seen, in the language of the page."""
    return image.alt_en if formats.language() == "en" else image.alt_ja


@register.filter
def small_width(image: Image) -> int:
    """The width of the smaller size, so that nothing moves while it loads."""
    return round(image.width * _ratio(image))


@register.filter
def small_height(image: Image) -> int:
    """The height of the smaller size."""
    return round(image.height * _ratio(image))


def _ratio(image: Image) -> float:
    return min(1.0, min(SIZES) / max(image.width, image.height))
