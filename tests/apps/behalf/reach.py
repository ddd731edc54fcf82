"""The rows of this room, for the test of how far a role reaches."""

from banso.apps.behalf.models import Entry
from banso.apps.directory.models import Firm
from support.reach import Rows, Ties

FIRMS = Rows(
    lambda: Firm.objects.order_by("pk"),
    lambda firm: Ties(firm.pk, firm.office_id),
    lambda firm: [firm.ref],
)

ROWS = {
    **{f"behalf:{name}": FIRMS for name in ("confirm", "ask", "paper")},
    "behalf:keep": Rows(
        lambda: Entry.objects.order_by("pk"),
        lambda entry: Ties(entry.firm_id, entry.firm.office_id),
        lambda entry: [entry.pk],
    ),
}
