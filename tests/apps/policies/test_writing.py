"""A draft is copied, read in and changed; what cannot be read is not stored."""

import pytest

from banso.apps.policies import selectors, services
from banso.apps.policies.services import Unreadable
from banso.engines.policy.folder import read_files

from . import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def rules(caught):
    return {(fault.rule, fault.file, fault.row, fault.column) for fault in caught.value.faults}


def test_files_that_are_read_in_become_a_draft_of_the_family(chain):
    author = making.manager()
    version = services.import_version(author, making.family(), making.files())
    assert (version.code, version.state, version.family.code) == ("small", "draft", "small")
    assert version.author_id == author.user_id
    assert chain("policy", "small") == ["policy.imported"]


def test_the_files_that_are_kept_say_the_code_and_family_of_the_version():
    policy = read_files(making.draft("other").files).policy
    assert (policy.id, policy.family, policy.title.en) == ("other", "small", "A small policy")


def test_dates_author_and_approver_of_a_head_are_left_to_the_columns():
    head = 'in_force_from = 2030-01-01\nauthor = "某"\n' + making.HEAD
    policy = read_files(making.draft(head=head).files).policy
    assert (policy.in_force_from, policy.author) == (None, "")


def test_the_same_policy_is_the_same_text_whatever_was_written_before():
    first = making.draft("plain")
    spaced = making.draft("spaced", entry=making.ENTRY.replace(">= 60", "≧６０"))
    assert first.files["entry.csv"] == spaced.files["entry.csv"]
    assert first.files["policy.toml"].replace("plain", "spaced") == spaced.files["policy.toml"]


def test_files_that_cannot_be_read_are_refused_by_place_and_nothing_is_stored(chain):
    broken = making.ENTRY.replace(">= 60", ">= sixty")
    with pytest.raises(Unreadable) as caught:
        making.draft(entry=broken)
    assert caught.value.rule == "unreadable"
    assert [(fault.file, fault.row, fault.column) for fault in caught.value.faults] == [
        ("entry.csv", 2, "points")
    ]
    assert chain("policy", "first") == []


@pytest.mark.parametrize("code", ["", "First", "1st", "a b", "a-b", "a" * 41, "初"])
def test_a_code_has_small_letters_digits_and_underscores(code, refused):
    with refused("code_unreadable", "code"):
        services.copy_version(making.manager(), making.draft(), code=code, title_ja="版", title_en="V")


def test_a_code_is_given_once(refused):
    with refused("code_taken", "code"):
        services.copy_version(making.manager(), making.draft(), code="first", title_ja="版", title_en="V")


def test_a_copy_is_a_draft_of_its_own_that_knows_what_it_came_from(chain):
    source = making.published()
    author = making.manager()
    copy = services.copy_version(author, source, code="next", title_ja="次の版", title_en="The next")
    assert (copy.state, copy.based_on, copy.author_id) == ("draft", source, author.user_id)
    assert copy.files["entry.csv"] == source.files["entry.csv"]
    assert read_files(copy.files).policy.title.ja == "次の版"
    assert (copy.in_force_from, copy.approver) == (None, None)
    assert chain("policy", "next") == ["policy.copied"]


def test_a_copy_needs_a_title_in_both_languages(refused):
    with refused("required", "title_en"):
        services.copy_version(making.manager(), making.draft(), code="next", title_ja="次", title_en=" ")


def test_a_table_is_written_anew_with_the_reasons_for_its_changes(chain):
    version = making.draft()
    writer = making.manager()
    version = services.save_table(
        writer, version, "entry", making.rows(70), 1, notes={1: "目標を上げる", 2: " "}
    )
    assert ">= 70" in version.files["entry.csv"]
    assert (version.edition, version.change_notes) == (2, {"entry/1": "目標を上げる"})
    assert version.editors.filter(pk=writer.user_id).exists()
    assert chain("policy", "first") == ["policy.imported", "policy.changed"]


def test_reasons_of_other_tables_stay_and_those_of_this_one_go_with_its_rows():
    version = making.draft()
    writer = making.manager()
    version = services.save_table(writer, version, "entry", making.rows(), 1, notes={1: "一", 3: "三"})
    fee = [{"market": "-", "applied": "-", "share": "1", "reason_ja": "全額", "reason_en": "All"}]
    version = services.save_table(writer, version, "fee", fee, 2, notes={1: "負担"})
    version = services.save_table(writer, version, "entry", making.rows(), 3, notes={2: "二"})
    assert version.change_notes == {"entry/2": "二", "fee/1": "負担"}


