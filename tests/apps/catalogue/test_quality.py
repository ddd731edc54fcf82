"""What is found, as a table: queries in three languages, and the goods that each must find, no others."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from banso.apps.catalogue.selectors import search
from banso.apps.catalogue.services import rebuild
from banso.apps.products.models import Category, Edition, Product, Text
from banso.demo.names import rows
from support import people
from tests.apps.products.making import NOW

pytestmark = pytest.mark.usefixtures("configuration")
WANTED = Path(__file__).with_name("wanted.csv")


def offer_all_goods():
    """One product of each of the goods of the demonstration, named in three languages and nothing else."""
    firm = people.make_firm()
    categories = {category.code: category for category in Category.objects.all()}
    for number, goods in enumerate(rows("goods.csv")):
        product = Product.objects.create(
            ref=f"PR-{number}",
            firm=firm,
            article=goods["ja"],
            state="published",
            begun_at=NOW,
            first_published_at=NOW - timedelta(days=100),
        )
        edition = Edition.objects.create(
            product=product,
            number=1,
            state="published",
            category=categories[goods["category"]],
            written_at=NOW,
            reviewed_at=NOW,
        )
        Text.objects.bulk_create(
            Text(edition=edition, language=language, name=goods[language]) for language in ("ja", "en", "zh")
        )
    rebuild()


def test_every_query_of_the_table_finds_its_goods_and_no_others():
    offer_all_goods()
    with WANTED.open(encoding="utf-8", newline="") as file:
        wanted = {row["query"]: set(filter(None, row["goods"].split("|"))) for row in csv.DictReader(file)}
    found = {
        query: {hit.edition.product.article for hit in search(query, NOW.date()).hits} for query in wanted
    }
    assert found == wanted
