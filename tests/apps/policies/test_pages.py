"""The pages of the room: who may do what, what a draft's form keeps, what a try and a comparison say."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse

from banso.apps.policies import services
from banso.apps.policies.models import PolicySteward, PolicyVersion, State
from banso.apps.policies.subjects import Case
from banso.engines.policy.model import Policy
from banso.engines.policy.sheets import write_workbook
from support import people

from . import making

pytestmark = pytest.mark.usefixtures("clock", "db")


def page(name, *args):
    return reverse(f"policies:{name}", args=args)


def text(response, status=200):
    assert response.status_code == status, response.status_code
    return response.content.decode()


@pytest.fixture
def steward(client_as):
    """``steward("edit")``: a client of a programme manager who holds these rights to the small family."""

    def sign_in(*rights, language="ja"):
        user = people.make("programme_manager")
        for right in rights:
            PolicySteward.objects.create(
                family=making.family(), user=user, right=right, given_on=making.TODAY - timedelta(days=1)
            )
        return client_as("programme_manager", user=user, language=language)

    return sign_in


def sent(version, rows, **more):
    """What the form of the table of entry sends: rows as tuples of points, advice and key."""
    data = {"edition": version.edition, "row": [key for _points, _advice, key in rows], **more}
    for points, advice, key in rows:
        data |= {
            f"{key}.points": points, f"{key}.advice": advice, f"{key}.reason_ja": "理由です。",
            f"{key}.reason_en": "A reason.", f"{key}.source": "proposed",
        }  # fmt: skip
    return data


WHOLE = [("≥ 70", "adopt", "1"), ("＜70", "decline", "2"), ("不明", "–", "3")]


# The list and reading


def test_the_list_says_what_to_do_while_there_is_no_version(client_as):
    making.family()
    assert "版がまだありません" in text(client_as("evaluator").get(page("version_list")))


def test_the_list_shows_versions_by_state_and_offers_copies_to_editors(steward):
    making.published()
    making.draft("second")
    shown = text(steward("edit").get(page("version_list")))
    assert "公布" not in shown
    assert page("copy", "second") in shown
    assert page("copy", "second") not in text(steward("approve").get(page("version_list")))


def test_the_list_costs_the_same_queries_for_more_versions(steward, queries):
    client = steward("edit")
    making.draft("one")
    client.get(page("version_list"))
    with queries() as few:
        client.get(page("version_list"))
    for code in ("two", "three", "four"):
        making.draft(code)
    with queries(len(few)):
        client.get(page("version_list"))


def test_a_discarded_version_is_listed_only_when_asked_for(steward):
    version = making.draft()
    services.discard(making.manager(), version, version.edition)
    client = steward("edit")
    assert page("version", "first") not in text(client.get(page("version_list")))
    assert page("version", "first") in text(client.get(page("version_list") + "?discarded"))


@pytest.mark.parametrize("name", ["version", "difference", "compare", "try_one"])
def test_readers_read_a_version_and_may_not_edit_it(client_as, name):
    making.draft()
    shown = text(client_as("auditor").get(page(name, "first")))
    assert "data-grid" not in shown
    assert page("send", "first") not in shown


def test_a_table_that_is_not_there_is_not_found(client_as):
    making.draft()
    assert client_as("auditor").get(page("table", "first", "nothing")).status_code == 404


def test_a_version_is_read_with_its_rows_as_sentences(client_as):
    making.draft()
    shown = text(client_as("auditor", language="en").get(page("table", "first", "entry")))
    assert "If points is 60 or more, then advice: adopt." in shown


# Editing


def test_a_right_to_the_family_opens_the_form(steward):
    making.draft()
    assert "data-grid" in text(steward("edit").get(page("table", "first", "entry")))
    assert "data-grid" not in text(steward("approve").get(page("table", "first", "entry")))


def test_a_version_that_is_no_draft_is_not_edited(steward):
    making.checked()
    assert "data-grid" not in text(steward("edit").get(page("table", "first", "entry")))


def test_what_is_typed_in_words_is_stored(steward):
    version = making.draft()
    response = steward("edit").post(page("save", "first", "entry"), sent(version, WHOLE))
    assert response.url == page("table", "first", "entry")
    assert ">= 70,adopt" in making.stored(version).files["entry.csv"]
    assert "null,-" in making.stored(version).files["entry.csv"]


def test_a_reason_for_a_change_is_stored_with_its_row_wherever_it_was_moved(steward):
    version = making.draft()
    moved = [WHOLE[1], WHOLE[0], WHOLE[2]]
    steward("edit").post(page("save", "first", "entry"), sent(version, moved, **{"note.1": "厳しくする"}))
    assert making.stored(version).change_notes == {"entry/2": "厳しくする"}


def test_a_stale_page_stores_nothing_and_keeps_what_was_typed(steward):
    version = making.draft()
    data = sent(version, [("≥ 33", "adopt", "1")])
    services.save_table(making.manager(), version, "entry", making.rows(), version.edition)
    client = steward("edit")
    shown = text(client.post(page("save", "first", "entry"), data), 409)
    assert 'value="≥ 33"' in shown
    assert ">= 33" not in making.stored(version).files["entry.csv"]
    data["edition"] = making.stored(version).edition
    assert f'name="edition" value="{data["edition"]}"' in shown
    assert client.post(page("save", "first", "entry"), data).status_code == 302


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("up", ["2", "1", "3"]), ("down", ["1", "3", "2"]), ("remove", ["1", "3"]),
        ("add", ["1", "2", "n1", "3"]), ("duplicate", ["1", "2", "n1", "3"]),
    ],
)  # fmt: skip
def test_buttons_move_rows_without_a_script_and_store_nothing(steward, do, order):
    version = making.draft()
    response = steward("edit").post(page("save", "first", "entry"), sent(version, WHOLE, do=do, at="2"))
    assert [line.key for line in response.context["grid"].lines] == order
    assert making.stored(version).edition == version.edition


def test_a_row_for_a_gap_is_added_without_a_script(steward):
    version = making.draft()
    holes = [("≥ 70", "adopt", "1"), ("＜60", "decline", "2"), ("不明", "–", "3")]
    response = steward("edit").post(page("save", "first", "entry"), sent(version, holes, do="gap.0"))
    assert response.context["grid"].lines[3].conditions[0].text == "[60..70)"


def test_keys_of_rows_that_were_tampered_with_are_left_out(steward):
    version = making.draft()
    data = sent(version, WHOLE)
    data["row"] = [*data["row"], "<script>", "1"]
    response = steward("edit").post(page("save", "first", "entry"), data | {"do": "nothing"})
    assert [line.key for line in response.context["grid"].lines] == ["1", "2", "3"]


def test_the_check_of_what_is_typed_is_the_panel_alone_and_stores_nothing(steward):
    version = making.draft()
    holes = [("≥ 70", "adopt", "1"), ("＜60", "decline", "2")]
    shown = text(steward("edit").post(page("check", "first", "entry"), sent(version, holes)))
    assert shown.startswith("<section") and "点数 [60..70)" in shown
    assert making.stored(version).edition == version.edition


def test_a_faulty_cell_is_tied_to_its_fault(steward):
    version = making.draft()
    services.save_table(making.manager(), version, "entry", making.rows("many"), version.edition)
    shown = text(steward("edit").get(page("table", "first", "entry")))
    assert 'aria-invalid="true" aria-describedby="e1"' in shown
    assert 'id="e1" data-at="c-1-points"' in shown


def test_a_table_is_escaped_wherever_it_is_shown(steward):
    version = making.draft()
    evil = "<script>alert(1)</script>"
    data = sent(version, WHOLE) | {"1.reason_ja": evil, "2.points": evil, "note.1": evil}
    client = steward("edit")
    client.post(page("save", "first", "entry"), data)
    for name, args in (("table", ("first", "entry")), ("difference", ("first",)), ("compare", ("first",))):
        assert evil not in text(client.get(page(name, *args)))


# The way of a version


def test_a_copy_begins_a_draft_under_a_free_code(steward):
    making.published()
    client = steward("edit")
    form = client.get(page("copy", "first")).context["form"]
    code = form.initial["code"]
    response = client.post(page("copy", "first"), {**form.initial, "title_en": "Second"})
    assert response.url == page("version", code)
    assert PolicyVersion.objects.get(code=code).based_on.code == "first"


def test_a_version_with_faults_is_not_sent(steward):
    version = making.draft()
    version = services.save_table(making.manager(), version, "entry", making.rows()[:1], version.edition)
    shown = text(steward("edit").post(page("send", "first"), {"edition": version.edition}))
    assert "検査で誤りが見つかりました" in shown or "誤り" in shown
    assert making.stored(version).state == State.DRAFT


def test_the_author_sends_and_cannot_approve_but_another_can(steward):
    author, other = steward("edit", "approve"), steward("approve")
    version = making.draft(by=making.manager(user=author.user))
    author.post(page("send", "first"), {"edition": version.edition})
    version = making.stored(version)
    assert version.state == State.CHECKED
    refused = author.post(page("approve", "first"), {"edition": version.edition})
    assert refused.context["form"].non_field_errors()
    other.post(page("approve", "first"), {"edition": version.edition})
    version = making.stored(version)
    assert version.state == State.APPROVED
    other.post(page("publish", "first"), {"edition": version.edition, "in_force_from": "令和8年4月1日"})
    assert making.stored(version).in_force_from == making.APRIL


def test_a_day_in_the_past_is_refused_beside_its_field(steward):
    version = making.approved()
    data = {"edition": version.edition, "in_force_from": "2026-03-01"}
    assert steward("approve").post(page("publish", "first"), data).context["form"].errors["in_force_from"]


def test_a_version_is_returned_with_a_reason_by_who_approves(steward):
    version = making.checked()
    steward("approve").post(
        page("return", "first"), {"edition": version.edition, "reason": "数字の根拠がない"}
    )
    assert making.stored(version).state == State.DRAFT
    assert "数字の根拠がない" in text(steward("edit").get(page("version", "first")))


def test_nobody_without_a_right_returns_a_version(client_as):
    making.checked()
    assert client_as("auditor").get(page("return", "first")).status_code == 404


def test_a_refused_act_goes_out_on_the_edition_of_now(steward):
    version = making.draft()
    services.save_table(making.manager(), version, "entry", making.rows(), version.edition)
    client = steward("edit")
    response = client.post(page("send", "first"), {"edition": version.edition})
    assert response.context["form"].non_field_errors()
    client.post(page("send", "first"), {"edition": response.context["form"].data["edition"]})
    assert making.stored(version).state == State.CHECKED


def test_an_administrator_gives_and_ends_rights(client_as):
    user, family = people.make("programme_manager"), making.family()
    client = client_as("administrator")
    client.post(page("stewards", family.code), {"user": user.pk, "right": "approve"})
    held = PolicySteward.objects.get(user=user)
    assert user.name in text(client.get(page("stewards", family.code)))
    client.post(page("steward_end", family.code, held.pk))
    assert PolicySteward.objects.get(user=user).ended_on == making.TODAY


# Workbooks


def test_a_workbook_goes_out_and_comes_back(steward):
    version = making.draft()
    client = steward("edit")
    book = client.get(page("workbook", "first"))
    assert book["Content-Type"].endswith("spreadsheetml.sheet")
    file = BytesIO(book.content)
    file.name = "first.xlsx"
    response = client.post(page("upload", "first"), {"edition": version.edition, "file": file})
    assert response.url == page("version", "first")
    assert making.stored(version).files["entry.csv"] == version.files["entry.csv"]


def test_a_workbook_with_faults_is_told_by_place_and_nothing_is_stored(steward):
    version = making.draft()
    policy = _policy(making.files(entry=making.ENTRY))
    file = BytesIO(write_workbook(policy).replace(b"PK", b"XX", 1))
    file.name = "broken.xlsx"
    data = {"edition": version.edition, "file": file}
    shown = text(steward("edit").post(page("upload", "first"), data))
    assert "ワークブックに誤りがあります" in shown
    assert making.stored(version).edition == version.edition


def _policy(files) -> Policy:
    from banso.engines.policy.folder import read_files

    policy = read_files(files).policy
    assert policy is not None
    return policy


def test_a_draft_that_cannot_be_read_has_no_workbook_and_says_so(steward):
    version = making.draft()
    services.save_table(making.manager(), version, "entry", making.rows("many"), version.edition)
    assert "ワークブックに書き出せます" in text(steward("edit").get(page("workbook", "first")), 409)


# Trying and comparing


@pytest.fixture
def two(subject):
    """A version in force, a draft that asks for more, and cases that it moves."""
    making.published("first", first=making.TODAY)
    making.draft("second", entry=making.ENTRY.replace("60", "70"))
    return subject(
        "sample",
        {
            f"S-{points}": Case(f"S-{points}", making.TODAY, {"points": points, "market": "US", "cost": 1000})
            for points in (50, 65, 65.5, 80)
        },
    )


def test_typed_facts_are_decided_under_both_versions(client_as, two):
    shown = client_as("reviewer", language="en").get(page("try_one", "second"), {"f.points": "65"})
    values = [
        dict((title, value) for title, value, _differs in side.values)
        for side in shown.context["trial"].sides
    ]
    assert [one["advice"] for one in values] == ["adopt", "decline"]
    assert "Missing facts:" in text(shown)


def test_a_fact_that_cannot_be_read_is_told_beside_it_and_kept(client_as, two):
    shown = text(client_as("reviewer").get(page("try_one", "second"), {"f.points": "六十"}))
    assert 'value="六十"' in shown and "この事実に合わない値です" in shown


def test_the_facts_of_a_case_are_taken_over_by_reference(client_as, two):
    shown = client_as("evaluator").get(page("try_one", "second"), {"ref": "S-65"})
    assert 'value="65"' in text(shown) and "/sample/S-65/" in text(shown)


def test_a_reference_that_is_nobodys_is_said(client_as, two):
    assert "「NONE」に当たる申請、案件、事業者はありません" in text(
        client_as("evaluator").get(page("try_one", "second"), {"ref": "NONE"})
    )


def test_a_case_is_found_by_the_name_of_its_firm(client_as, portfolio):
    from banso.apps.casework.models import Case as CaseRow

    case = CaseRow.objects.filter(application__isnull=False).select_related("firm").order_by("pk").first()
    shown = text(client_as("evaluator").get(page("try_one", "as_surveyed"), {"ref": case.firm.name}))
    assert f'href="?ref={case.ref}"' in shown
    assert f'href="?ref={case.application.ref}"' in shown


def test_who_does_not_read_every_record_cannot_look_up_a_case(client_as, two):
    shown = text(client_as("office_staff").get(page("try_one", "second"), {"ref": "S-65"}))
    assert 'value="65"' not in shown and 'name="ref"' not in shown


def test_the_page_of_a_table_tries_the_last_case_again(client_as, two):
    client = client_as("evaluator")
    client.get(page("try_one", "second"), {"ref": "S-65"})
    part = client.get(page("try_one", "second"), {"table": "entry"}, headers={"HX-Request": "true"})
    assert "S-65" in text(part) and "点数" in text(part)


def test_the_effect_counts_moves_and_money_over_what_is_open(client_as, two):
    response = client_as("evaluator").get(page("impact", "second"))
    one = response.context["impacts"][0]
    assert (one.count, one.changed) == (4, 2)
    shown = text(response)
    assert "「採否」は4件のうち2件（50.0 %）で変わり" in shown
    assert "負担額の合計（円）" in shown


def test_the_cases_of_one_cell_are_listed_and_taken_away(client_as, two):
    client = client_as("evaluator")
    query = {"kind": "sample", "result": "advice", "before": "adopt", "after": "decline"}
    shown = text(client.get(page("moved", "second"), query))
    assert "S-65" in shown and "S-80" not in shown
    book = client.get(page("moved", "second"), {**query, "format": "csv"})
    assert b"S-65" in book.content and b"S-80" not in book.content


def test_a_draft_that_cannot_be_read_has_no_effect_yet(client_as, two):
    version = PolicyVersion.objects.get(code="second")
    services.save_table(making.manager(), version, "entry", making.rows("many"), version.edition)
    assert "すべてのセルを読めるようになると" in text(client_as("evaluator").get(page("impact", "second")))


def test_a_case_with_a_fact_of_the_wrong_kind_is_left_out_and_counted(client_as, two):
    two.open_cases().append(None)
    case = Case("S-x", making.TODAY, {"points": "many"})
    cases = [*[c for c in two.open_cases() if c], case]
    from banso.apps.policies.impacts import Impact

    policy = _policy(making.files())
    found = Impact(two, cases, policy, policy)
    assert (found.count, found.unfit) == (4, 1)


def test_offices_do_not_open_what_lists_every_case(client_as, two):
    assert client_as("office_staff").get(page("impact", "second")).status_code == 403
    assert page("impact", "second") not in text(client_as("office_staff").get(page("version", "second")))


def test_a_version_is_held_against_another_on_request(client_as, two):
    client = client_as("auditor")
    assert "点数が60以上のとき" in text(client.get(page("difference", "second")))
    assert client.get(page("difference", "second"), {"with": "nothing"}).status_code == 404


def test_the_page_of_a_version_tells_what_happened_to_it(client_as):
    making.checked()
    assert "検査で誤りがなく" in text(client_as("auditor").get(page("version", "first")))


def test_every_page_speaks_english_too(client_as, two):
    client = client_as("programme_manager", language="en")
    for name in ("version", "difference", "compare", "impact", "try_one"):
        shown = text(client.get(page(name, "second")))
        assert "Tables" in shown and 'lang="en"' in shown
