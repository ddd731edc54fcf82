"""A live server on 200 demonstration firms, and pages of a real browser that reach nothing else."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from support.browser import FLAGS, program
from support.server import Server


@pytest.fixture(scope="session")
def live(databases, tmp_path_factory) -> Iterator[Server]:
    """The server of this worker, on a copy of the portfolio up to today."""
    address = databases.copy("present", f"{databases.worker}_browser")
    server = Server(tmp_path_factory.mktemp("live"), address)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of this machine."""
    if program() is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program(), args=FLAGS)
        yield chromium
        chromium.close()


class Visits:
    """The browser contexts of one test; ``complaints`` keeps what pages complain about or ask of others."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def __call__(self, *, language: str = "ja", width: int = 1440, **options: object) -> Page:
        """A page of somebody who has not signed in: ``visit(language="en", width=375, bypass_csp=True)``."""
        context = self._browser.new_context(
            base_url=self._address, locale=language, viewport={"width": width, "height": 900}, **options
        )
        self._contexts.append(context)
        context.set_default_timeout(10_000)
        context.route("**/*", self._only_here)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _only_here(self, route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in ("data", "blob") or address.netloc == urlsplit(self._address).netloc:
            route.continue_()
        else:
            self.complaints.append(f"a page asked for {route.request.url}")
            route.abort()

    def close(self) -> None:
        """Close every context."""
        for context in self._contexts:
            context.close()


@pytest.fixture
def visit(browser, live) -> Iterator[Visits]:
    """Opens pages; at the end none of them may have complained."""
    visits = Visits(browser, live.address)
    yield visits
    visits.close()
    assert visits.complaints == []


@pytest.fixture
def page_as(visit) -> Callable[..., Page]:
    """``page_as("reviewer")``: a page of somebody who entered as this role, on the first page."""

    def enter(role: str, **options: object) -> Page:
        page = visit(**options)
        page.goto("/enter-as/")
        page.locator(f'button[name="role"][value="{role}"]').click()
        page.wait_for_url("**/")
        return page

    return enter
