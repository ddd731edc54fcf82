"""What is wrong with a file of exchange rates, said in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banso.engines.kernel.faults import Fault
from banso.web.faults import TABLE_RULES, sentence

TEMPLATES = {
    **TABLE_RULES,
    "column_missing": _("The column is missing. The file needs: currency, day, yen, source (and per)."),
    "value_missing": _("The cell is empty."),
    "currency_unknown": _("This is no currency in use on that day. Give its code of three letters: USD."),
    "currency_yen": _("Yen need no rate."),
    "day_unreadable": _("This is no date. Write it such as 2026-03-10."),
    "rate_unreadable": _("This is no number. Write it such as 149.53."),
    "rate_range": _("A rate lies above 0 and below 1,000,000 yen for one unit."),
    "rate_too_fine": _("A rate has at most eight decimals for one unit."),
    "per_unreadable": _("Enter for how many units the rate is meant: 1, 10, 100, 1000 or 10000."),
    "source_too_long": _("A source has at most %(longest)s characters."),
    "rate_repeated": _("This rate stands in row %(row)s already."),
    "rate_differs": _("Another rate is stored for this day (%(stored)s); a stored rate is not changed."),
}


def message(fault: Fault) -> str:
    """A fault as a sentence."""
    return sentence(TEMPLATES, fault)
