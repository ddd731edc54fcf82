"""A live server on 200 demonstration firms, and pages of a real browser that reach nothing else."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

from support.browser import FLAGS, program
from support.server import Server

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def live(databases, tmp_path_factory) -> Iterator[Server]:
    """The server of this worker, on a copy of the portfolio up to today."""
    address = databases.copy("present", f"{databases.worker}_browser")
    server = Server(tmp_path_factory.mktemp("live"), address)
    # A copy of a database comes without the files of its pictures.
    draw = "from banso.demo.pictures import draw_all; draw_all()"
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-c", draw], env=server.environment, check=True
    )
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
        context.add_cookies([{"name": "banso_language", "value": language, "url": self._address}])
        context.set_default_timeout(10_000)
        context.on("request", self._only_here)
        page = context.new_page()
        page.on("console", lambda said: said.type == "error" and self.complaints.append(said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def _only_here(self, request: Request) -> None:
        # The browser finds no other machine (see FLAGS). To hold each request up would cost a fifth more.
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob") and address.netloc != urlsplit(self._address).netloc:
            self.complaints.append(f"a page asked for {request.url}")

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


@pytest.fixture(scope="session")
def entered() -> dict[str, Any]:
    """The cookies of each role that has entered once on this server."""
    return {}


@pytest.fixture
def page_as(visit, entered) -> Callable[..., Page]:
    """``page_as("reviewer")``: a page of somebody who entered as this role; go where you want from there."""

    def enter(role: str, **options: object) -> Page:
        if role not in entered:
            first = visit()
            first.goto("/enter-as/")
            first.locator(f'button[name="role"][value="{role}"]').click()
            if role == "newcomer":
                # Whoever is new reads the privacy notice first.
                first.wait_for_url("**/privacy/notice/**")
                first.locator("main form button.go").click()
            first.wait_for_url("**/")
            entered[role] = [c for c in first.context.cookies() if c["name"] != "banso_language"]
        page = visit(**options)
        page.context.add_cookies(entered[role])
        return page

    return enter
