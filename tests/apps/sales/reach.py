"""Listings of a firm of each of two offices, for the test of how far a role reaches."""

from banso.apps.casework.models import Case
from banso.apps.channels.models import Channel, Mall
from banso.apps.directory.models import Firm
from banso.apps.products.models import Edition, Product
from banso.apps.sales.models import Listing, Payout, SentFile
from support import people
from support.build import MOMENT
from support.reach import Rows, Ties

LISTINGS = Rows(
    lambda: Listing.objects.order_by("pk"),
    lambda listing: Ties(listing.case.firm_id, listing.case.office_id),
    lambda listing: [listing.ref],
)
PAYOUTS = Rows(
    lambda: Payout.objects.filter(voided="").order_by("pk"),
    lambda payout: Ties(payout.firm_id, payout.firm.office_id, mall=payout.mall_id),
    lambda payout: [payout.pk],
)
AT_MALLS = Rows(
    lambda: Listing.objects.filter(mall__isnull=False).order_by("pk"),
    lambda listing: Ties(None, 0, mall=listing.mall_id),
    lambda listing: [listing.ref],
)


def _sent(*, post):
    return Rows(
        lambda: SentFile.objects.order_by("pk"),
        lambda sent: Ties(None, 0, mall=sent.mall_id),
        lambda sent: [sent.ref],
        post=post,
    )


ROWS = {
    "sales:listing": LISTINGS,
    "sales:end": LISTINGS,
    "sales:stock_tell": AT_MALLS,
    "sales:stock_dispose": AT_MALLS,
    "sales:sent": _sent(post=False),
    "sales:sent_columns": _sent(post=True),
    "sales:sent_store": _sent(post=True),
    "sales:sent_cancel": _sent(post=True),
    "sales:payout_missing": PAYOUTS,
}


def make_listings():
    """A listing of the example firm, and one of a firm of another region; a file of each mall."""
    own = people.example("firm_member").assignments.get().firm
    others = Firm.objects.exclude(prefecture__region=own.prefecture.region).filter(cases__isnull=False)
    channel, mall = Channel.objects.get(kind="mall"), Mall.objects.order_by("pk").first()
    SentFile.objects.bulk_create(
        SentFile(
            ref=f"SF-T-{of}", channel=channel, mall_id=of, kind="sales", name="f.csv", size=1, state="faulty",
            sent_at=MOMENT,
        )
        for of in Mall.objects.order_by("pk").values_list("pk", flat=True)
    )  # fmt: skip
    for firm in (own, others.order_by("pk").first()):
        product = Product.objects.create(
            ref=f"PR-T-{firm.pk}", firm=firm, article="T", state="published", begun_at=MOMENT,
            first_published_at=MOMENT,
        )  # fmt: skip
        Edition.objects.create(product=product, number=1, state="published", written_at=MOMENT)
        Listing.objects.create(
            ref=f"LI-T-{firm.pk}", product=product, channel=channel, mall=mall, state="listed",
            case=Case.objects.filter(firm=firm).order_by("pk").first(), offered_on="2026-02-01",
            answered_on="2026-02-02", listed_on="2026-02-03",
        )  # fmt: skip
        Payout.objects.create(
            firm=firm, channel=channel, mall=mall, month="2026-02-01", currency="JPY", amount=900,
            paid_on="2026-03-02", marked_at=MOMENT,
        )  # fmt: skip
