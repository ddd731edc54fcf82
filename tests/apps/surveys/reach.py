"""Whom waves ask, for the test of how far a role reaches."""

from banso.apps.directory.models import Firm
from banso.apps.surveys.models import Asked, FrameUnit
from support.reach import Rows, Ties
from tests.apps.surveys import asked


def make_units() -> None:
    """A wave asks every firm."""
    for firm in Firm.objects.order_by("pk"):
        asked.unit(firm=firm, mail="")


def _ties(unit: FrameUnit) -> Ties:
    # Who types in is the office that looks after the firm now.
    return Ties(unit.firm_id, unit.firm.office_id if unit.firm else None)


def _reports():
    return FrameUnit.objects.filter(wave__asked=Asked.OFFICES, drawn=True).order_by("pk")


def _firms(*more: str) -> Rows:
    found = FrameUnit.objects.filter(wave__code="w-2026").order_by("pk")
    return Rows(found.all, _ties, lambda unit: [unit.pk, *more])


#: What an office was asked of its year.
_REPORT = Rows(_reports, lambda unit: Ties(None, unit.office_id), lambda unit: [unit.pk])
ROWS = {
    "surveys:office_report": _REPORT,
    "surveys:office_report_confirm": _REPORT,
    "surveys:own": _firms(),
    "surveys:typed": _firms("phone"),
}
