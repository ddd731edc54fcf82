"""Many products by a file: shown first, stored as a whole or not at all; the same file changes nothing."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.journal.models import Event
from banso.apps.products import bulk, services
from banso.apps.products.bulk_rows import rows_of
from banso.apps.products.content import Content
from banso.apps.products.models import Edition, Image, Product
from banso.engines.kernel.tables import read_table
from banso.engines.reporting.workbook import write_xlsx
from support import people
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")

SOY = {
    "article": "S-1", "name_ja": "しょうゆ", "name_en": "Soy sauce", "category": "soy_sauce",
    "hs_code": "2103.10", "hs_year": "2022", "price": "4.80", "currency": "USD", "allergens": "soybean wheat",
    "certificates": "halal|H-1|2027-03-31", "closed_markets": "CA|exclusive",
}  # fmt: skip


def table(*rows):
    return read_table("goods.xlsx", workbook(*rows), bulk.LIMITS)


def workbook(*rows):
    return write_xlsx(bulk.COLUMNS, [[row.get(name, "") for name in bulk.COLUMNS] for row in rows])


def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.jpg".replace("__", "-"), content)
    return out


@pytest.fixture
def firm(configuration):
    return people.make_firm()


def store(firm, *rows, pictures=None):
    return bulk.store_file(making.by("firm_member", firm=firm), firm, table(*rows), pictures or {}, "digest")


def tried(firm, *rows, pictures=None):
    return bulk.try_file(making.by("firm_member", firm=firm), firm, table(*rows), pictures or {})


def test_a_row_says_what_the_form_says(firm):
    store(firm, SOY)
    edition = Edition.objects.get()
    assert (edition.hs_code, str(edition.price), edition.allergens.count()) == ("210310", "4.800", 2)
    assert edition.certificates.get().number == "H-1"
    assert edition.closed_markets.get().why == "exclusive"


def test_the_same_file_twice_changes_nothing(firm):
    pictures, _faults = bulk.read_pictures(zipped(S__1=making.picture().getvalue()), "p.zip")
    row = SOY | {"pictures_ja": "瓶", "pictures_en": "Bottle"}
    store(firm, row, pictures=pictures)
    again = store(firm, row, pictures=pictures)
    assert [what for _row, _article, what in again.lines] == ["same"]
    assert (Edition.objects.get().revision, Image.objects.count()) == (1, 1)


def test_a_changed_row_is_written_into_the_open_edition(firm):
    store(firm, SOY)
    assert store(firm, SOY | {"price": "5"}).count("changed") == 1
    assert str(Edition.objects.get().price) == "5.000"


def test_what_is_taken_out_and_read_back_changes_nothing(firm):
    making.written(firm)
    making.written(firm, article="S-2", allergens=[], hs_code="2103.10-000", price=None, currency="")
    services.begin(making.by("firm_member", firm=firm), firm, "S-3", Content())
    again = tried(firm, *rows_of(firm))
    assert (again.faults, [what for _row, _article, what in again.lines]) == ([], ["same"] * 3)


def test_a_try_stores_nothing_and_counts(firm):
    assert tried(firm, SOY, SOY | {"article": "S-2"}).count("new") == 2
    assert not Product.objects.exists() and not Event.objects.filter(subject_kind="product").exists()


FAULTS = [
    ({"gtin": "4901234567890"}, "gtin", "gtin_check_digit"),
    ({"price": "x"}, "price", "invalid"),
    ({"category": "soy"}, "category", "invalid_choice"),
    ({"certificates": "hallal"}, "certificates", "invalid_choice"),
    ({"certificates": "halal|1|2020-01-01"}, "certificates", "certificate_over"),
    ({"allergens": "soja"}, "allergens", "invalid_choice"),
    ({"article": ""}, "article", "required"),
]


@pytest.mark.parametrize(("values", "column", "rule"), FAULTS)
def test_a_fault_names_row_column_and_rule_and_keeps_the_whole_file_out(firm, values, column, rule):
    found = tried(firm, SOY | {"article": "S-0"}, SOY | values)
    assert [(fault.row, fault.column, fault.rule) for fault in found.faults] == [(3, column, rule)]


def test_an_article_twice_a_foreign_column_and_a_picture_of_nothing_are_told(firm):
    assert tried(firm, SOY, SOY).faults[0].rule == "article_twice"
    foreign = read_table("a.csv", b"article,colour\nS-1,red\n", bulk.LIMITS)
    actor = making.by("firm_member", firm=firm)
    assert bulk.try_file(actor, firm, foreign, {}).faults[0].rule == "column_unknown"
    pictures, _faults = bulk.read_pictures(zipped(S__9=making.picture().getvalue()), "p.zip")
    assert tried(firm, SOY, pictures=pictures).faults[-1].rule == "picture_of_nothing"
    assert bulk.read_pictures(zipped(S__1=b"MZ"), "p.zip")[1][0].rule == "picture_format"


def test_a_picture_needs_its_words(firm):
    pictures, _faults = bulk.read_pictures(zipped(S__1=making.picture().getvalue()), "p.zip")
    found = tried(firm, SOY | {"pictures_ja": "瓶"}, pictures=pictures)
    assert [(fault.column, fault.rule) for fault in found.faults] == [("pictures_en", "alt_count")]


def test_a_firm_sees_what_a_file_comes_to_and_stores_it(client_as, firm):
    client, address = client_as("firm_member", firm=firm), reverse("products:bulk")
    files = {
        "table": SimpleUploadedFile(
            "goods.xlsx", workbook(SOY | {"pictures_ja": "瓶", "pictures_en": "Bottle"})
        ),
        "pictures": SimpleUploadedFile("p.zip", zipped(S__1=making.picture().getvalue()).getvalue()),
    }
    page = client.post(address, files)
    assert not Product.objects.exists() and page.context["counts"][0][1] == 1
    shown = page.context["shown"]
    client.post(address, {"shown": shown + "x"})
    assert not Product.objects.exists()
    client.post(address, {"shown": shown})
    assert Product.objects.get().firm == firm and Image.objects.get().alt_en == "Bottle"


def test_the_template_is_a_file_that_can_be_sent_back(client_as, firm):
    client = client_as("firm_member", firm=firm)
    content = client.get(reverse("products:bulk_template")).content
    found = client.post(reverse("products:bulk"), {"table": SimpleUploadedFile("t.xlsx", content)}).context[
        "found"
    ]
    # Its example names a picture that was not sent: that alone is no fault.
    assert (found.faults, found.count("new")) == ([], 1)
