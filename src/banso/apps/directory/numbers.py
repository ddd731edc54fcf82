"""The corporate number as a firm gives it: one rule for forms and services."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.directory.models import FirmKind
from banso.engines.kernel import corporate_number


def number_of(kind: str, text: str) -> str | None:
    """The 13 digits of a corporation; None for a sole trader, who has none.

    Raises:
        Refused: ``number_missing``, ``number_of_sole_trader``, ``number_digits``, ``number_length``,
            ``number_check_digit``; the field is ``corporate_number``.
    """
    given = corporate_number.normalise(text)
    if kind == FirmKind.SOLE_TRADER:
        if given:
            message = _("A sole trader has no corporate number. Leave this empty, or choose corporation.")
            raise Refused("number_of_sole_trader", message, "corporate_number")
        return None
    if not given:
        message = _("A corporation has a corporate number of 13 digits. Please enter it.")
        raise Refused("number_missing", message, "corporate_number")
    try:
        return corporate_number.parse(text)
    except corporate_number.CorporateNumberError as error:
        messages = {
            "digits": _(
                "Enter the 13 digits. Full-width digits, hyphens and spaces are fine, letters are not."
            ),
            "length": _("A corporate number has 13 digits; this one has %(count)s.") % {"count": len(given)},
            "check_digit": _(
                "The first digit, the check digit, does not fit the other twelve: one is mistyped."
            ),
        }
        raise Refused(f"number_{error.rule}", messages[error.rule], "corporate_number") from None
