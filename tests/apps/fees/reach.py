"""The firms whose prices are looked up, for the test of how far a role reaches."""

from banso.apps.directory.models import Firm
from support.reach import Rows, Ties

ROWS = {
    "fees:firm": Rows(
        lambda: Firm.objects.order_by("pk"),
        lambda firm: Ties(firm.pk, firm.office_id),
        lambda firm: [firm.ref],
    ),
}
