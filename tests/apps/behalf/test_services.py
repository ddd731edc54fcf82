"""The firm confirms what its office entered: signed in, by personal link, on paper; the office settles."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from banso.apps.accounts.models import PersonalLink
from banso.apps.base import Refused
from banso.apps.behalf import services
from banso.apps.behalf.models import Entry, Word
from banso.apps.behalf.selectors import asked_of
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import Event
from banso.apps.journal.selectors import timeline
from banso.apps.notices.models import Letter
from support.races import at_once

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def firm():
    return making.firm()


@pytest.fixture
def row(firm):
    return making.consultation(making.by("office_staff"), firm)


def member(firm, **more):
    return making.by("firm_member", firm=firm, **more)


def confirm(actor, entry, **values):
    answer = services.Answer(**{"number": entry.number, **values})
    services.confirm_entries(actor, entry.firm, {entry.pk: answer})


def refused(rule, field=None):
    return pytest.raises(Refused, check=lambda fault: (fault.rule, fault.field) == (rule, field))


def test_a_member_confirms_and_the_chain_of_the_record_tells_of_it(firm, row):
    confirm(member(firm), making.entry(row))
    entry = making.entry(row)
    assert (entry.state, entry.told_way) == ("confirmed", "signed_in")
    assert "事業者が代行入力を確認：1件" in timeline([("consultation", row.ref)])[0].text


def test_one_answer_about_two_records_is_told_in_both_chains_as_one(firm, row):
    other = making.consultation(making.by("office_staff"), firm)
    entries = [making.entry(row), making.entry(other)]
    answers = {entry.pk: services.Answer(entry.number) for entry in entries}
    services.confirm_entries(member(firm), firm, answers)
    told = Event.objects.filter(action="entries.answered").order_by("pk")
    assert [event.subject_ref for event in told] == [row.ref, other.ref]
    assert len({event.batch for event in told} - {""}) == 1


def test_a_difference_needs_words_and_the_journal_holds_none_of_them(firm, row):
    entry = making.entry(row)
    with refused("required", f"{entry.pk}-comment"):
        confirm(member(firm), entry, answer="different", comment=" ")
    confirm(member(firm), entry, answer="different", comment="台湾ではなく香港です。")
    assert making.entry(row).state == "different"
    assert "香港" not in "".join(Event.objects.order_by("pk").values_list("payload", flat=True))


def test_a_correction_opens_the_question_again_and_keeps_the_word(firm, row):
    confirm(member(firm), making.entry(row))
    making.correct(making.by("office_staff", days=1), "consultation", row, title="香港への味噌の輸出")
    entry = making.entry(row)
    assert (entry.state, entry.told_at, entry.told_way) == ("waiting", None, "")
    assert Word.objects.filter(entry=entry).count() == 1


def test_what_was_corrected_since_the_page_was_opened_is_not_confirmed(firm, row):
    seen = making.entry(row)
    making.correct(making.by("office_staff"), "consultation", row, title="香港への味噌の輸出")
    with refused("stale", f"{seen.pk}-answer"):
        confirm(member(firm), seen)
    assert not Word.objects.exists()


@pytest.mark.parametrize("role", ["office_staff", "office_manager", "expert"])
def test_nobody_but_the_firm_confirms(firm, row, role):
    with refused("role"):
        confirm(making.by(role), making.entry(row))


def test_the_entries_of_another_firm_are_not_confirmed(row):
    other = making.firm()
    with refused("other_firm"):
        services.confirm_entries(
            member(other), other, {making.entry(row).pk: services.Answer(making.entry(row).number)}
        )


def link_of(firm, contact=None):
    (issued,) = services.ask_firm(making.by("office_staff"), firm, [contact or making.contact(firm)])
    return issued.link


def by_link(link, *, minutes=60, **values):
    actor = Actor(None, "no_role", link.made_at + timedelta(minutes=minutes))
    answers = {
        entry.pk: services.Answer(entry.number, **values) for entry, _lines in asked_of(link.contact.firm)
    }
    return services.answer_by_link(actor, link, answers)


def test_a_contact_confirms_by_a_personal_link_once(firm, row):
    link = link_of(firm)
    assert Letter.objects.get().to_contact == link.contact
    by_link(link)
    assert making.entry(row).told_way == "link"
    with refused("link_closed"):
        by_link(link)


def test_a_link_that_has_expired_stores_nothing(firm, row):
    link = link_of(firm)
    with refused("link_closed"):
        by_link(link, minutes=7 * 24 * 60)
    assert making.entry(row).state == "waiting"


def test_two_contacts_keep_their_own_words_and_a_difference_outweighs(firm, row):
    first, second = link_of(firm), link_of(firm, making.contact(firm, "林 昭"))
    entry = making.entry(row)
    by_link(first)
    services.answer_by_link(
        Actor(None, "no_role", second.made_at + timedelta(hours=2)),
        second,
        {entry.pk: services.Answer(entry.number, "different", "社名が違います。")},
    )
    assert (making.entry(row).state, Word.objects.count()) == ("different", 2)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        ("no_contacts", None),
        ("no_such_contact", {"email": ""}),
        ("no_such_contact", {"left_on": "2026-03-01"}),
    ],
)
def test_a_link_goes_to_people_of_the_firm_with_a_mail_address(firm, row, rule, values):
    contacts = [] if values is None else [making.contact(firm, **values)]
    with refused(rule, "contacts"):
        services.ask_firm(making.by("office_staff"), firm, contacts)
    assert not PersonalLink.objects.exists()


def test_nobody_is_asked_while_nothing_waits(firm):
    with refused("nothing_waits"):
        services.ask_firm(making.by("office_staff"), firm, [making.contact(firm)])


def paper(name="confirmed.pdf"):
    return SimpleUploadedFile(name, PDF)


def test_signed_paper_confirms_and_is_kept_with_the_firm(firm, row):
    signed = making.contact(firm)
    services.confirm_on_paper(making.by("office_staff"), firm, signed, [making.entry(row)], paper())
    word = Word.objects.get()
    assert (making.entry(row).told_way, word.contact, word.document.subject_ref) == (
        "paper",
        signed,
        firm.ref,
    )
    assert word.document.visible_to_firm


def test_paper_signed_by_somebody_of_another_firm_is_refused(firm, row):
    stranger = making.contact(making.firm())
    with refused("no_such_contact", "contact"):
        services.confirm_on_paper(making.by("office_staff"), firm, stranger, [making.entry(row)], paper())
    assert making.entry(row).state == "waiting"


def test_another_person_of_the_office_keeps_what_the_firm_says_is_different(firm, row):
    confirm(member(firm), making.entry(row), answer="different", comment="違います。")
    with refused("own_entry"):
        services.keep_as_written(making.by("office_staff"), making.entry(row), "録音のとおり")
    with refused("required", "reason"):
        services.keep_as_written(making.by("office_manager"), making.entry(row), " ")
    services.keep_as_written(making.by("office_manager", days=1), making.entry(row), "録音のとおり")
    assert making.entry(row).state == "kept"


def test_what_nobody_disputes_is_not_settled(row):
    with refused("nothing_to_settle"):
        services.keep_as_written(making.by("office_manager"), making.entry(row), "理由")


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_by_one_link_at_the_same_moment_one_is_stored(firm, row):
    link = link_of(firm)
    outcomes = at_once(lambda: by_link(link), lambda: by_link(link, answer="different", comment="違う"))
    assert outcomes == ["link_closed", "stored"]
    assert (Word.objects.count(), Entry.objects.exclude(state="waiting").count()) == (1, 1)
