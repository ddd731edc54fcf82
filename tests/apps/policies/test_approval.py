"""Nobody approves what he or she wrote, and nothing with faults is sent to approval."""

import pytest

from banso.apps.journal.models import Event
from banso.apps.policies import services

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_draft_without_faults_is_sent_to_approval(chain):
    version = making.checked()
    assert (version.state, version.checked_at) == ("checked", making.NOW)
    assert chain("policy", "first") == ["policy.imported", "policy.checked"]


def test_a_draft_with_a_gap_is_not_sent(refused, chain):
    version = services.save_table(making.manager(), making.draft(), "entry", making.rows()[:1], 1)
    with refused("check_passes"):
        services.send_to_approval(making.manager(), version, version.edition)
    assert making.stored(version).state == "draft"


def test_a_draft_with_an_unreadable_cell_is_not_sent(refused):
    rows = making.rows()
    rows[0]["points"] = "]["
    version = services.save_table(making.manager(), making.draft(), "entry", rows, 1)
    with refused("check_passes"):
        services.send_to_approval(making.manager(), version, version.edition)


def test_the_author_cannot_approve(refused):
    author = making.manager()
    version = making.checked(by=author)
    with refused("approver_wrote_nothing"):
        services.approve(author, version, version.edition)
    assert making.stored(version).state == "checked"


def test_who_changed_one_table_cannot_approve(refused):
    author, helper = making.manager(), making.manager()
    version = making.draft(by=author)
    version = services.save_table(helper, version, "entry", making.rows(), 1)
    version = services.send_to_approval(author, version, 2)
    with refused("approver_wrote_nothing"):
        services.approve(helper, version, version.edition)


def test_who_only_sent_it_cannot_approve(refused):
    sender = making.manager()
    version = services.send_to_approval(sender, making.draft(), 1)
    with refused("approver_wrote_nothing"):
        services.approve(sender, version, version.edition)


def test_somebody_else_approves_and_the_journal_says_under_which_guard(chain):
    approver = making.manager()
    version = making.approved(approver=approver)
    assert (version.state, version.approver_id) == ("approved", approver.user_id)
    event = Event.objects.get(action="policy.approved")
    assert event.data["guards"] == {"approver_wrote_nothing": True}
    assert (event.policy_version, event.data["files"]) == ("first", version.digest)


def test_a_version_that_waits_cannot_be_changed(refused):
    version = making.checked()
    with refused("policy_state"):
        services.save_table(making.manager(), version, "entry", making.rows(), version.edition)


@pytest.mark.parametrize("make", [making.checked, making.approved])
def test_a_version_comes_back_with_a_reason_and_is_a_draft_again(make, chain):
    version = make()
    version = services.return_to_draft(making.manager(), version, version.edition, " 閾値の根拠がない ")
    assert (version.state, version.return_reason) == ("draft", "閾値の根拠がない")
    assert (version.approver, version.checked_at, version.approved_at) == (None, None, None)
    event = Event.objects.get(action="policy.returned")
    assert "閾値" not in event.payload


def test_a_version_does_not_come_back_without_a_reason(refused):
    version = making.checked()
    with refused("has_reason", "reason"):
        services.return_to_draft(making.manager(), version, version.edition, "  ")


def test_what_was_approved_on_an_older_edition_is_refused(refused):
    version = making.checked()
    with refused("stale"):
        services.approve(making.manager(), version, version.edition - 1)
