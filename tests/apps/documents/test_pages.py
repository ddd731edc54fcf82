"""Documents on pages: who sees which, what a download is, and forms that keep what was typed."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from banso.apps.casework.models import Case
from banso.apps.documents.models import Document, SubjectKind
from banso.apps.journal.models import Event
from support import people


@pytest.fixture
def case(portfolio):
    """A case under an expert, at the office of the example staff, whose firm has a user."""
    office = people.example("office_staff").assignments.get(role="office_staff").office
    found = Case.objects.filter(office=office, firm__office=office, expert__user__isnull=False)
    return found.filter(firm__contacts__user__isnull=False).order_by("pk").first()


@pytest.fixture
def on_case(give, case):
    """``on_case("a.txt", b"...", visible_to_firm=True)``: a document of the case."""

    def give_one(name="a.txt", content=b"text", **changes):
        of = {"firm": case.firm, "subject_kind": SubjectKind.CASE, "subject_ref": case.ref}
        return give(name, content, **of, **changes)

    return give_one


@pytest.fixture
def roles(client_as, case):
    """A client of each role that may have to do with the case; ``other_...`` have not."""
    other = Case.objects.exclude(office=case.office).exclude(expert=case.expert)
    other = other.exclude(firm=case.firm).filter(expert__user__isnull=False).order_by("pk").first()
    return {
        "firm": client_as("firm_member", firm=case.firm),
        "other_firm": client_as("firm_member", firm=other.firm),
        "staff": client_as("office_staff", office=case.office),
        "other_staff": client_as("office_staff", office=other.office),
        "expert": client_as("expert", user=case.expert.user),
        "other_expert": client_as("expert", user=other.expert.user),
        "reviewer": client_as("reviewer"),
        "auditor": client_as("auditor"),
    }


def seen_by(roles, document):
    found = set()
    for name, client in roles.items():
        response = client.get(reverse("documents:download", args=[document.ref]))
        assert response.status_code in (200, 404)
        if response.status_code == 200:
            assert b"".join(response.streaming_content) == b"text"
            found.add(name)
    return found


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({}, {"staff", "auditor"}),
        ({"visible_to_firm": True}, {"staff", "auditor", "firm"}),
        ({"visible_to_expert": True}, {"staff", "auditor", "expert"}),
    ],
)
def test_a_document_is_private_to_those_the_record_and_its_marks_open_it_to(roles, on_case, marks, expected):
    assert seen_by(roles, on_case(**marks)) == expected


def test_reviewers_see_documents_of_applications_only(client_as, give, case):
    application = case.firm.applications.order_by("pk").first()
    of = {"firm": case.firm, "subject_kind": SubjectKind.APPLICATION, "subject_ref": application.ref}
    document = give("a.txt", b"text", **of)
    assert "reviewer" in seen_by({"reviewer": client_as("reviewer")}, document)


def test_a_removed_document_is_gone_for_everybody(roles, on_case, case):
    document = on_case()
    page = reverse("documents:remove", args=[document.ref])
    response = roles["staff"].post(page, {"reason": "wrong case"}, follow=True)
    assert "資料を削除しました" in response.content.decode()
    assert seen_by(roles, document) == set()
    assert Document.objects.get(pk=document.pk).deleted_at is not None


def test_a_download_is_saved_never_shown_and_written_down(roles, on_case):
    document = on_case("契約 書.txt", title="契約")
    response = roles["staff"].get(reverse("documents:download", args=[document.ref]))
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%A5%91")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"
    assert b"".join(response.streaming_content) == b"text"
    event = Event.objects.filter(subject_kind="document", subject_ref=document.ref).latest("number")
    assert (event.action, event.actor_id) == ("document.downloaded", roles["staff"].user.pk)


def test_a_download_of_a_locked_file_says_why(roles, on_case, case):
    document = on_case()
    Document.objects.filter(pk=document.pk).update(scan_state="infected", scanned_at=document.uploaded_at)
    response = roles["staff"].get(reverse("documents:download", args=[document.ref]), follow=True)
    assert response.redirect_chain[-1][0] == reverse("casework:case", args=[case.ref])
    text = response.content.decode()
    assert "利用を停止しています" in text
    assert f'href="{reverse("documents:download", args=[document.ref])}"' not in text


def test_several_files_are_uploaded_at_once_with_their_own_titles(roles, case):
    before = set(Document.objects.values_list("pk", flat=True))
    files = [SimpleUploadedFile("一.txt", b"one"), SimpleUploadedFile("二.txt", b"two")]
    page = reverse("documents:upload", args=["case", case.ref])
    response = roles["staff"].post(
        page, {"files": files, "kind": "other", "title": "x", "visible_to_expert": "on"}, follow=True
    )
    assert "資料を登録しました" in response.content.decode()
    found = Document.objects.exclude(pk__in=before).order_by("pk")
    assert [row.title for row in found] == ["一.txt", "二.txt"]
    assert {(row.visible_to_firm, row.visible_to_expert) for row in found} == {(False, True)}


def test_a_refused_file_keeps_what_was_typed(roles, case):
    bad = SimpleUploadedFile("請求書.pdf", b"MZ")
    page = reverse("documents:upload", args=["case", case.ref])
    response = roles["staff"].post(page, {"files": [bad], "kind": "invoice", "title": "請求書 3月"})
    text = response.content.decode()
    assert "請求書.pdf：ファイルの中身が拡張子と一致しません" in text
    assert "請求書 3月" in text
    assert '<option value="invoice" selected>' in text


def test_a_macro_workbook_under_another_name_is_refused_with_the_reason(roles, case):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    page = reverse("documents:upload", args=["case", case.ref])
    sent = {"files": [SimpleUploadedFile("表.xlsx", out.getvalue())], "kind": "other"}
    assert "マクロが含まれています" in roles["staff"].post(page, sent).content.decode()


@pytest.mark.parametrize(("who", "expected"), [("firm", 404), ("staff", 200), ("expert", 404)])
def test_outside_the_office_only_an_own_upload_of_the_day_is_taken_back(roles, on_case, who, expected):
    document = on_case(visible_to_firm=True, visible_to_expert=True)
    assert roles[who].get(reverse("documents:remove", args=[document.ref])).status_code == expected


def test_a_firm_takes_its_own_upload_back_within_a_day(roles, case, move_clock):
    page = reverse("documents:upload", args=["case", case.ref])
    roles["firm"].post(page, {"files": [SimpleUploadedFile("a.txt", b"oops")], "kind": "photo"})
    document = Document.objects.latest("pk")
    assert (document.visible_to_firm, document.subject_ref) == (True, case.ref)
    back = reverse("documents:remove", args=[document.ref])
    assert roles["firm"].get(back).status_code == 200
    move_clock(hours=25)
    roles["firm"].force_login(roles["firm"].user)
    assert roles["firm"].get(back).status_code == 404


def test_staff_settle_who_sees_a_document(roles, on_case):
    document = on_case()
    page = reverse("documents:change", args=[document.ref])
    assert roles["firm"].get(page).status_code == 403
    roles["staff"].post(page, {"kind": "contract", "title": "契約書", "visible_to_firm": "on"})
    document.refresh_from_db()
    assert (document.kind, document.title, document.visible_to_firm) == ("contract", "契約書", True)


def test_a_newer_file_takes_the_place_of_an_older_on_the_page(roles, on_case, case):
    old = on_case(title="価格表")
    page = reverse("documents:replace", args=[old.ref])
    roles["staff"].post(page, {"files": SimpleUploadedFile("b.txt", b"newer")})
    text = roles["staff"].get(reverse("casework:case", args=[case.ref])).content.decode()
    assert reverse("documents:download", args=[old.ref]) not in text
    assert "価格表" in text


@pytest.mark.parametrize("kind", ["firm", "case", "nonsense"])
def test_nobody_uploads_to_a_record_out_of_reach(roles, case, kind):
    ref = {"firm": case.firm.ref, "case": case.ref}.get(kind, "C-1")
    page = reverse("documents:upload", args=[kind, ref])
    assert roles["other_staff"].get(page).status_code == 404
    assert roles["other_firm"].get(page).status_code == 404


def test_the_page_of_a_firm_lists_all_of_its_documents_in_few_queries(roles, on_case, give, case, queries):
    page = reverse("documents:firm_documents", args=[case.firm.ref])
    on_case("a.txt", b"1", title="案件の資料")
    roles["staff"].get(page)
    with queries(at_most=8) as few:
        roles["staff"].get(page)
    for number in range(5):
        on_case(f"{number}.txt", str(number * 7).encode(), title=f"資料{number}")
    give("f.txt", b"firm", firm=case.firm, subject_ref=case.firm.ref, title="企業の資料")
    with queries(len(few)):
        text = roles["staff"].get(page).content.decode()
    assert "案件の資料" in text
    assert "企業の資料" in text


def test_documents_on_a_page_cost_one_query(roles, on_case, case, queries):
    from django.utils import timezone

    from banso.apps.accounts.access import Access
    from banso.apps.documents.selectors import documents_of

    for number in range(3):
        on_case(f"{number}.txt", str(number).encode())
    access = Access(roles["staff"].user, timezone.now())
    assert access.roles
    with queries(1):
        shelf = documents_of(access, "case", case.ref)
    assert len(shelf.lines) >= 3
