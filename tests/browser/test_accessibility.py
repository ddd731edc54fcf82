"""Main pages pass axe's rules, in both languages, wide and on a phone, and fit a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = [
    ("firm_member", "/"),
    ("firm_member", "/consultations/"),
    ("firm_member", "/consultations/new/"),
    ("firm_member", "/cases/"),
    ("firm_member", "/applications/"),
    ("firm_member", "/applications/new/"),
    ("firm_member", "/fees/"),
    ("newcomer", "/"),
    ("newcomer", "/firms/register/"),
    ("office_staff", "/"),
    ("office_staff", "/firms/"),
    ("office_staff", "/consultations/"),
    ("office_staff", "/cases/"),
    ("office_staff", "/follow-ups/"),
    ("expert", "/"),
    ("expert", "/proposals/"),
    ("reviewer", "/applications/"),
    ("evaluator", "/evidence/"),
    ("evaluator", "/surveys/"),
    ("evaluator", "/surveys/tables/?rows=F7&columns=~programme&filter1=~size"),
    ("programme_manager", "/surveys/plan/?preset=published"),
    ("programme_manager", "/surveys/waves/2025-supported/status/"),
    ("programme_manager", "/surveys/waves/2025-supported/weights/"),
    ("office_staff", "/surveys/typed/"),
    ("auditor", "/journal/"),
    ("administrator", "/jobs/"),
    ("administrator", "/people/"),
    ("programme_manager", "/malls/"),
    ("firm_member", "/malls/directory/us-a/"),
    ("programme_manager", "/malls/us-d/entry/write/"),
]


#: A list, and what the address of one of its records looks like.
RECORDS = [
    ("office_staff", "/firms/", "/firms/F"),
    ("office_staff", "/consultations/", "/consultations/Q"),
    ("office_staff", "/cases/", "/cases/C"),
    ("reviewer", "/applications/", "/applications/A"),
    ("firm_member", "/cases/", "/cases/C"),
    ("expert", "/cases/", "/cases/C"),
    ("auditor", "/journal/", "/journal/"),
    ("evaluator", "/evidence/", "/evidence/"),
    ("office_staff", "/surveys/releases/", "/surveys/releases/TR"),
    ("office_staff", "/surveys/typed/", "/surveys/typed/"),
    ("programme_manager", "/surveys/forms/", "/surveys/forms/"),
    ("programme_manager", "/surveys/offices/", "/surveys/offices/"),
]


def faults(page) -> list[str]:
    """What axe finds: rule and first place."""
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {item['id']}: {item['nodes'][0]['html'][:160]}" for item in found]


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize(("role", "path"), PAGES)
def test_a_page_has_no_fault_that_axe_finds_and_fits(page_as, role, path, width):
    page = page_as(role, width=width, language="en" if width == 1440 else "ja", bypass_csp=True)
    answer = page.goto(path)
    assert answer.status == 200
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1440, 375])
@pytest.mark.parametrize(("role", "path", "address"), RECORDS)
def test_the_page_of_a_record_has_no_fault_that_axe_finds_and_fits(page_as, role, path, address, width):
    page = page_as(role, width=width, language="ja" if width == 1440 else "en", bypass_csp=True)
    page.goto(path)
    with page.expect_navigation():
        page.locator(f'main a[href^="{address}"]:not([href^="{path}?"])').first.click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", ["/enter-as/", "/account/login/"])
def test_a_page_before_signing_in_has_no_fault_that_axe_finds(visit, path):
    page = visit(bypass_csp=True)
    page.goto(path)
    assert faults(page) == []
