"""One box finds firms, people and records: within reach, best first, kept in step with every change."""

import pytest
from django.urls import reverse
from django.utils import timezone

from banso.apps.accounts.access import Access
from banso.apps.casework.models import Case
from banso.apps.directory import services as directory
from banso.apps.directory.models import Contact, Firm, Industry
from banso.apps.search.indexing import rebuild, rebuilt_at_the_end
from banso.apps.search.models import Entry, Kind
from banso.apps.search.selectors import search
from banso.apps.search.sources import SOURCES
from support import people


@pytest.fixture
def access(portfolio):
    """``access("office_staff")``: the rights of the example of a role, or of a given person."""
    return lambda role, user=None: Access(user or people.example(role), timezone.now())


@pytest.fixture
def firm(portfolio, actor):
    """A firm at the office of the example staff, with a contact, registered through the service."""
    office = people.example("office_staff").assignments.get(role="office_staff").office
    data = directory.FirmData(
        kind="corporation",
        corporate_number="1010401089234",
        name="株式会社髙﨑ガラス工芸",
        name_kana="タカサキガラスコウゲイ",
        name_en="Takasaki Glass Works Co., Ltd.",
        prefecture=office.prefecture,
        city="某市",
        industry=Industry.objects.order_by("pk").first(),
        products="切子グラス",
        employees=12,
        capital_yen=None,
        export_experience="none",
        ec_record="none",
    )
    contact = directory.ContactData(name="齋藤 花子", name_kana="サイトウ ハナコ", phone="03-1234-5678")
    return directory.register_firm(actor("office_staff"), data, contact)


def found(groups, kind=Kind.FIRM):
    return [entry.ref for group in groups if group.kind == kind for entry in group.entries]


@pytest.mark.parametrize(
    "typed",
    [
        "株式会社髙﨑ガラス工芸",
        "高崎ガラス",
        "髙﨑",
        "ガラス",
        "ｶﾞﾗｽｺｳｹﾞｲ",
        "たかさき",
        "takasaki glass",
        "ＧＬＡＳＳ　ｔａｋａ",
        "1010401089234",
        "１０１０４０１０",
        "切子",
    ],
)
def test_a_firm_is_found_by_any_of_its_spellings_and_numbers(typed, firm, access):
    assert firm.ref in found(search(access("office_staff"), typed))


def test_a_contact_is_found_by_kana_and_variant_and_leads_to_the_firm(firm, access):
    for typed in ("斎藤", "さいとう", "花子"):
        assert found(search(access("office_staff"), typed, Kind.CONTACT), Kind.CONTACT).count(firm.ref) == 1


def test_a_telephone_number_finds_nobody(firm, access):
    assert not search(access("office_staff"), "03-1234-5678")


@pytest.mark.parametrize("role", ["auditor", "reviewer", "programme_manager", "partner_member"])
def test_who_may_not_open_contacts_finds_none(role, firm, access):
    assert found(search(access(role), "花子", Kind.CONTACT), Kind.CONTACT) == []


def test_rows_out_of_reach_are_not_even_counted(firm, access, person):
    other = Firm.objects.exclude(office=firm.office).exclude(office__parent=firm.office).first().office
    elsewhere = access("office_staff", person("office_staff", office=other))
    assert search(elsewhere, "髙﨑ガラス") == []
    assert search(access("office_staff"), "髙﨑ガラス")[0].count >= 1


@pytest.mark.parametrize(
    "role", ["office_staff", "expert", "partner_member", "auditor", "reviewer", "administrator"]
)
def test_each_role_finds_what_its_pages_show_and_nothing_else(role, access):
    mine = access(role)
    for kind, source in SOURCES.items():
        groups = search(mine, "a" if kind == Kind.PERSON else "会社", kind)
        reached = (
            set(mine.rows(source.action, source.model.objects.all()).values_list("pk", flat=True))
            if mine.can(source.action)
            else set()
        )
        assert {entry.key for group in groups for entry in group.entries} <= reached


def test_the_very_reference_comes_first_then_names_that_begin_so(firm, access, actor):
    groups = search(access("office_staff"), firm.ref)
    assert groups[0].entries[0].ref == firm.ref
    assert groups[0].entries[0].rank == 0
    ranks = [entry.rank for entry in search(access("auditor"), "山", Kind.FIRM)[0].entries]
    assert ranks == sorted(ranks)


