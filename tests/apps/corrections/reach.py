"""The rows that can be corrected, for the test of how far a role reaches."""

from banso.apps.casework.models import Activity
from support.reach import Rows, Ties

OF_ACTIVITY = Rows(
    lambda: Activity.objects.order_by("pk"),
    lambda row: Ties(row.case.firm_id, row.case.office_id),
    lambda row: ["activity", row.pk],
)

ROWS = {f"corrections:{name}": OF_ACTIVITY for name in ("correct", "move", "history")}
