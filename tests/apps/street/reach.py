"""Products and shortlists as buyers reach them, for the test of how far a role reaches."""

from banso.apps.buyers.selectors import buyers_open
from banso.apps.products.models import Edition
from banso.apps.products.selectors import published
from banso.apps.street.models import ShortlistItem
from support.build import MOMENT
from support.reach import Rows, Ties


def _open():
    return buyers_open(MOMENT.date()).select_related("company").order_by("pk")


def _who_is_shown(edition: Edition) -> Ties:
    """Told from the groups of each company, one by one."""
    users: set[int] = set()
    for buyer in _open():
        for group in buyer.company.groups.order_by("pk"):
            shown = {part.shown_id for part in group.parts.order_by("pk")}
            if not shown or edition.category.group_id in shown:
                users.add(buyer.user_id)
    return Ties(None, 0, users)


def _of_company(item: ShortlistItem) -> Ties:
    people = _open().filter(company=item.company_id)
    return Ties(None, 0, set(people.values_list("user", flat=True)))


def _editions():
    # One of each category: what is shown goes by category.
    editions = published().select_related("category", "product").order_by("pk")
    return {edition.category_id: edition for edition in editions}.values()


def _kept():
    return ShortlistItem.objects.filter(company__in=_open().values("company")).order_by("pk")


def _key(row: Edition | ShortlistItem) -> list[str]:
    return [row.product.ref]


def _with_picture():
    return [edition for edition in published().order_by("pk") if edition.images.exists()][:20]


def _picture(edition: Edition) -> list[object]:
    return [edition.product.ref, edition.images.order_by("pk").first().stored_name, 320]


ROWS = {
    "street:picture": Rows(_with_picture, _who_is_shown, _picture),
    "street:product": Rows(_editions, _who_is_shown, _key),
    "street:sheet": Rows(_editions, _who_is_shown, _key),
    "street:compare_add": Rows(_editions, _who_is_shown, _key, post=True),
    "street:keep": Rows(_editions, _who_is_shown, _key, post=True),
    "street:drop": Rows(_kept, _of_company, _key, post=True),
    "street:note": Rows(_kept, _of_company, _key, post=True),
}
