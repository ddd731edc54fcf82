"""What buyers find: on either database, in three languages."""

from datetime import date, timedelta

import pytest

from banso.apps.catalogue.models import Entry, Revision, Words
from banso.apps.catalogue.selectors import search
from banso.apps.catalogue.services import rebuild
from banso.apps.products import services
from banso.apps.products.content import CertificateData, TextData
from banso.apps.products.models import Category, CertificateKind
from banso.apps.products.tasks import watch_certificates
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration")
TODAY = date(2026, 3, 10)


def offer(category, ja, en, about="", at=making.NOW, **values):
    return making.published(
        at=at,
        category=Category.objects.get(code=category),
        texts=[TextData("ja", ja), TextData("en", en, about)],
        **values,
    ).product


def found(text, **options):
    return [hit.edition.product for hit in search(text, TODAY, **options).hits]


def test_a_product_is_found_by_its_name_its_category_and_its_text():
    sauce = offer("soy_sauce", "木桶仕込み", "Kioke", "Goes well with raw fish.")
    knife = offer("kitchen_knives", "三徳包丁", "Santoku, 165 mm", "Cuts soy beans as well.")
    assert found("醤油") == found("酱油") == found("soy sauces") == [sauce]
    assert found("kitchen knife") == found("菜刀") == [knife]
    assert found("raw fish") == [sauce]
    assert found("kioke santoku") == []


def test_what_stands_in_the_name_comes_before_what_stands_in_the_text():
    beside = offer("wagashi", "羊羹", "Yokan", "Best with green tea.")
    tea = offer("leaf_tea", "煎茶", "Green tea, first harvest")
    assert found("green tea") == [tea, beside]


def test_only_what_is_published_is_found():
    making.waiting()
    product = making.published(article="S-2").product
    assert found("醤油") == [product]
    services.suspend(making.by("office_staff"), product, "x")
    assert found("醤油") == []
    services.resume(making.by("office_staff"), product, "x")
    services.withdraw(making.by("office_staff"), product, "x")
    assert found("醤油") == []


def test_a_certificate_that_has_ended_is_searched_for_in_vain():
    halal = CertificateKind.objects.get(code="halal")
    last = TODAY + timedelta(days=30)
    making.published(certificates=[CertificateData(halal, "H-1", last)])
    assert len(found("醤油", wanted={"certificate": {halal.pk}})) == 1
    watch_certificates(making.NOW + timedelta(days=31))
    assert found("醤油", wanted={"certificate": {halal.pk}}) == []
    assert len(found("醤油")) == 1
    rebuild()
    assert found("醤油", wanted={"certificate": {halal.pk}}) == []


def test_a_new_edition_takes_the_place_of_the_one_before():
    first = offer("soy_sauce", "しょうゆ", "Soy sauce")
    member = making.by("firm_member", firm=first.firm)
    draft = services.next_edition(member, first)
    services.write(member, draft, making.content(texts=[TextData("ja", "ぽん酢"), TextData("en", "Ponzu")]))
    services.publish(making.by("office_staff"), services.hand_in(member, draft))
    assert found("ponzu") == [first] and found("shoyu") == [first]
    assert found("しょうゆ", as_typed=True) == []


def test_facets_count_what_would_be_found_with_all_else_that_is_chosen():
    offer("soy_sauce", "しょうゆ", "Soy sauce", minimum_order=40)
    offer("soy_sauce", "減塩しょうゆ", "Soy sauce, low salt", minimum_order=500, temperature="chilled")
    results = search("醤油", TODAY, wanted={"temperature": {2}})
    assert results.total == 1
    assert results.counts["temperature"] == {1: 1, 2: 1}
    assert results.counts["minimum_order"] == {3: 1}


def test_a_query_of_signs_only_finds_nothing_and_an_empty_one_everything():
    making.published()
    assert (len(found("・、")), len(found("  "))) == (0, 1)


def test_what_was_looked_for_besides_is_told():
    assert "酱油" in search("soy sauce", TODAY).also


def test_a_search_costs_the_same_for_one_product_and_for_many(queries):
    making.published()
    # The first search after a change reads the entries once more.
    with queries(at_most=4) as one:
        search("醤油", TODAY)
    for number in range(3):
        making.published(article=f"M-{number}")
    with queries(len(one)):
        search("醤油", TODAY)
    with queries(len(one) - 1):
        search("醤油", TODAY)


def test_what_another_process_has_published_is_found_at_once():
    making.published()
    assert search("醤油", TODAY).total == 1
    # As if the entries had been changed elsewhere: nothing of this process is told but the database.
    Entry.objects.all().delete()
    Revision.objects.update(token="of another process")
    assert search("", TODAY).total == 0


def test_made_anew_the_catalogue_is_the_same():
    making.published()
    making.published(at=making.NOW - timedelta(days=5), article="S-2")
    before = list(Entry.objects.values()), list(Words.objects.values())
    assert rebuild() == 2
    assert (list(Entry.objects.values()), list(Words.objects.values())) == before


def test_words_that_mean_something_to_a_database_mean_nothing_here():
    making.published()
    for typed in ('"', "soy OR", "NEAR(", "醤油*", "in_name: soy", "a & b | !c", "'; DROP", "\\", ":A"):
        search(typed, TODAY)
