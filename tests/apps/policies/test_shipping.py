"""The versions that ship: one is in force from the first day, the others wait as drafts."""

from datetime import date

import pytest

from banso.apps.journal.actor import system
from banso.apps.policies import selectors, services, shipping
from banso.apps.policies.models import PolicyVersion

from . import making

SYSTEM = system(making.NOW)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


def shipped(code):
    return PolicyVersion.objects.get(code=code)


def test_the_practice_as_surveyed_is_in_force_from_the_start_of_the_programmes():
    version = selectors.version_in_force("support", date(2016, 3, 1))
    assert (version.code, version.author, version.in_force_to) == ("as_surveyed", None, None)
    assert selectors.version_in_force("support", date(2016, 2, 29)) is None


def test_the_others_are_drafts_that_nobody_wrote_in():
    for code in ("reformed", "potential_priority", "fair_share"):
        version = shipped(code)
        assert (version.state, version.author, version.editors.count()) == ("draft", None, 0)


def test_what_ships_passes_the_check():
    for version in PolicyVersion.objects.order_by("id"):
        assert selectors.check_files(version.files) == ()


def test_every_folder_that_ships_is_named():
    folders = {path.name for path in shipping.SHIPPED.iterdir() if path.is_dir()}
    assert set(PolicyVersion.objects.values_list("code", flat=True)) == folders


def test_loading_twice_changes_nothing():
    assert services.load_shipped_policies(SYSTEM) == 0


def test_a_draft_that_staff_changed_is_left_alone():
    version = services.save_head(making.manager(), shipped("reformed"), 1, title_ja="題", title_en="T")
    assert services.load_shipped_policies(SYSTEM) == 0
    assert shipped("reformed").title_ja == version.title_ja


def test_a_draft_that_nobody_changed_follows_the_files_that_ship(chain):
    version = shipped("reformed")
    PolicyVersion.objects.filter(pk=version.pk).update(title_ja="古い題", digest="0" * 64)
    assert services.load_shipped_policies(SYSTEM) == 1
    assert (shipped("reformed").title_ja, shipped("reformed").edition) == (version.title_ja, 2)
    assert chain("policy", "reformed") == ["policy.shipped", "policy.shipped"]


def test_a_draft_that_was_sent_to_approval_is_left_alone():
    services.send_to_approval(making.manager(), shipped("reformed"), 1)
    assert services.load_shipped_policies(SYSTEM) == 0


def test_who_sends_a_draft_as_shipped_becomes_its_author():
    sender = making.manager()
    assert services.send_to_approval(sender, shipped("reformed"), 1).author_id == sender.user_id


def test_the_demonstration_has_a_reform_in_force_that_one_wrote_and_another_approved(portfolio):
    version = selectors.version_in_force("support", making.TODAY)
    assert (version.code, version.in_force_from) == ("reformed", date(2025, 4, 1))
    assert (version.author.email, version.approver.email) == (
        "programme_manager@demo.invalid", "programme_manager-approver@demo.invalid",
    )  # fmt: skip
    trial = shipped("fair_share")
    assert (trial.in_force_from, trial.in_force_to) == (date(2024, 4, 1), date(2025, 3, 31))
    assert shipped("as_surveyed").in_force_to == date(2024, 3, 31)
    assert shipped("potential_priority").state == "draft"
    rights = [(held.user.email, held.right) for held in selectors.stewards_on(version.family, making.TODAY)]
    assert rights == [(version.approver.email, "approve"), (version.author.email, "edit")]
