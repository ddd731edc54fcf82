"""The rows that can be corrected, for the test of how far a role reaches."""

from banso.apps.casework.models import Activity, Case
from support.reach import Rows, Ties

OF_ACTIVITY = Rows(
    lambda: Activity.objects.order_by("pk"),
    lambda row: Ties(row.case.firm_id, row.case.office_id),
    lambda row: ["activity", row.pk],
)

OF_CASE = Rows(
    lambda: Case.objects.order_by("pk"),
    lambda case: Ties(case.firm_id, case.office_id),
    lambda case: ["activity", case.ref],
)

ROWS = {
    **{f"corrections:{name}": OF_ACTIVITY for name in ("correct", "move", "history")},
    "corrections:enter": OF_CASE,
}
