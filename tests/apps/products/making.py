"""What the tests of products stand on, made through the services."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

from PIL import Image

from banso.apps.directory.models import Market
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.products import services
from banso.apps.products.content import CertificateData, ClosedData, Content, TextData
from banso.apps.products.models import Allergen, Category, CertificateKind
from support import people

NOW = datetime(2026, 3, 10, 9, 20, tzinfo=ZONE)


def by(role, at=NOW, **ties):
    return Actor(people.make(role, **ties).pk, role, at)


def content(**values):
    """A soy sauce of which everything is said."""
    said = {
        "texts": [
            TextData("ja", "丸大豆しょうゆ 500ml", "杉桶で二年かけて仕込みました。", "大豆、小麦、食塩"),
            TextData(
                "en",
                "Soy sauce of whole beans, 500 ml",
                "Brewed for two years in cedar.",
                "Soybeans, wheat, salt",
            ),
        ],
        "category": Category.objects.get(code="soy_sauce"),
        "hs_code": "2103.10",
        "hs_year": 2022,
        "gtin": "4901234567894",
        "price": Decimal("4.80"),
        "currency": "USD",
        "terms": "FOB",
        "terms_place": "Yokohama",
        "price_unit": "bottle",
        "minimum_order": 120,
        "lead_days": 21,
        "shelf_days": 730,
        "temperature": "ambient",
        "allergens_stated": True,
        "allergens": list(Allergen.objects.filter(code__in=["soybean", "wheat"]).order_by("position")),
        "maker": "firm",
        "stock": "in_stock",
        "certificates": [
            CertificateData(CertificateKind.objects.get(code="organic_jas"), "A-1", date(2027, 3, 31))
        ],
        "closed_markets": [ClosedData(Market.objects.get(code="CA"), "exclusive", date(2027, 3, 31))],
    }
    return Content(**{**said, **values})


def written(firm=None, at=NOW, article="S-1", **values):
    firm = firm or people.make_firm()
    return services.begin(by("firm_member", at, firm=firm), firm, article, content(**values))


def waiting(at=NOW, **values):
    edition = written(at=at, **values)
    return services.hand_in(by("firm_member", at, firm=edition.product.firm), edition)


def picture(width=640, height=480, form="JPEG", **saved):
    """A picture as somebody would send it."""
    out = BytesIO()
    Image.new("RGB", (width, height), "#8c3b3b").save(out, form, **saved)
    out.seek(0)
    return out


def with_picture(edition, words=None):
    read = services.read_picture(picture())
    actor = by("firm_member", firm=edition.product.firm)
    services.add_picture(actor, edition, read, words or services.Words("赤い瓶", "Red bottle"))
    return edition


def published(at=NOW, **values):
    return services.publish(by("office_staff", at), waiting(at, **values))
