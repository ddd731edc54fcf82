"""Products and their pictures, for the test of how far a role reaches."""

from banso.apps.products.models import EditionState, Image, Product
from support import people
from support.reach import Rows, Ties
from tests.apps.products.making import with_picture, written

_CHANGEABLE = (EditionState.WRITTEN, EditionState.RETURNED)


def _products():
    return Product.objects.select_related("firm").order_by("pk")


def _written():
    return _products().filter(editions__state__in=_CHANGEABLE)


def _pictures():
    return Image.objects.select_related("edition__product__firm").order_by("pk")


def _of(product: Product) -> Ties:
    return Ties(product.firm_id, product.firm.office_id)


def _of_picture(image: Image) -> Ties:
    return _of(image.edition.product)


_PRODUCT = Rows(_products, _of, lambda product: [product.ref])
_WRITTEN = Rows(_written, _of, lambda product: [product.ref])
ROWS = {
    f"products:{name}": _PRODUCT
    for name in (
        "product", "next", "hand_in", "take_back", "drop", "review", "publish", "suspend", "resume",
        "withdraw",
    )
}  # fmt: skip
ROWS |= {f"products:{name}": _WRITTEN for name in ("write", "pictures", "picture_add")}
ROWS |= {
    "products:picture": Rows(
        _pictures, _of_picture, lambda image: [image.edition.product.ref, image.stored_name, 320]
    ),
    "products:picture_remove": Rows(
        lambda: _pictures().filter(edition__state__in=_CHANGEABLE),
        _of_picture,
        lambda image: [image.edition.product.ref, image.pk],
    ),
}


def make_products() -> None:
    """A product with a picture that is being written, of a firm that has a member, and of one elsewhere."""
    own = people.example("firm_member").assignments.get().firm
    office = people.example("office_staff").assignments.get().office
    for firm in (own, office.firms.exclude(pk=own.pk).order_by("pk").first()):
        with_picture(written(firm, article="REACH-1"))
