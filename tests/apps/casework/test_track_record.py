"""What a firm's EC record is: its word, papers that staff looked at, what Banso saw sold."""

from datetime import date, timedelta

import pytest

from banso.apps.base import Refused
from banso.apps.casework import services
from banso.apps.casework.facts import facts_of_firm
from banso.apps.casework.track_record import ec_record_of
from banso.apps.documents.models import Document
from banso.apps.journal.models import Event
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("configuration")

DAY = date(2025, 9, 20)


def document(firm, number=1):
    return Document.objects.create(
        ref=f"D-{firm.pk}-{number}", firm=firm, subject_kind="firm", subject_ref=firm.ref, kind="other",
        original_name="shop.pdf", stored_name=f"{firm.pk}-{number}", size=1, sha256=f"{number:064}",
        content_type="application/pdf", uploaded_at=making.at(DAY),
    )  # fmt: skip


def firm(word="none"):
    found = people.make_firm()
    found.ec_record = word
    found.save()
    return found


def proven(found, kind="dom", since=date(2024, 4, 1), day=DAY, paper=None):
    paper = paper or document(found)
    return services.accept_ec_proof(making.by("office_staff", day), found, paper, kind, since)


def sold(found, **values):
    case = making.opened(firm=found, service="mall")
    values = {"channel": "street", "confirmed_at": making.at(DAY)} | values
    return making.stored(case, exported_on=date(2025, 9, 12), **values)


def said(found, day=DAY):
    record = ec_record_of(found, day)
    return record.kind.value, record.best.grade.value, record.disagrees


@pytest.mark.parametrize("word", ["none", "dom", "cb", "both"])
def test_without_proof_the_firms_word_is_all_there_is(word):
    assert said(firm(word)) == (word, "word", False)


@pytest.mark.parametrize(
    ("word", "shown", "kind", "grade", "disagrees"),
    [
        ("none", "dom", "dom", "evidence", True),
        ("dom", "dom", "dom", "evidence", False),
        ("dom", "cb", "both", "evidence", True),
        # Across borders it is the word alone.
        ("cb", "dom", "both", "word", True),
        ("both", "cb", "both", "evidence", False),
    ],
)
def test_a_paper_adds_to_the_word_and_gives_the_grade_of_what_it_shows(word, shown, kind, grade, disagrees):
    found = firm(word)
    proven(found, shown)
    assert said(found) == (kind, grade, disagrees)


def test_a_firm_that_says_none_and_sold_through_banso_is_not_without_a_record():
    found = firm("none")
    result = sold(found)
    assert said(found) == ("cb", "seen", True)
    assert ec_record_of(found, DAY).seen.source == result.case.ref
    # Policies read the two apart, and rank neither as a firm without a record.
    later = facts_of_firm(found.pk, ["mall"], DAY + timedelta(days=1))["mall"]
    assert (later["ec_record"], later["ec_sale_before"]) == ("none", True)


@pytest.mark.parametrize("values", [{"sample": True}, {"confirmed_at": None}, {"channel": "direct"}])
def test_samples_words_and_other_channels_are_no_seen_record(values):
    found = firm()
    sold(found, **values)
    assert said(found) == ("none", "word", False)


def test_a_proof_is_a_fact_from_the_day_it_was_looked_at_until_it_is_withdrawn():
    found = firm("none")
    proof = proven(found)
    ended = DAY + timedelta(days=9)
    services.withdraw_ec_proof(making.by("office_staff", ended), proof, "注文の記載がない")

    def fact(day):
        return facts_of_firm(found.pk, ["mall"], day)["mall"]["ec_record"]

    assert [fact(DAY - timedelta(days=1)), fact(DAY), fact(ended)] == ["none", "dom", "none"]
    assert said(found, ended) == ("none", "word", False)
    told = Event.objects.filter(subject_ref=found.ref, action__startswith="ec_record.")
    assert [event.action for event in told.order_by("pk")] == ["ec_record.proven", "ec_record.withdrawn"]


def test_a_proof_needs_a_paper_of_the_firm_that_shows_the_past_once():
    found, other = firm(), firm()
    paper = document(found)

    def rule(**values):
        with pytest.raises(Refused) as caught:
            proven(found, **{"paper": paper} | values)
        return caught.value.rule

    assert rule(paper=document(other)) == "document_of_other_firm"
    assert rule(since=DAY + timedelta(days=1)) == "in_future"
    assert rule(kind="both") == "kind_unknown"
    proven(found, paper=paper)
    assert rule() == "proven_already"
    Document.objects.filter(pk=paper.pk).update(deleted_at=making.at(DAY))
    assert rule(kind="cb") == "document_gone"


def test_staff_see_what_differs_and_the_firm_sees_what_is_known(client_as, clock):
    found = firm("none")
    proven(found)
    staff = client_as("office_staff", office=found.office)
    address = f"/firms/{found.ref}/"
    page = staff.get(address).content.decode()
    assert "書類で確認" in page and "申告と異なる" in page
    assert "申告と異なる" not in client_as("firm_member", firm=found).get(address).content.decode()
    data = {"document": document(found, 2).pk, "kind": "cb", "since": "2025-01-31"}
    staff.post(f"/firms/{found.ref}/ec-proof/", data)
    assert ec_record_of(found, date(2026, 3, 10)).kind.value == "both"
