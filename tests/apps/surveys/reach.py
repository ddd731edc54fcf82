"""What offices were asked of their year, for the test of how far a role reaches."""

from banso.apps.surveys.models import Asked, FrameUnit
from support.reach import Rows, Ties


def _reports():
    return FrameUnit.objects.filter(wave__asked=Asked.OFFICES, drawn=True).order_by("pk")


_REPORT = Rows(_reports, lambda unit: Ties(None, unit.office_id), lambda unit: [unit.pk])
ROWS = {
    "surveys:office_report": _REPORT,
    "surveys:office_report_confirm": _REPORT,
}
