"""The needs whose list is drawn, for the test of how far a role reaches."""

from banso.apps.intake.models import Need
from support.reach import Rows, Ties

ROWS = {
    "providers:need_list": Rows(
        lambda: Need.objects.select_related("consultation").order_by("pk"),
        lambda need: Ties(need.consultation.firm_id, need.consultation.office_id),
        lambda need: [need.pk],
    ),
}
