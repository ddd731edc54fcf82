"""The privacy notice beside the form behind a personal link."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context

from banso.apps.accounts.models import PersonalLink
from banso.apps.privacy.consents import FIELD, to_read_by_link

register = template.Library()


@register.inclusion_tag("privacy/beside_form.html", takes_context=True)
def privacy_notice(context: Context, link: PersonalLink) -> dict[str, Any]:
    """The notice and the field that says which version stood here; nothing once the person confirmed it."""
    return {"notice": to_read_by_link(context["request"], link), "field": FIELD}