def renamed(firm):
    """What is known of a firm, under another name."""
    values = {name: getattr(firm, name) for name in directory.FirmData.__dataclass_fields__}
    return directory.FirmData(**{**values, "name": "株式会社湖北硝子"})


def test_the_index_follows_a_change_in_the_same_transaction(firm, access, actor):
    assert found(search(access("office_staff"), "湖北硝子")) == []
    directory.change_firm(actor("office_staff"), firm, renamed(firm))
    assert found(search(access("office_staff"), "湖北硝子")) == [firm.ref]


def test_a_firm_is_found_by_what_it_was_called_before(firm, access, actor):
    directory.change_firm(actor("office_staff"), firm, renamed(firm))
    assert found(search(access("office_staff"), "髙﨑ガラス工芸")) == [firm.ref]


def test_an_erased_contact_is_not_found_any_more(firm, access, actor):
    contact = Contact.objects.get(firm=firm)
    directory.erase_contact(actor("office_manager"), contact)
    assert found(search(access("office_staff"), "花子", Kind.CONTACT), Kind.CONTACT).count(firm.ref) == 0
    assert not Entry.objects.filter(kind=Kind.CONTACT, key=contact.pk).exists()


def test_what_the_services_wrote_is_what_a_rebuild_makes(firm, actor):
    def state():
        return sorted(
            Entry.objects.values_list("kind", "key", "ref", "ref_key", "title", "detail", "names", "words")
        )

    kept = state()
    rebuild()
    assert state() == kept


def test_after_a_rebuild_the_index_follows_again(firm, access, actor):
    rebuild()
    assert found(search(access("office_staff"), firm.name)) == [firm.ref]
    directory.change_firm(actor("office_staff"), firm, renamed(firm))
    assert found(search(access("office_staff"), "湖北硝子")) == [firm.ref]


def test_signs_of_the_index_in_a_query_mean_nothing(firm, access):
    for typed in ('"', "* OR 1", "'; DROP TABLE", "a:b", "NEAR(", "!& |", "\\", "\x00"):
        search(access("office_staff"), typed)
    assert search(access("office_staff"), "\"'*") == []


def test_the_page_asks_few_queries_however_much_is_found(firm, client_as, queries):
    client = client_as("office_staff")
    page = reverse("search:results")
    client.get(page, {"q": "会社"})
    with queries(at_most=8) as few:
        client.get(page, {"q": "会社"})
    with queries(len(few)):
        client.get(page, {"q": "髙﨑"})


def test_the_page_says_what_was_found_and_leads_there(firm, client_as):
    text = client_as("office_staff").get(reverse("search:results"), {"q": "髙﨑ガラス"}).content.decode()
    assert reverse("directory:firm", args=[firm.ref]) in text
    assert "髙﨑ガラス" in text


def test_a_reference_opens_its_record_at_once(client_as, portfolio):
    case = Case.objects.order_by("pk").first()
    response = client_as("auditor").get(reverse("search:results"), {"q": case.ref.lower().replace("-", "－")})
    assert response.url == reverse("casework:case", args=[case.ref])


def test_a_firm_has_no_search_box(client_as, portfolio):
    client = client_as("firm_member")
    assert client.get(reverse("search:results"), {"q": "会社"}).status_code == 403
    assert reverse("search:results") not in client.get(reverse("today:home")).content.decode()


def test_a_migrated_database_without_entries_is_filled_by_the_command(firm):
    from click.testing import CliRunner

    from banso.commands.search import command

    Entry.objects.all().delete()
    result = CliRunner().invoke(command, ["rebuild", "--lang", "en"])
    assert result.exit_code == 0
    assert f"firm\t{Firm.objects.standing().count()}" in result.stdout
    assert Entry.objects.filter(kind=Kind.FIRM, ref=firm.ref).exists()


def test_an_index_left_aside_while_much_is_written_is_made_anew_at_the_end(firm, actor, access):
    with rebuilt_at_the_end():
        directory.change_firm(actor("office_staff"), firm, renamed(firm))
        assert found(search(access("office_staff"), "湖北硝子")) == []
    assert found(search(access("office_staff"), "湖北硝子")) == [firm.ref]
