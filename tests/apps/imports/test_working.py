"""A file is tried and stored through the services: all of it or nothing, and the same file twice once."""

import csv
import io

import pytest

from banso.apps.accounts.models import RoleAssignment
from banso.apps.base import Refused
from banso.apps.directory.models import Expert, Firm, Office
from banso.apps.imports.kinds import KINDS
from banso.apps.imports.models import ImportRun, Layout, OldId, RunState
from banso.apps.imports.services import begin, carry_out, columns_of, map_columns
from banso.apps.imports.working import work
from banso.apps.journal.models import Event
from banso.engines.kernel.tables import read_table

FIRM = {
    "old_id": "A-1", "kind": "corporation", "corporate_number": "1180301018771", "name": "株式会社みほん",
    "name_kana": "ミホン", "prefecture": "04", "industry": "food", "export_experience": "none",
    "ec_record": "none", "employees": "24", "capital_yen": "10,000,000円",
}  # fmt: skip
OFFICE = {
    "old_id": "7", "code": "newtown", "name_ja": "新町", "name_en": "Newtown", "prefecture": "04",
    "opened_on": "令和2年4月1日",
}  # fmt: skip


def content(*rows: dict[str, str]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return target.getvalue().encode()


def table(*rows):
    return read_table("file.csv", content(*rows))


def tried(actor, kind, *rows, store=True):
    held = table(*rows)
    return work(actor("administrator"), KINDS[kind], held, columns_of(KINDS[kind], held), store=store)


def rules(outcome):
    return [(error.row, error.column, error.rule) for error in outcome.errors]


@pytest.fixture(autouse=True)
def _with_industry(configuration):
    from banso.apps.directory.models import Industry

    FIRM["industry"] = Industry.objects.order_by("pk").first().code


def test_a_try_says_what_would_be_stored_and_stores_nothing(actor):
    events = Event.objects.count()
    outcome = tried(actor, "offices", OFFICE, store=False)
    assert (outcome.rows, outcome.new, outcome.errors) == (1, 1, [])
    assert not Office.objects.filter(code="newtown").exists()
    assert not OldId.objects.exists()
    assert Event.objects.count() == events


def test_a_sound_file_is_stored_with_the_old_ids(actor):
    assert tried(actor, "offices", OFFICE).errors == []
    office = Office.objects.get(code="newtown")
    assert office.opened_on.isoformat() == "2020-04-01"
    assert OldId.objects.get(kind="offices", old="7").ref == "newtown"


def test_the_same_file_twice_changes_nothing(actor):
    tried(actor, "offices", OFFICE)
    again = tried(actor, "offices", OFFICE)
    assert (again.new, again.known, again.agrees) == (0, 1, True)


def test_one_bad_row_keeps_all_others_out_and_names_its_cell(actor):
    bad = OFFICE | {"old_id": "8", "code": "othertown", "prefecture": "99"}
    outcome = tried(actor, "offices", OFFICE, bad)
    assert rules(outcome) == [(3, "prefecture", "code_unknown")]
    assert outcome.errors[0].value == "99"
    assert not Office.objects.filter(code="newtown").exists()


def test_every_bad_cell_of_a_row_is_named(actor):
    bad = OFFICE | {"name_ja": "", "opened_on": "someday"}
    assert rules(tried(actor, "offices", bad)) == [
        (2, "name_ja", "value_missing"),
        (2, "opened_on", "day_unreadable"),
    ]


def test_an_old_id_that_stands_twice_is_an_error(actor):
    twice = OFFICE | {"code": "othertown"}
    assert rules(tried(actor, "offices", OFFICE, twice)) == [(3, "old_id", "old_id_repeated")]


def test_a_needed_column_that_is_missing_is_named(actor):
    short = {name: value for name, value in OFFICE.items() if name != "prefecture"}
    assert rules(tried(actor, "offices", short)) == [(None, "prefecture", "column_missing")]


def test_the_service_refuses_at_the_column_it_is_about(actor):
    wrong = FIRM | {"corporate_number": "2180301018771"}
    assert rules(tried(actor, "firms", wrong)) == [(2, "corporate_number", "number_check_digit")]


def test_figures_of_the_file_agree_with_what_is_stored(actor):
    tried(actor, "offices", OFFICE)
    outcome = tried(actor, "firms", FIRM | {"corporate_number": "", "kind": "個人事業主"})
    assert outcome.errors == []
    assert outcome.sums["capital_yen"] == {"file": "10000000", "stored": "10000000"}
    assert outcome.agrees
    assert Firm.objects.get(ref=OldId.objects.get(kind="firms").ref).employees == 24


def test_staff_and_experts_find_their_office_by_its_old_id(actor):
    tried(actor, "offices", OFFICE)
    staff = {
        "old_id": "S1", "name": "山田 花子", "email": "yamada@example.jp", "office": "7",
        "role": "office_staff", "since": "2022-04-01",
    }  # fmt: skip
    expert = {
        "old_id": "E1", "code": "X-0900", "name": "佐藤 健", "name_kana": "サトウ ケン", "office": "7",
        "monthly_hours": "60", "contract_from": "2025-04-01", "languages": "en、zh",
    }  # fmt: skip
    assert tried(actor, "staff", staff).errors == []
    assert tried(actor, "experts", expert).errors == []
    assert RoleAssignment.objects.get(user__email="yamada@example.jp").office.code == "newtown"
    assert sorted(Expert.objects.get(code="X-0900").languages.values_list("code", flat=True)) == ["en", "zh"]


def test_a_file_gives_no_role_beyond_an_office(actor):
    tried(actor, "offices", OFFICE)
    staff = {
        "old_id": "S1", "name": "山田 花子", "email": "yamada@example.jp", "office": "7",
        "role": "administrator", "since": "2022-04-01",
    }  # fmt: skip
    assert rules(tried(actor, "staff", staff)) == [(2, "role", "choice_unknown")]


def test_columns_are_known_by_their_japanese_names(actor):
    named = {str(KINDS["offices"].field(code).label): value for code, value in OFFICE.items()}
    assert tried(actor, "offices", named).errors == []


def test_chosen_columns_are_remembered_for_the_same_header(actor):
    odd = {f"列{place}": value for place, value in enumerate(OFFICE.values())}
    kind, who = KINDS["offices"], actor("administrator")
    run = begin(who, kind, "alt.csv", content(odd))
    chosen = dict(zip(OFFICE, odd, strict=True))
    map_columns(who, run, chosen)
    assert Layout.objects.count() == 1
    assert columns_of(kind, table(odd)) == chosen


def test_a_file_is_stored_only_after_a_try_without_errors(actor):
    who = actor("administrator")
    run = begin(who, KINDS["offices"], "alt.csv", content(OFFICE))
    with pytest.raises(Refused) as refused:
        carry_out(who, run, store=True)
    assert refused.value.rule == "not_tried"
    carry_out(who, run, store=False)
    assert ImportRun.objects.get().state == RunState.CHECKED
    carry_out(who, run, store=True)
    run.refresh_from_db()
    assert (run.state, bool(run.file)) == (RunState.STORED, False)
    assert Event.objects.filter(action="import.stored", subject_ref=run.ref).count() == 1
    with pytest.raises(Refused) as refused:
        carry_out(who, run, store=True)
    assert refused.value.rule == "run_closed"
