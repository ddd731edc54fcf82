"""The rows of requests about personal data, for the test of how far a role reaches."""

from banso.apps.directory.models import Contact
from banso.apps.privacy.models import PersonRequest, Stop
from support.reach import Rows, Ties


def _of_request(row: PersonRequest) -> Ties:
    return Ties(None, row.office_id)


def _requests():
    return PersonRequest.objects.order_by("pk")


REQUESTS = Rows(_requests, _of_request, lambda row: [row.ref])

ROWS = {
    **{f"privacy:{name}": REQUESTS for name in ("request", "identify", "decide", "fulfil", "withdraw")},
    "privacy:hand_out": Rows(_requests, _of_request, lambda row: [row.ref], post=True),
    "privacy:end_stop": Rows(
        lambda: Stop.objects.order_by("pk"), lambda stop: _of_request(stop.request), lambda stop: [stop.pk]
    ),
    "privacy:ask_for_contact": Rows(
        lambda: Contact.objects.filter(erased_at__isnull=True).select_related("firm").order_by("pk"),
        lambda contact: Ties(None, contact.firm.office_id),
        lambda contact: [contact.pk],
    ),
}