def test_a_draft_may_be_kept_with_a_cell_that_cannot_be_read(chain):
    version = making.draft()
    rows = making.rows()
    rows[0]["points"] = ">= sixty"
    version = services.save_table(making.manager(), version, "entry", rows, 1)
    assert ">= sixty" in making.stored(version).files["entry.csv"]
    faults = selectors.check_files(version.files)
    assert [(fault.file, fault.row, fault.column) for fault in faults] == [("entry.csv", 2, "points")]
    with pytest.raises(ValueError, match="cannot be read"):
        selectors.policy_of(version)


def test_a_draft_may_be_kept_with_a_gap():
    version = services.save_table(making.manager(), making.draft(), "entry", making.rows()[:1], 1)
    assert {fault.rule for fault in selectors.check_files(version.files)} == {"gap"}


def test_a_table_that_the_version_does_not_have_is_refused(refused):
    with refused("table_unknown"):
        services.save_table(making.manager(), making.draft(), "policy.toml", making.rows(), 1)


def test_a_column_that_the_table_does_not_have_is_refused_and_nothing_is_stored(refused):
    version = making.draft()
    with refused("column_unknown"):
        services.save_table(making.manager(), version, "entry", [*making.rows(), {"age": "3"}], 1)
    assert making.stored(version).edition == 1


def test_a_table_of_too_many_rows_is_refused(refused):
    with refused("unreadable"):
        services.save_table(making.manager(), making.draft(), "entry", making.rows() * 700, 1)


def test_what_was_written_on_an_older_edition_is_refused(refused, chain):
    version = making.draft()
    services.save_table(making.manager(), version, "entry", making.rows(80), 1)
    with refused("stale"):
        services.save_table(making.manager(), version, "entry", making.rows(90), 1)
    assert ">= 80" in making.stored(version).files["entry.csv"]
    assert chain("policy", "first") == ["policy.imported", "policy.changed"]


def test_all_tables_are_written_anew_and_the_head_stays():
    version = services.save_head(
        making.manager(), making.draft(), 1, title_ja="題", title_en="T", legal_basis_ja="法"
    )
    version = services.save_files(
        making.manager(), version, making.files(entry=making.ENTRY.replace("60", "65")), 2
    )
    policy = selectors.policy_of(version)
    assert (policy.id, policy.title.en, policy.legal_basis.ja) == ("first", "T", "法")
    assert ">= 65" in version.files["entry.csv"]


def test_titles_and_legal_basis_stand_in_the_columns_and_in_the_files():
    version = services.save_head(
        making.manager(), making.draft(), 1, title_ja=" 題 ", title_en="T", legal_basis_en="Law"
    )
    assert (version.title_ja, version.legal_basis_en) == ("題", "Law")
    policy = read_files(version.files).policy
    assert (policy.title.ja, policy.title.en, policy.legal_basis.en) == ("題", "T", "Law")


def test_the_head_of_a_draft_with_an_unreadable_cell_can_be_written():
    rows = making.rows()
    rows[0]["points"] = ">= sixty"
    version = services.save_table(making.manager(), making.draft(), "entry", rows, 1)
    version = services.save_head(making.manager(), version, 2, title_ja="題", title_en="T")
    assert 'title_en = "T"' in version.files["policy.toml"]
    assert ">= sixty" in version.files["entry.csv"]


def test_a_version_goes_out_as_a_folder_with_its_dates_author_and_approver():
    version = making.published()
    policy = read_files(selectors.files_of(version)).policy
    assert (policy.in_force_from, policy.author, policy.approver) == (
        making.APRIL, version.author.name, version.approver.name,
    )  # fmt: skip


def test_a_draft_that_is_thrown_away_stays_readable_and_cannot_be_changed(refused, chain):
    version = services.discard(making.manager(), making.draft(), 1)
    assert selectors.policy_of(making.stored(version)).title.en == "A small policy"
    with refused("policy_state"):
        services.save_table(making.manager(), version, "entry", making.rows(), version.edition)
    assert chain("policy", "first") == ["policy.imported", "policy.discarded"]


def test_characters_that_no_person_types_are_taken_out_before_anything_is_stored():
    head = making.HEAD.replace("A small policy", "A \\u0000small\\u0007 policy")
    version = making.draft(head=head, fee=making.FEE.replace("その他です。", "そ\x00の他です。"))
    assert making.stored(version).title_en == "A small policy"
    assert "その他です。" in version.files["fee.csv"]
    rows = making.rows()
    rows[0]["reason_ja"] = " 届き\x00\n\tます　。 "
    version = services.save_table(making.manager(), version, "entry", rows, 1)
    assert "届き ます　。" in making.stored(version).files["entry.csv"]
