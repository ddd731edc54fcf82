"""Exports confirmed by personal link, signed in and on paper, and settled where words disagree."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banso.apps.accounts.links import find_open
from banso.apps.accounts.models import PersonalLink
from banso.apps.casework import services
from banso.apps.casework.models import Confirmation
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.notices.models import Letter
from support.races import at_once

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

ASKED = date(2026, 3, 10)


def contact(case, name="鈴木 花", **values):
    defaults = {"email": f"c{Contact.objects.count()}@firm.invalid"}
    return Contact.objects.create(firm=case.firm, name=name, **defaults | values)


def staff(day=ASKED):
    return making.by("office_staff", day)


@pytest.fixture
def case():
    return making.opened()


@pytest.fixture
def result(case):
    return making.result(case, role="office_staff")


def ask(case, results, *contacts):
    return services.ask_confirmation(staff(), case, results, contacts)


def answer(issued, *, answer="as_written", actor=None, **values):
    rows = issued.link.confirmations.order_by("pk")
    data = services.AnswerData(answer=answer, **values)
    actor = actor or Actor(None, "", issued.link.made_at + timedelta(hours=1))
    return services.answer_by_link(actor, issued.link, {row.pk: data for row in rows})


def test_asking_queues_a_letter_and_keeps_no_token(case, result, events):
    issued = ask(case, [result], contact(case))[0]
    letter = Letter.objects.get()
    assert letter.to_contact == issued.link.contact
    assert issued.token not in str(PersonalLink.objects.values())
    assert events(case)[-2:] == ["confirmation.asked", "letter.queued"]


def test_a_yes_by_link_confirms_and_says_what_the_support_did(case, result, events):
    issued = ask(case, [result], contact(case))[0]
    answer(issued, attribution=2, faster="yes", comment="助かりました")
    result.refresh_from_db()
    said = result.confirmations.get()
    assert result.confirmed_at == said.given_at
    assert (said.attribution, said.faster, said.comment) == (2, "yes", "助かりました")
    assert events(case)[-1] == "confirmation.given"


def test_a_link_is_used_once(case, result, refused):
    issued = ask(case, [result], contact(case))[0]
    answer(issued)
    with refused("link_closed"):
        services.answer_by_link(Actor(None, "", issued.link.made_at), issued.link, {})


@pytest.mark.parametrize(("seconds", "rule"), [(-1, None), (0, "link_closed")])
def test_a_link_expires_after_seven_days_to_the_second(case, result, refused, seconds, rule):
    issued = ask(case, [result], contact(case))[0]
    moment = issued.link.made_at + timedelta(days=7, seconds=seconds)
    assert (find_open(issued.token, moment) is None) is bool(rule)
    if rule is None:
        answer(issued, actor=Actor(None, "", moment))
    else:
        with refused(rule):
            answer(issued, actor=Actor(None, "", moment))
        assert Confirmation.objects.get().given_at is None


def test_a_new_link_closes_the_old_one_and_takes_over_what_waits(case, result):
    person = contact(case)
    second = making.result(case, date(2025, 10, 12), role="office_staff")
    old = ask(case, [result], person)[0]
    new = ask(case, [second], person)[0]
    assert find_open(old.token, new.link.made_at) is None
    assert {row.result for row in new.link.confirmations.all()} == {result, second}
    assert case.results.count() == Confirmation.objects.count() == 2


def test_a_contact_answers_only_what_this_contact_was_asked(case, result, refused):
    ours, theirs = ask(case, [result], contact(case), contact(case, "佐藤 実"))
    other = theirs.link.confirmations.get()
    with refused("other_contact"):
        services.answer_by_link(
            Actor(None, "", ours.link.made_at), ours.link, {other.pk: services.AnswerData()}
        )
    assert Confirmation.objects.filter(given_at__isnull=False).count() == 0
    assert find_open(ours.token, ours.link.made_at) is not None


def test_nobodys_answer_replaces_anothers_and_a_contradiction_does_not_count(case, result):
    yes, no = ask(case, [result], contact(case), contact(case, "佐藤 実"))
    answer(yes)
    answer(no, answer="no")
    result.refresh_from_db()
    assert sorted(result.confirmations.values_list("answer", flat=True)) == ["as_written", "no"]
    assert result.confirmed_at is None


def test_staff_settle_a_contradiction_with_a_reason_and_not_their_own_entry(case, result, refused):
    answer(ask(case, [result], contact(case))[0], answer="no")
    with refused("own_record"):
        services.settle_result(staff(), result, "as_written", "確認した")
    other = making.by("office_manager", ASKED)
    with refused("required", "reason"):
        services.settle_result(other, result, "as_written", " ")
    assert services.settle_result(other, result, "as_written", "請求書を確認").confirmed_at is not None
    with refused("nothing_to_settle"):
        services.settle_result(other, result, "not_counted", "再考")


def test_the_firms_figures_can_be_taken(case, result):
    issued = ask(case, [result], contact(case))[0]
    answer(issued, answer="different", amount=Decimal(500_000), exported_on=date(2025, 9, 20))
    said = result.confirmations.get()
    settled = services.settle_result(making.by("office_manager", ASKED), result, "as_answered", "確認", said)
    assert (settled.amount_yen, settled.exported_on) == (500_000, date(2025, 9, 20))
    assert settled.confirmed_at is not None


def test_what_is_settled_as_not_counted_stands_aside_until_somebody_answers_again(case, result):
    answer(ask(case, [result], contact(case))[0], answer="no")
    services.settle_result(making.by("office_manager", ASKED), result, "not_counted", "取引不成立")
    result.refresh_from_db()
    assert (result.confirmed_at, result.settled_reason) == (None, "取引不成立")
    answer(ask(case, [result], Contact.objects.get())[0])
    result.refresh_from_db()
    assert result.confirmed_at is not None
    assert result.settled_at is None


def test_different_says_what_was_different(case, result, refused):
    issued = ask(case, [result], contact(case))[0]
    row = issued.link.confirmations.get()
    with refused("no_difference", f"{row.pk}-answer"):
        answer(issued, answer="different")
    assert find_open(issued.token, issued.link.made_at) is not None


@pytest.mark.parametrize("attribution", [0, 8])
def test_there_are_seven_steps(case, result, refused, attribution):
    issued = ask(case, [result], contact(case))[0]
    row = issued.link.confirmations.get()
    with refused("attribution_range", f"{row.pk}-attribution"):
        answer(issued, attribution=attribution)


def test_people_of_other_firms_and_erased_ones_are_not_asked(case, result, refused):
    for person in (
        contact(making.opened()),
        contact(case, email=""),
        contact(case, erased_at=making.at(ASKED)),
    ):
        with refused("no_such_contact", "contacts"):
            ask(case, [result], person)
    assert not PersonalLink.objects.exists()


def test_signed_paper_confirms_for_a_contact_and_is_attached(case, result, settings, tmp_path):
    settings.VAR = tmp_path
    paper = SimpleUploadedFile("paper.txt", "署名".encode())
    services.confirm_on_paper(staff(), result, contact(case), services.AnswerData(), paper)
    result.refresh_from_db()
    said = result.confirmations.get()
    assert (said.way, said.document.subject_ref) == ("paper", case.ref)
    assert result.confirmed_at is not None


class TestPage:
    @pytest.fixture
    def issued(self, case, result):
        return ask(case, [result], contact(case))[0]

    @pytest.fixture
    def form(self, issued):
        key = issued.link.confirmations.get().pk
        return {f"{key}-answer": "as_written", "attribution": "4", "faster": "no", "myself": "on"}

    def test_looking_at_the_page_uses_nothing_up_and_is_kept_from_search_engines(self, issued):
        for _again in range(2):
            page = Client().get(issued.path)
            assert page.status_code == 200
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page["Cache-Control"]
        assert "鈴木 花" in page.content.decode()

    def test_a_person_who_is_not_signed_in_answers(self, issued, form, result):
        assert Client().post(issued.path, form).url == "/exports/confirmed/"
        result.refresh_from_db()
        assert result.confirmed_at is not None

    def test_sending_twice_does_no_harm(self, issued, form):
        client = Client()
        client.post(issued.path, form)
        assert client.post(issued.path, form).status_code == 410
        assert Confirmation.objects.filter(given_at__isnull=False).count() == 1

    def test_an_expired_used_or_wrong_link_says_the_same(self, issued, form, move_clock):
        move_clock(days=7, hours=1)
        expired, wrong = Client().post(issued.path, form), Client().get("/l/wrong/")
        assert (expired.status_code, wrong.status_code) == (410, 404)
        for page in (expired, wrong):
            assert "鈴木" not in page.content.decode()
            assert "新しいリンク" in page.content.decode()
        assert Confirmation.objects.get().given_at is None

    def test_somebody_else_who_is_signed_in_is_refused(self, issued, form, case, client_as):
        issued.link.contact.user = making.by("firm_member").user_id and client_as("firm_member").user
        issued.link.contact.save()
        page = client_as("firm_member", firm=case.firm).post(issued.path, form)
        assert page.status_code == 403
        assert Confirmation.objects.get().given_at is None

    def test_who_does_not_say_to_be_the_person_is_refused_and_keeps_the_input(self, issued, form):
        del form["myself"]
        page = Client().post(issued.path, form | {"comment": "届いています"})
        assert page.status_code == 200
        assert "届いています" in page.content.decode()
        assert Confirmation.objects.get().given_at is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_the_same_answer_at_once_one_is_stored(configuration):
    case = making.opened()
    issued = ask(case, [making.result(case, role="office_staff")], contact(case))[0]

    def send():
        answer(issued)

    assert at_once(send, send) == ["link_closed", "stored"]


@pytest.mark.django_db(transaction=True)
def test_two_links_made_at_once_leave_one_open(configuration):
    case = making.opened()
    result, person = making.result(case, role="office_staff"), contact(case)

    def send():
        ask(case, [result], person)

    assert at_once(send, send) == ["stored", "stored"]
    assert PersonalLink.objects.filter(revoked_at__isnull=True).count() == 1
