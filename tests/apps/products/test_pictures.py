"""Pictures of a product: added, put in order, removed, shown to who may see the product."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.base import Refused
from banso.apps.products import services
from banso.apps.products.models import Image
from banso.apps.products.services import Words
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def refused(rule):
    return pytest.raises(Refused, check=lambda fault: fault.rule == rule)


def member(edition):
    return making.by("firm_member", firm=edition.product.firm)


def add(edition, width=640, **words):
    said = Words(**{"ja": "瓶", "en": "Bottle", **words})
    return services.add_picture(member(edition), edition, services.read_picture(making.picture(width)), said)


def test_a_picture_needs_words_in_both_languages():
    with refused("alt_missing"):
        add(making.written(), en="  ")


def test_a_product_has_eight_pictures_at_most_and_each_once():
    edition = making.written()
    add(edition, 300)
    with refused("picture_twice"):
        add(edition, 300)
    for number in range(1, 8):
        add(edition, 300 + number * 10)
    with refused("pictures_full"):
        add(edition, 500)


def test_what_waits_for_its_review_gets_no_picture():
    with refused("edition_state"):
        add(making.waiting())


def test_pictures_are_put_in_another_order_with_other_words():
    edition = making.written()
    first, second, third = (add(edition, width) for width in (300, 310, 320))
    order = [(third.pk, Words("三", "c")), (first.pk, Words("一", "a")), (second.pk, Words("二", "b"))]
    services.arrange_pictures(member(edition), edition, order)
    assert [image.alt_en for image in edition.images.all()] == ["c", "a", "b"]
    with refused("pictures_changed"):
        services.arrange_pictures(member(edition), edition, order[:2])


def test_a_removed_picture_stays_with_what_is_published():
    first = making.written()
    add(first)
    services.publish(making.by("office_staff"), services.hand_in(member(first), first))
    draft = services.next_edition(member(first), first.product)
    services.remove_picture(member(first), draft.images.get())
    assert [image.edition_id for image in Image.objects.all()] == [first.pk]


def test_a_firm_adds_a_picture_and_is_told_what_is_none(client_as):
    edition = making.written()
    client = client_as("firm_member", firm=edition.product.firm)
    address = reverse("products:picture_add", args=[edition.product.ref])
    harmful = SimpleUploadedFile("photo.jpg", b"MZ" + bytes(100), "image/jpeg")
    page = client.post(address, {"file": harmful, "alt_ja": "赤い瓶", "alt_en": "Red bottle"})
    assert "表示できる画像ではありません" in page.content.decode() and "赤い瓶" in page.content.decode()
    good = SimpleUploadedFile("photo.jpg", making.picture().getvalue(), "image/jpeg")
    client.post(address, {"file": good, "alt_ja": "赤い瓶", "alt_en": "Red bottle"})
    shown = client.get(reverse("products:pictures", args=[edition.product.ref])).content.decode()
    assert 'alt="赤い瓶"' in shown


def test_a_picture_is_sent_to_who_sees_the_product_and_kept_by_the_browser(client_as):
    edition = making.with_picture(making.written())
    name, ref = edition.images.get().stored_name, edition.product.ref
    address = reverse("products:picture", args=[ref, name, 320])
    response = client_as("firm_member", firm=edition.product.firm).get(address)
    assert response["Content-Type"] == "image/webp" and "immutable" in response["Cache-Control"]
    assert BytesIO(response.content).read(4) == b"RIFF"
    other = making.written(article="S-2").product
    elsewhere = client_as("firm_member", firm=other.firm)
    assert elsewhere.get(address).status_code == 404
    # Not by another product either.
    assert elsewhere.get(reverse("products:picture", args=[other.ref, name, 320])).status_code == 404
    assert client_as("auditor").get(reverse("products:picture", args=[ref, name, 321])).status_code == 404
