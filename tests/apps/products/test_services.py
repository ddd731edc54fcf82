"""A product on its way: written, reviewed, published, changed, suspended."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from banso.apps.base import Faulty, Refused
from banso.apps.journal.models import Event
from banso.apps.products import services
from banso.apps.products.content import CertificateData, TextData
from banso.apps.products.models import CertificateKind, Edition, EditionState, Product, ProductState
from banso.apps.products.selectors import content_of, published
from support import people
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration")


def refused(rule):
    return pytest.raises(Refused, check=lambda fault: fault.rule == rule)


def member(edition, at=making.NOW):
    return making.by("firm_member", at, firm=edition.product.firm)


def test_what_is_written_is_read_back_as_it_was_given():
    assert replace(content_of(making.written()), hs_code="2103.10") == making.content()


def test_nothing_is_stored_of_what_has_a_fault():
    with pytest.raises(Faulty) as fault:
        making.written(gtin="1", currency="?")
    assert [one.field for one in fault.value.faults] == ["gtin", "currency"]
    assert not Product.objects.exists()


def test_an_article_number_is_taken_once_a_firm():
    firm = people.make_firm()
    making.written(firm)
    with refused("article_taken"):
        making.written(firm, article=" S-1 ")
    making.written(people.make_firm(), article="S-1")


def test_a_form_that_was_opened_before_a_change_is_refused():
    edition = making.written()
    services.write(member(edition), edition, making.content(stock="out"), seen=1)
    with refused("as_seen"):
        services.write(member(edition), edition, making.content(), seen=1)
    assert Edition.objects.get().stock == "out"


def test_an_edition_without_what_every_product_needs_is_not_handed_in():
    edition = making.written(texts=[TextData("ja", "しょうゆ")])
    with refused("complete"):
        services.hand_in(member(edition), edition)


def test_what_waits_for_its_review_is_not_changed():
    edition = making.waiting()
    with refused("edition_state"):
        services.write(member(edition), edition, making.content())


def test_whoever_handed_it_in_does_not_review_it():
    staff = making.by("office_staff")
    edition = services.hand_in(staff, making.written())
    with refused("by_another"):
        services.publish(staff, edition)


def test_an_edition_is_sent_back_with_a_comment_on_a_field():
    edition = making.waiting()
    with refused("commented"):
        services.send_back(making.by("office_staff"), edition, {"price": "  "})
    services.send_back(making.by("office_staff"), edition, {"price": "値段は税抜きですか。"})
    services.hand_in(member(edition), services.write(member(edition), edition, making.content()))
    comment = edition.comments.get()
    assert (comment.field, comment.settled_at) == ("price", making.NOW)


def test_a_product_of_a_maker_who_has_not_agreed_is_not_published():
    edition = making.waiting(maker="asked", maker_name="Other Ltd.")
    with refused("maker_agreed"):
        services.publish(making.by("office_staff"), edition)


def test_the_published_edition_stays_until_the_next_one_is_published():
    first = making.published()
    draft = services.next_edition(member(first), first.product)
    assert services.next_edition(member(first), first.product) == draft
    services.write(member(first), draft, making.content(minimum_order=60))
    assert list(published().values_list("minimum_order", flat=True)) == [120]
    services.publish(making.by("office_staff"), services.hand_in(member(first), draft))
    assert list(published().values_list("minimum_order", flat=True)) == [60]
    first.refresh_from_db()
    assert first.state == EditionState.REPLACED


def test_the_next_edition_leaves_out_a_certificate_that_has_run_out_since():
    kind = CertificateKind.objects.get(code="halal")
    first = making.published(certificates=[CertificateData(kind, "1", date(2026, 3, 31))])
    draft = services.next_edition(member(first, making.NOW + timedelta(days=30)), first.product)
    assert not draft.certificates.exists()


def test_a_suspended_product_is_shown_to_nobody_until_it_is_resumed():
    product = making.published().product
    services.suspend(making.by("office_staff"), product, "苦情を確かめています。")
    assert not published().exists()
    services.resume(making.by("office_staff"), product, "解決しました。")
    assert published().exists()


def test_a_new_edition_of_a_suspended_product_does_not_put_it_back():
    first = making.published()
    services.suspend(making.by("office_staff"), first.product, "x")
    draft = services.hand_in(member(first), services.next_edition(member(first), first.product))
    services.publish(making.by("office_staff"), draft)
    assert Product.objects.get().state == ProductState.SUSPENDED


def test_a_withdrawn_product_is_not_changed_any_more():
    first = making.published()
    services.withdraw(member(first), first.product, "販売終了")
    with refused("product_withdrawn"):
        services.next_edition(member(first), first.product)


def test_events_hold_no_words_of_the_firm():
    product = making.published().product
    services.suspend(making.by("office_staff"), product, "苦情を確かめています。")
    payloads = " ".join(Event.objects.filter(subject_kind="product").values_list("payload", flat=True))
    assert "しょうゆ" not in payloads and "苦情" not in payloads and "S-1" not in payloads
