"""What firms and staff see of products, and what they type."""

import pytest
from django.urls import reverse

from banso.apps.products import services
from banso.apps.products.models import Category, CertificateKind, Edition, EditionState, Product, ProductState
from support import people
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def at(name, product):
    return reverse(f"products:{name}", args=[product.ref])


def typed(**other):
    """What is typed into the form of a new product."""
    rows = {f"{name}-{key}": value for name in ("certificates", "closed_markets")
            for key, value in {"TOTAL_FORMS": 2, "INITIAL_FORMS": 0}.items()}  # fmt: skip
    said = {
        "article": "S-9",
        "name_ja": "しょうゆ",
        "name_en": "Soy sauce",
        "category": Category.objects.get(code="soy_sauce").pk,
        "price": "4.80",
        "currency": "USD",
    }
    return {**rows, **said, **other}


def test_a_firm_enters_a_product_and_finds_it_in_its_list(client_as):
    client = client_as("firm_member")
    client.post(reverse("products:begin"), typed())
    edition = Edition.objects.get()
    assert (edition.product.article, str(edition.price), edition.category.code) == (
        "S-9",
        "4.800",
        "soy_sauce",
    )
    assert "しょうゆ" in text(client.get(reverse("products:product_list")))


def test_all_faults_stand_beside_their_fields_and_what_was_typed_stays(client_as):
    kind = CertificateKind.objects.get(code="halal").pk
    rows = {"certificates-1-kind": kind, "certificates-1-expires_on": "2026-03-09"}
    page = client_as("firm_member").post(
        reverse("products:begin"),
        typed(gtin="4901234567890", hs_code="21031", price="x", name_ja="", description_ja="説明", **rows),
    )
    shown = text(page)
    faulty = ("id_gtin", "id_hs_code", "id_price", "id_name_ja", "id_certificates-1-kind")
    assert [name for name in faulty if f'id="{name}_error"' not in shown] == []
    assert 'value="4901234567890"' in shown and not Product.objects.exists()


def test_what_is_asked_of_food_only_is_not_kept_for_anything_else(client_as):
    category = Category.objects.filter(is_food=False).first().pk
    client_as("firm_member").post(
        reverse("products:begin"), typed(category=category, shelf_days="none", ingredients_en="Rice")
    )
    found = Edition.objects.values_list("shelf_days", "texts__language", "texts__ingredients")
    assert sorted(found) == [(None, "en", ""), (None, "ja", "")]


def test_a_change_meanwhile_is_told_and_counts_when_sent_again(client_as):
    edition = making.written()
    client = client_as("firm_member", firm=edition.product.firm)
    services.write(making.by("firm_member", firm=edition.product.firm), edition, making.content(stock="out"))
    page = client.post(at("write", edition.product), typed(seen=1))
    assert 'name="seen" value="2"' in text(page)
    client.post(at("write", edition.product), typed(seen=2))
    assert edition.texts.get(language="en").name == "Soy sauce"


def test_what_is_missing_is_named_when_it_is_handed_in(client_as):
    edition = making.written(category=None)
    client = client_as("firm_member", firm=edition.product.firm)
    assert "品目" in text(client.post(at("hand_in", edition.product)))
    assert Edition.objects.get().state == EditionState.WRITTEN


def test_a_firm_sees_what_is_lacking_for_a_channel_and_where_to_say_it(client_as):
    edition = making.written(gtin="")
    shown = text(client_as("firm_member", firm=edition.product.firm).get(at("product", edition.product)))
    assert f"{at('write', edition.product)}#id_gtin" in shown
    assert at("pictures", edition.product) in shown


def test_staff_comment_on_a_field_and_the_firm_reads_it_there(client_as):
    edition = making.waiting()
    client = client_as("office_staff")
    assert "errs" in text(client.post(at("review", edition.product), {}))
    client.post(at("review", edition.product), {"on_price": "税抜きですか。"})
    firm = client_as("firm_member", firm=edition.product.firm)
    assert "税抜きですか。" in text(firm.get(at("write", edition.product)))


def test_whoever_handed_it_in_is_offered_no_review(client_as):
    edition = making.written()
    user = people.make("office_staff")
    client = client_as("office_staff", user=user)
    edition.state, edition.handed_in_by, edition.handed_in_at = EditionState.WAITING, user, making.NOW
    edition.save()
    assert at("review", edition.product) not in text(client.get(at("product", edition.product)))
    assert "errs" in text(client.post(at("publish", edition.product)))
    assert Product.objects.get().state == ProductState.DRAFT


def test_the_next_edition_stands_beside_what_is_published(client_as):
    first = making.published()
    member = making.by("firm_member", firm=first.product.firm)
    draft = services.next_edition(member, first.product)
    services.write(member, draft, making.content(minimum_order=60))
    shown = text(client_as("office_staff").get(at("product", first.product)))
    assert shown.count('class="tag in"') == 1


def test_those_that_wait_longest_come_first(client_as):
    late = making.waiting()
    making.published(article="S-2")
    records = client_as("office_staff").get(reverse("products:product_list")).context["list"]
    assert next(iter(records.page)) == late.product and records.count == 2


def test_staff_suspend_with_a_reason_that_the_firm_reads(client_as):
    product = making.published().product
    staff = client_as("office_staff")
    assert "errs" in text(staff.post(at("suspend", product), {"reason": " "}))
    staff.post(at("suspend", product), {"reason": "認証を確かめています。"})
    assert "認証を確かめています。" in text(
        client_as("firm_member", firm=product.firm).get(at("product", product))
    )


def test_the_list_of_a_firm_costs_few_queries_however_long_it_is(client_as, queries):
    firm = people.make_firm()
    client = client_as("firm_member", firm=firm)
    counted = []
    for number in range(3):
        making.with_picture(making.written(firm, article=f"S-{number}"))
        client.get(reverse("products:product_list"))
        with queries() as made:
            client.get(reverse("products:product_list"))
        counted.append(len(made))
    assert counted[-1] <= 8 and len(set(counted)) == 1
