"""The share of later exports that a quote asks for: what counts, up to what, until when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from banso.apps.casework.models import Case, ExportGoal, GoalState
from banso.apps.directory.models import Market
from banso.apps.fees.models import Quote
from banso.apps.fees.models.quotes import AGREED
from banso.apps.fees.quotation import Quotation, Success
from banso.apps.fees.usage_words import sentences
from banso.apps.selection.models import Application
from banso.engines.kernel.fiscal import add_months
from banso.web import formats

#: Columns of a quote that asks for none.
NONE = {"success_share": None, "success_cap_yen": None, "success_until": None}
#: Digits of an HS heading.
_HEADING = 4


def success_columns(
    quoted: Quotation, frozen: dict[str, Any], about: Application | Case | None, starts_on: date
) -> dict[str, Any]:
    """The columns of a quote for its share of later exports; its words are written into what is frozen.

    Exports bear one share at a time: while an earlier quote for the same support asks for one, no other does.
    """
    asked = quoted.success
    frozen["success"] = None
    if asked is None or about is None or _runs(about, starts_on):
        return NONE
    until = add_months(starts_on, asked.months) - timedelta(days=1)
    goal = _goal(about, quoted.on)
    market, hs_code = (goal.market, goal.hs_code) if goal is not None else (None, "")
    frozen["success"] = frozen_terms(asked, until, market, hs_code, frozen)
    return {"success_share": asked.share, "success_cap_yen": asked.cap_yen, "success_until": until}


def _runs(about: Application | Case, starts_on: date) -> bool:
    case = about if isinstance(about, Case) else Case.objects.filter(application=about).first()
    application = about if isinstance(about, Application) else about.application
    same = Q()
    if case is not None:
        same |= Q(case=case)
    if application is not None:
        same |= Q(application=application)
    return Quote.objects.filter(same, state__in=AGREED, success_until__gte=starts_on).exists()


def _goal(about: Application | Case, on: date) -> ExportGoal | None:
    """The goal of the support on a day: that of the application, or the latest revision both agreed to."""
    tied = Q(case=about) if isinstance(about, Case) else Q(application=about)
    rows = ExportGoal.objects.filter(tied, state__in=(GoalState.DRAFT, GoalState.AGREED))
    rows = rows.filter(Q(in_force_on__isnull=True) | Q(in_force_on__lte=on))
    return rows.select_related("market").order_by("version").last()


def frozen_terms(
    asked: Success, until: date, market: Market | None, hs_code: str, frozen: dict[str, Any]
) -> dict[str, Any]:
    """What a quote keeps of its share besides the columns: what counts, how it is rounded, its words."""
    found = {
        "market": market.code if market is not None else None,
        "heading": hs_code[:_HEADING],
        "rounding": frozen["rates"][0]["request"]["rounding"]["net"],
    }
    for language in ("ja", "en"):
        with translation.override(language):
            found[f"words_{language}"] = _in_words(asked, until, market, hs_code[:_HEADING])
    return found


def _in_words(asked: Success, until: date, market: Market | None, heading: str) -> str:
    """The agreement as a sentence in the language that is active."""
    told = {
        "share": percent(asked.share),
        "market": market.name if market is not None else "",
        "heading": heading,
        "until": formats.day(until),
        "cap": formats.yen(asked.cap_yen),
    }
    if market is None:
        what = _(
            "You pay %(share)s of the exports of this support from its start until %(until)s, up to %(cap)s "
            "in all before tax."
        )
    elif heading:
        what = _(
            "You pay %(share)s of the exports of this support to %(market)s (HS heading %(heading)s) from "
            "its start until %(until)s, up to %(cap)s in all before tax."
        )
    else:
        what = _(
            "You pay %(share)s of the exports of this support to %(market)s from its start until %(until)s, "
            "up to %(cap)s in all before tax."
        )
    which = _("Only confirmed exports count, no samples. It is invoiced after each fiscal year.")
    return sentences(what % told, which)


def percent(share: Decimal) -> str:
    """A share in percent, exactly: 0.005 as 0.5%."""
    return f"{(share * 100).normalize():f}%"
