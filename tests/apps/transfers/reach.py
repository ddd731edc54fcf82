"""The rows of this room's pages, for the test of how far a role reaches."""

from banso.apps.accounts.models import RoleAssignment
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Expert, Firm, Office
from banso.apps.transfers.models import Merge
from support.build import MOMENT
from support.reach import Rows, Ties


def firms():
    return Firm.objects.order_by("pk")


def other(firm):
    """Another firm of the same office."""
    return Firm.objects.filter(office=firm.office_id).exclude(pk=firm.pk).order_by("pk").first()


def pairs():
    return [firm for firm in firms() if other(firm)]


def merges():
    """One merge noted for an office: the page is what is tried, not the merge."""
    for office in Office.objects.order_by("pk"):
        pair = list(Firm.objects.filter(office=office).order_by("pk")[:2])
        if len(pair) == 2:
            Merge.objects.get_or_create(
                kept=pair[0], lost=pair[1], defaults={"reason": "同じ事業者", "merged_at": MOMENT}
            )
    return Merge.objects.select_related("kept").order_by("pk")


def of_firm(firm):
    return Ties(firm.pk, firm.office_id)


OF_PAIR = Rows(pairs, of_firm, lambda firm: [firm.ref, other(firm).ref])
OF_FIRM = Rows(firms, of_firm, lambda firm: [firm.ref])

ROWS = {
    "transfers:merge": OF_PAIR,
    "transfers:not_same": OF_PAIR,
    "transfers:firm_close": OF_FIRM,
    "transfers:firm_reopen": OF_FIRM,
    "transfers:merge_undo": Rows(merges, lambda row: of_firm(row.kept), lambda row: [row.pk]),
    "transfers:transfer_expert": Rows(
        lambda: Expert.objects.order_by("pk"),
        lambda row: Ties(None, row.office_id),
        lambda row: [row.code],
    ),
    "transfers:transfer_office": Rows(
        lambda: Office.objects.filter(retired_on=None).order_by("pk"),
        lambda row: Ties(None, row.pk),
        lambda row: [row.code],
    ),
    "transfers:transfer_staff": Rows(
        lambda: RoleAssignment.objects.filter(role=Role.OFFICE_STAFF).select_related("office").order_by("pk"),
        lambda row: Ties(None, row.office_id),
        lambda row: [row.office.code, row.user_id],
    ),
}
