"""The rows of the one-stop programme, for the test of how far a role reaches."""

from banso.apps.new_exporters.models import Component, HandOver, Registration
from support.reach import Rows, Ties


def of_registration(row: Registration) -> Ties:
    """Who reads it: the firm, its office, and the bodies that registered it, lead, hold or are asked."""
    bodies = {row.body_id, row.lead_body_id}
    bodies |= set(row.components.order_by("pk").values_list("holder_body_id", flat=True))
    bodies |= set(row.hand_overs.filter(state="waiting").order_by("pk").values_list("to_body_id", flat=True))
    return Ties(row.firm_id, row.office_id, set(), bodies - {None})


def registrations():
    return Registration.objects.filter(closed_on__isnull=True).order_by("pk")


OF_REGISTRATION = Rows(registrations, of_registration, lambda row: [row.ref])
OF_PART = Rows(
    lambda: Component.objects.filter(closed_on__isnull=True).order_by("pk"),
    lambda part: of_registration(part.registration),
    lambda part: [part.registration.ref, part.pk],
)
OF_HAND_OVER = Rows(
    lambda: HandOver.objects.order_by("pk"),
    lambda sent: of_registration(sent.registration),
    lambda sent: [sent.registration.ref, sent.pk],
)

ROWS = {
    **{
        f"new_exporters:{name}": OF_REGISTRATION
        for name in ("registration", "readiness", "consent", "close", "offer_lead", "plan")
    },
    "new_exporters:offer": OF_PART,
    "new_exporters:step": Rows(OF_PART.find, OF_PART.ties, lambda part: [*OF_PART.key(part), "drop"]),
    **{f"new_exporters:{name}": OF_HAND_OVER for name in ("accept", "hand_back", "recall")},
}
