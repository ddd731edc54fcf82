"""Events of products in words, from their codes alone."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from banso.apps.journal.models import Event


def describe(event: Event) -> str:
    """Say an event of a product; nothing if its action is unknown."""
    says = {
        "product.begun": _("Product begun"),
        "product.written": _("Edition %(n)s: written"),
        "product.handed_in": _("Edition %(n)s: handed in for review"),
        "product.taken_back": _("Edition %(n)s: taken back"),
        "product.dropped": _("Edition %(n)s: dropped"),
        "product.sent_back": _("Edition %(n)s: sent back with comments"),
        "product.published": _("Edition %(n)s: published"),
        "product.picture_added": _("Edition %(n)s: picture added"),
        "product.pictures_changed": _("Edition %(n)s: texts or order of pictures changed"),
        "product.picture_removed": _("Edition %(n)s: picture removed"),
        "product.suspended": _("Product suspended"),
        "product.resumed": _("Product offered again"),
        "product.withdrawn": _("Product withdrawn"),
        "product.certificate_told": _("Firm told that a certificate is about to end"),
        "product.certificate_ended": _("A certificate has ended"),
    }
    said = says.get(event.action, "")
    return said % {"n": json.loads(event.payload)["edition"]} if "%(n)s" in said else said


def describe_files(event: Event) -> str:
    """Say in the chain of a firm that it entered many products at once."""
    return _("Products entered by a file") if event.action == "products.file_stored" else ""
