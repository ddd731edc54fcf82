"""Firms and forms for the tests of the room."""

from banso.apps.directory.models import Industry, Office, Prefecture
from banso.apps.directory.services import ContactData, FirmData
from banso.engines.kernel.corporate_number import check_digit


def number(base="081001012345"):
    """A corporate number with its check digit."""
    return check_digit(base) + base


NUMBER = number()
OTHER = number("081001054321")


def data(**changes):
    """What is said of a corporation in Shizuoka."""
    values = {
        "kind": "corporation",
        "corporate_number": NUMBER,
        "name": "株式会社 遠州製茶",
        "name_kana": "えんしゅうせいちゃ",
        "prefecture": Prefecture.objects.get(code="22"),
        "industry": Industry.objects.order_by("position").first(),
        "export_experience": "none",
        "ec_record": "none",
    }
    return FirmData(**values | changes)


CONTACT = ContactData(name="鈴木 一郎", position="社長", email="suzuki@enshu.example", phone="054-000-0000")


def sent(**changes):
    """What the browser sends from the registration form, as people type it."""
    values = {
        "kind": "corporation",
        "corporate_number": NUMBER,
        "name": "株式会社 遠州製茶",
        "name_kana": "エンシュウセイチャ",
        "prefecture": Prefecture.objects.get(code="22").pk,
        "city": "掛川市",
        "industry": Industry.objects.order_by("position").first().pk,
        "products": "煎茶、抹茶",
        "employees": "２３",
        "capital_yen": "１０，０００，０００円",
        "export_experience": "indirect",
        "ec_record": "dom",
        "contact_name": "鈴木 一郎",
        "contact_phone": "０５４－０００－００００",
        "contact_email": "suzuki@enshu.example",
    }
    return values | changes


def offices():
    """The office of Shizuoka, one below it in Yamanashi, and one in Osaka apart from them."""
    made = {}
    for position, (code, prefecture, parent) in enumerate(
        [("shizuoka", "22", None), ("yamanashi", "19", "shizuoka"), ("osaka", "27", None)], start=1
    ):
        made[code] = Office.objects.create(
            code=code,
            name_ja=code,
            name_en=code,
            position=position,
            prefecture=Prefecture.objects.get(code=prefecture),
            parent=made.get(parent),
        )
    return made
