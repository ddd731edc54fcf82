"""The pages of the room: who sees what, in how many queries, and what a form says when something is wrong."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from banso.apps.accounts.models import User
from banso.apps.directory.models import AccessRequest, Expert, Firm
from banso.apps.directory.services import ask_access
from support import people

from . import making


def text(response):
    assert response.status_code == 200
    return response.content.decode()


class TestList:
    @pytest.mark.parametrize("size", [20, 50, 100])
    @pytest.mark.parametrize("role", ["office_staff", "office_manager", "evaluator", "expert", "reviewer"])
    def test_it_costs_eight_queries_or_fewer(self, portfolio, client_as, queries, role, size):
        client = client_as(role)
        text(client.get("/firms/"))
        with queries(at_most=8):
            text(client.get(f"/firms/?size={size}&q=茶&sort=-open_cases"))

    def test_the_cost_does_not_grow_with_the_page(self, portfolio, client_as):
        client, counts = client_as("evaluator"), []
        # What a process asks once and keeps is no cost of the page.
        text(client.get("/firms/"))
        for size in (20, 100):
            with CaptureQueriesContext(connection) as made:
                text(client.get(f"/firms/?size={size}"))
            counts.append(len(made))
        assert counts[0] == counts[1]

    def test_staff_see_their_office_and_a_manager_the_offices_below(self, offices, client_as):
        for code, office in offices.items():
            people.make_firm(name=f"{code}商店", office=office)
        staff = text(client_as("office_staff", office=offices["shizuoka"]).get("/firms/"))
        assert "shizuoka商店" in staff
        assert "yamanashi商店" not in staff
        manager = text(client_as("office_manager", office=offices["shizuoka"]).get("/firms/"))
        assert "shizuoka商店" in manager
        assert "yamanashi商店" in manager
        assert "osaka商店" not in manager

    def test_a_firms_only_person_goes_straight_to_the_firm(self, offices, client_as):
        firm = people.make_firm()
        response = client_as("firm_member", firm=firm).get("/firms/")
        assert (response.status_code, response["Location"]) == (302, f"/firms/{firm.ref}/")

    @pytest.mark.parametrize(
        "query",
        ["q=茶", "prefecture=1", "industry=1", "experience=none", "ec=both", "supported=on", "office=1"],
    )
    def test_each_filter_narrows(self, portfolio, client_as, query):
        client = client_as("evaluator")
        response = client.get(f"/firms/?{query}")
        assert 0 <= response.context["list"].count < Firm.objects.count()
        assert response.context["list"].chips

    def test_open_cases_are_counted_once_each(self, portfolio, client_as):
        client = client_as("evaluator")
        rows = client.get("/firms/?sort=-open_cases&size=100").context["list"].page
        for firm in rows:
            assert firm.open_cases == firm.cases.filter(ended_on__isnull=True).count()
        assert rows[0].open_cases > 0

    def test_it_can_be_taken_away(self, portfolio, client_as):
        response = client_as("evaluator").get("/firms/?format=csv")
        assert response.content.decode("utf-8-sig").count("\n") >= Firm.objects.count()


class TestFirm:
    def test_a_firm_out_of_reach_is_not_found(self, offices, client_as):
        firm = people.make_firm(office=offices["osaka"])
        client = client_as("office_staff", office=offices["shizuoka"])
        assert client.get(f"/firms/{firm.ref}/").status_code == 404
        assert client.get(f"/firms/{firm.ref}/edit/").status_code == 404
        assert client.post(f"/firms/{firm.ref}/contacts/").status_code == 404

    @pytest.mark.parametrize(
        "role", ["office_staff", "expert", "evaluator", "reviewer", "firm_member", "auditor"]
    )
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_each_role_reads_it(self, portfolio, client_as, role, language):
        client = client_as(role)
        client.cookies["banso_language"] = language
        rows = client.get("/firms/", follow=True)
        firm = rows.context["list"].page[0] if "list" in rows.context else rows.context["firm"]
        page = text(client.get(f"/firms/{firm.ref}/"))
        assert firm.name in page
        assert ("従業員" if language == "ja" else "Employees") in page

    def test_what_other_rooms_hold_is_linked(self, portfolio, client_as):
        firm = Firm.objects.filter(cases__isnull=False, consultations__isnull=False).order_by("id").first()
        page = text(client_as("evaluator").get(f"/firms/{firm.ref}/"))
        assert f"/cases/{firm.cases.first().ref}/" in page
        assert f"/consultations/{firm.consultations.first().ref}/" in page

    def test_unknown_is_written(self, offices, client_as):
        firm = people.make_firm(office=offices["shizuoka"], employees=None, capital_yen=None)
        page = text(client_as("office_staff", office=offices["shizuoka"]).get(f"/firms/{firm.ref}/"))
        assert page.count("不明") >= 3

    def test_it_is_changed_by_the_form_filled_in(self, offices, client_as):
        firm = people.make_firm(
            office=offices["shizuoka"], corporate_number=making.NUMBER, capital_yen=5_000_000
        )
        client = client_as("office_staff", office=offices["shizuoka"])
        assert making.NUMBER in text(client.get(f"/firms/{firm.ref}/edit/"))
        response = client.post(f"/firms/{firm.ref}/edit/", making.sent(prefecture=firm.prefecture_id))
        assert response.status_code == 302
        firm.refresh_from_db()
        assert (firm.name, firm.employees, firm.capital_yen) == ("株式会社 遠州製茶", 23, 10_000_000)


class TestRegistration:
    def test_a_newcomer_registers_with_full_width_input_and_sees_the_firm(self, offices, newcomer, client_of):
        client = client_of(newcomer)
        full = making.NUMBER.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
        text(client.get("/firms/register/"))
        response = client.post("/firms/register/", making.sent(corporate_number=f"{full[:1]}－{full[1:]}"))
        firm = Firm.objects.get()
        assert response["Location"] == f"/firms/{firm.ref}/"
        assert (firm.corporate_number, firm.employees, firm.capital_yen) == (making.NUMBER, 23, 10_000_000)
        assert firm.name in text(client.get(response["Location"]))

    def test_a_wrong_check_digit_is_told_beside_the_field_and_input_is_kept(
        self, offices, newcomer, client_of
    ):
        wrong = str((int(making.NUMBER[0]) % 9) + 1) + making.NUMBER[1:]
        page = text(client_of(newcomer).post("/firms/register/", making.sent(corporate_number=wrong)))
        assert "検査" in page
        assert f'value="{wrong}"' in page
        assert 'value="２３"' in page
        assert not Firm.objects.exists()

    def test_every_fault_is_told_at_once(self, offices, newcomer, client_of):
        sent = making.sent(name="", corporate_number="123", employees="たくさん")
        response = client_of(newcomer).post("/firms/register/", sent)
        assert set(response.context["form"].errors) == {"name", "corporate_number", "employees"}

    def test_a_number_that_exists_leads_to_asking_and_tells_nothing_else(self, offices, newcomer, client_of):
        other = people.make_firm(corporate_number=making.NUMBER, name="秘密商店", office=offices["osaka"])
        page = text(client_of(newcomer).post("/firms/register/", making.sent()))
        assert f"/firms/access/?number={making.NUMBER}" in page
        for told in (other.name, other.ref, other.office.name):
            assert told not in page

    def test_staff_are_led_to_the_firm_only_if_it_is_theirs(self, offices, client_as):
        firm = people.make_firm(corporate_number=making.NUMBER, office=offices["osaka"])
        here = client_as("office_staff", office=offices["shizuoka"])
        assert firm.ref not in text(here.post("/firms/register/", making.sent()))
        there = client_as("office_staff", office=offices["osaka"])
        assert f"/firms/{firm.ref}/" in text(there.post("/firms/register/", making.sent()))

    def test_staff_who_register_for_another_office_land_on_a_page_they_may_see(self, offices, client_as):
        client = client_as("office_staff", office=offices["osaka"])
        response = client.post("/firms/register/", making.sent(), follow=True)
        assert response.status_code == 200
        assert Firm.objects.get().office == offices["shizuoka"]

    def test_a_partner_body_sees_the_firm_that_it_brought(self, offices, client_as):
        client = client_as("partner_member")
        response = client.post("/firms/register/", making.sent(), follow=True)
        assert "遠州製茶" in text(response)
        assert Firm.objects.get().brought_by is not None


class TestAccess:
    @pytest.fixture
    def asked(self, offices, by_newcomer):
        people.make_firm(corporate_number=making.NUMBER, office=offices["shizuoka"])
        return ask_access(by_newcomer, making.NUMBER, "経理の担当です")

    def test_a_newcomer_asks_with_the_number_filled_in(self, offices, newcomer, client_of):
        people.make_firm(corporate_number=making.NUMBER)
        client = client_of(newcomer)
        assert making.NUMBER in text(client.get(f"/firms/access/?number={making.NUMBER}"))
        assert client.post("/firms/access/", {"corporate_number": making.NUMBER}).status_code == 302
        assert AccessRequest.objects.get().user == newcomer

    def test_the_office_grants_and_the_person_sees_the_firm(
        self, asked, offices, newcomer, client_as, client_of
    ):
        staff = client_as("office_staff", office=offices["shizuoka"])
        assert newcomer.name in text(staff.get("/firms/requests/"))
        assert "経理の担当です" in text(staff.get(f"/firms/requests/{asked.pk}/"))
        staff.post(f"/firms/requests/{asked.pk}/", {"decision": "grant"})
        assert client_of(newcomer).get(f"/firms/{asked.firm.ref}/").status_code == 200

    def test_anything_but_a_clear_grant_refuses(self, asked, offices, client_as):
        client_as("office_staff", office=offices["shizuoka"]).post(f"/firms/requests/{asked.pk}/", {})
        asked.refresh_from_db()
        assert asked.state == "refused"

    def test_another_office_does_not_find_the_request(self, asked, offices, client_as):
        other = client_as("office_staff", office=offices["osaka"])
        assert other.get(f"/firms/requests/{asked.pk}/").status_code == 404
        assert "経理" not in text(other.get("/firms/requests/"))

    def test_the_list_costs_a_fixed_number_of_queries(self, asked, offices, client_as, queries):
        staff = client_as("office_staff", office=offices["shizuoka"])
        for number in range(30):
            user = User.objects.create_user(f"n{number}@test.invalid", name=f"人{number}")
            AccessRequest.objects.create(firm=asked.firm, user=user, asked_at=asked.asked_at)
        text(staff.get("/firms/requests/"))
        with queries(at_most=5):
            text(staff.get("/firms/requests/"))


class TestOfficesAndExperts:
    @pytest.mark.parametrize("language", ["ja", "en"])
    @pytest.mark.parametrize("path", ["/offices/", "/offices/shizuoka/", "/experts/"])
    def test_staff_read_them(self, portfolio, client_as, path, language):
        client = client_as("office_staff")
        client.cookies["banso_language"] = language
        text(client.get(path))

    def test_the_counts_of_an_office_are_those_of_its_records(self, portfolio, client_as):
        page = client_as("office_staff").get("/offices/shizuoka/")
        office = page.context["office"]
        assert office.firm_count == Firm.objects.standing().filter(office=office).count()
        assert office.expert_count == Expert.objects.filter(office=office).count()
        assert office.open_cases == office.cases.filter(ended_on__isnull=True).count()

    def test_the_list_of_offices_costs_a_fixed_number_of_queries(self, portfolio, client_as, queries):
        client = client_as("evaluator")
        text(client.get("/offices/"))
        with queries(at_most=5):
            text(client.get("/offices/?size=100"))

    def test_the_list_of_experts_costs_a_fixed_number_of_queries(self, portfolio, client_as, queries):
        client = client_as("evaluator")
        text(client.get("/experts/"))
        with queries(at_most=13):
            text(client.get("/experts/?size=100"))

    @pytest.mark.parametrize("name", ["language", "market", "subject", "office"])
    def test_experts_are_narrowed_by_what_they_know(self, portfolio, client_as, name):
        one = Expert.objects.order_by("id").first()
        value = one.office if name == "office" else getattr(one, f"{name}s").order_by("id").last()
        found = client_as("evaluator").get(f"/experts/?{name}={value.pk}&size=100").context["list"]
        assert 0 < found.count < Expert.objects.count()
        expected = Expert.objects.filter(**{"office" if name == "office" else f"{name}s": value})
        assert found.count == expected.count()

    def test_an_expert_sees_the_own_page_only(self, portfolio, client_as):
        client = client_as("expert")
        own = Expert.objects.get(user=client.user)
        assert own.name in text(client.get(f"/experts/{own.code}/"))
        other = Expert.objects.exclude(pk=own.pk).order_by("id").first()
        assert client.get(f"/experts/{other.code}/").status_code == 404

    def test_a_firm_cannot_list_experts(self, portfolio, client_as):
        assert client_as("firm_member").get("/experts/").status_code == 403
