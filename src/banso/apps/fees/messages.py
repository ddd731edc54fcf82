"""What is wrong with a request for a price, said in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.engines.kernel.faults import Fault
from banso.web.faults import TABLE_RULES, sentence

TEMPLATES = {
    "file_missing": TABLE_RULES["file_missing"],
    "json_unreadable": _("This is no file in JSON."),
    "not_an_object": _("An object with named fields belongs here."),
    "not_a_list": _("A list of lines belongs here."),
    "field_missing": _("The field is missing."),
    "field_unknown": _("This field is not known here. Known are: %(known)s."),
    "field_twice": _("The field stands here twice."),
    "line_of_no_kind": _("A line has either minutes and hourly_rate, or quantity and unit_price."),
    "lines_too_many": _("There are more than %(most)s lines."),
    "number_kind": _("This is no number. Write a whole number, or the digits of a decimal as text."),
    "number_written": _("This is no number. Write its digits, with at most one point: 0.195."),
    "number_endless": _("This is no number that can be calculated with."),
    "number_too_long": _(
        "A number has at most %(digits)s digits before the point and %(decimals)s after it."
    ),
    "number_negative": _("The number is below zero."),
    "yen_not_whole": _("An amount is in whole yen."),
    "rate_above_one": _("A tax rate is a share from 0 to 1: write 10%% as 0.1."),
    "rounding_unknown": _("This rule is not known. Known are: %(known)s."),
}


def message(fault: Fault) -> str:
    """A fault as a sentence."""
    return sentence(TEMPLATES, fault)
