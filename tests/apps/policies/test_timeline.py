"""Every event of policies is said in words, in both languages."""

import pytest
from django.utils import translation

from banso.apps.journal.models import Event
from banso.apps.journal.timeline import describe as said_by_journal
from banso.apps.policies import selectors, services
from banso.apps.policies.subjects import Case
from banso.apps.policies.timeline import _SAYINGS

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def story(configuration, subject):
    """Everything that can happen to versions, rights and decisions, once at least."""
    facts = {"points": 80}
    subject("sample", {"S-1": Case("S-1", making.TODAY, facts)})
    first = making.published(first=making.TODAY)
    copy = services.copy_version(making.manager(), first, code="second", title_ja="次", title_en="N")
    author = making.manager()
    copy = services.save_table(author, copy, "entry", making.rows(), 1)
    copy = services.save_head(author, copy, 2, title_ja="次", title_en="N")
    copy = services.send_to_approval(author, copy, 3)
    copy = services.return_to_draft(making.manager(), copy, 4, "理由")
    services.discard(author, copy, 5)
    second = making.published("third", first=making.APRIL)
    administrator = making.administrator()
    steward = services.give_right(administrator, first.family, making.user_of(author), "edit")
    services.end_right(administrator, steward)
    decision = services.decide(
        author, "sample", "S-1", facts,
        decisions=("advice",), applied_on=making.TODAY, family_code="small",
    )  # fmt: skip
    services.note_departure(author, decision, followed=False, reason="理由")
    services.migrate(author, "sample", "S-1", second, "理由")
    return list(Event.objects.filter(action__startswith="policy.").order_by("id"))


def test_every_event_has_words_in_both_languages(story):
    assert {event.action for event in story} == set(_SAYINGS)
    for event in story:
        with translation.override("en"):
            english = selectors.describe(event)
        assert english
        assert english != selectors.describe(event)


def test_the_journal_says_events_of_versions_and_families(story):
    event = next(
        event for event in story if event.action == "policy.published" and event.subject_ref == "third"
    )
    with translation.override("en"):
        assert said_by_journal(event) == "Published, in force from 1 Apr 2026"
    given = next(event for event in story if event.action == "policy.right_given")
    with translation.override("en"):
        assert said_by_journal(given) == "Right given: Edit"


def test_an_event_of_another_room_has_no_words_here():
    assert selectors.describe(Event(action="case.opened", payload="{}")) == ""
