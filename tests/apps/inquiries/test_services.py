"""A conversation: whose turn it is, what is refused, who gets a letter."""

from datetime import timedelta
from io import BytesIO

import pytest

from banso.apps.base import Refused
from banso.apps.buyers import services as buyers
from banso.apps.documents.models import Document
from banso.apps.inquiries import services
from banso.apps.inquiries.models import Inquiry, Message, Outcome, Side
from banso.apps.journal.models import Event
from banso.apps.notices.models import Letter
from banso.apps.products import services as products
from tests.apps.inquiries import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def fresh(inquiry):
    return Inquiry.objects.get(pk=inquiry.pk)


def refused(act, *arguments):
    with pytest.raises(Refused) as fault:
        act(*arguments)
    return fault.value.rule


def pdf(name="price list.pdf", content=b"%PDF-1.4\n1 0 obj\nendobj\n%%EOF"):
    file = BytesIO(content)
    file.name = name
    return file


def test_a_question_waits_until_the_maker_answers_and_a_new_word_takes_it_up_again(staff):
    made = making.asked(staff)
    assert (made.state, fresh(made).waiting_since) == ("open", made.asked_at)
    later = goods.NOW + timedelta(days=3)
    services.write(
        making.by_buyer(made, goods.NOW + timedelta(days=1)), made, Side.BUYER, making.said("Hello?")
    )
    assert fresh(made).waiting_since == made.asked_at
    services.write(making.by_firm(made, later), made, Side.FIRM, making.said("4.80 USD."))
    now = fresh(made)
    assert (now.state, now.waiting_since, now.first_answer_at) == ("answered", None, later)
    services.settle(making.by_firm(made, later), now, Side.FIRM, Outcome.objects.get(code="price"))
    assert (fresh(made).state, fresh(made).outcome.code) == ("closed", "price")
    services.write(making.by_buyer(made, later), made, Side.BUYER, making.said("And for two pallets?"))
    assert (fresh(made).state, fresh(made).waiting_since, fresh(made).words) == ("open", later, 4)


def test_a_company_has_one_conversation_about_a_product(staff):
    made = making.asked(staff)
    again = services.ask(making.by_buyer(made), made.buyer, made.product, making.said("And the carton?"))
    assert (again.pk, fresh(made).words) == (made.pk, 2)


@pytest.mark.parametrize("side", ["buyer", "firm"])
def test_no_contact_details_before_both_have_spoken(staff, side):
    made = making.asked(staff)
    by = making.by_buyer(made) if side == "buyer" else making.by_firm(made)
    before = refused(services.write, by, made, side, making.said("Call +81 3 5555 0142"))
    assert (before, fresh(made).words) == ("contact_details", 1)
    services.write(making.by_firm(made), made, Side.FIRM, making.said("4.80 USD."))
    services.write(by, made, side, making.said("Call +81 3 5555 0142"))
    assert fresh(made).words == 3


def test_files_follow_the_first_exchange_and_are_looked_at(staff):
    made = making.asked(staff)
    sent = making.said("Our list", files=[pdf()])
    assert refused(services.write, making.by_buyer(made), made, Side.BUYER, sent) == "files_early"
    services.write(making.by_firm(made), made, Side.FIRM, making.said("4.80 USD."))
    services.write(making.by_buyer(made), made, Side.BUYER, sent)
    document = Document.objects.get()
    assert (document.subject_ref, document.firm_id) == (made.ref, made.product.firm_id)
    program = making.said("Look", files=[pdf("list.pdf", b"MZ\x90\x00 not a PDF")])
    assert refused(services.write, making.by_buyer(made), made, Side.BUYER, program) == "content"
    assert Message.objects.filter(inquiry=made).count() == 3


def test_staff_speak_to_both_and_do_not_answer_for_the_maker(staff):
    made = making.asked(staff)
    services.write(staff, made, Side.STAFF, making.said("We have asked the maker."))
    now = fresh(made)
    assert (now.state, now.first_answer_at, now.unread("buyer"), now.unread("firm")) == ("open", None, 1, 2)


def test_each_side_has_its_own_unread_mark(staff):
    made = fresh(making.answered(staff))
    assert (made.unread("buyer"), made.unread("firm")) == (1, 0)
    services.mark_read(made, Side.BUYER)
    assert fresh(made).unread("buyer") == 0


def test_about_a_product_that_is_not_offered_nothing_new_is_asked_but_an_answer_may_come(staff):
    made = making.asked(staff)
    products.withdraw(making.by_firm(made), made.product, "Not made any more")
    assert refused(services.write, making.by_buyer(made), made, Side.BUYER, making.said()) == "offered"
    services.write(making.by_firm(made), made, Side.FIRM, making.said("It is not made any more."))
    assert fresh(made).state == "answered"


def test_a_suspended_buyer_writes_nothing_and_gets_no_letter(staff):
    made = making.asked(staff)
    buyers.suspend(staff, made.company, "Abuse")
    assert refused(services.write, making.by_buyer(made), made, Side.BUYER, making.said()) == "no_access"
    services.write(making.by_firm(made), made, Side.FIRM, making.said("4.80 USD."))
    assert not Letter.objects.filter(template="inquiries.to_buyer").exists()


def test_letters_go_to_who_is_to_read_in_their_language_and_not_twice_while_waiting(staff):
    made = making.asked(staff, language="zh-hans")
    made.product.firm.contacts.create(name="佐藤", email="sato@maker.invalid")
    services.write(making.by_firm(made), made, Side.FIRM, making.said("4.80 USD."))
    for _time in range(2):
        services.write(making.by_buyer(made), made, Side.BUYER, making.said("And two pallets?"))
    letters = list(Letter.objects.filter(template__startswith="inquiries").order_by("pk"))
    assert [(row.template, row.language) for row in letters] == [
        ("inquiries.to_buyer", "zh-hans"),
        ("inquiries.to_firm", "ja"),
    ]


def test_what_was_written_stands_in_no_event(staff):
    made = making.answered(staff, text="Is it kosher?")
    payloads = " ".join(Event.objects.filter(subject_ref=made.ref).values_list("payload", flat=True))
    assert "kosher" not in payloads and made.company.name not in payloads and '"side":"firm"' in payloads


def test_an_outcome_of_another_kind_is_said_in_words(staff):
    made = making.asked(staff)
    other = Outcome.objects.get(code="other")
    assert refused(services.settle, staff, made, Side.STAFF, other) == "words_missing"


def test_so_many_questions_may_wait(staff, monkeypatch):
    monkeypatch.setattr("banso.apps.inquiries.services.talks.MOST_WAITING", 1)
    made = making.asked(staff)
    other = goods.published(article="S-2").product
    assert refused(services.ask, making.by_buyer(made), made.buyer, other, making.said()) == "too_many"
