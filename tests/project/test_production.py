"""Production is one setting away: a real server with production settings, as it stands behind a proxy."""

import re
import urllib.error
import urllib.request
from email.message import Message
from typing import NamedTuple

import pytest

from support.server import Server, _NoRedirect


@pytest.fixture(scope="module")
def server(databases, tmp_path_factory):
    running = Server(
        tmp_path_factory.mktemp("production"),
        databases.copy("configured", f"{databases.worker}_production"),
        BANSO_MODE="production",
        BANSO_BEHIND_PROXY="true",
        BANSO_SECRET_KEY="session-" * 8,
        BANSO_JOURNAL_KEY="journal-" * 8,
    )
    yield running
    running.stop()


class Answer(NamedTuple):
    """What came back, read to its end."""

    status: int
    headers: Message
    body: bytes


def ask(server, path, **headers):
    """The answer to one request; by default as the proxy hands on what came by HTTPS."""
    request = urllib.request.Request(server.address + path)
    for name, value in ({"X-Forwarded-Proto": "https"} | headers).items():
        request.add_header(name, value)
    opener = urllib.request.build_opener(_NoRedirect)
    try:
        found = opener.open(request, timeout=20)
    except urllib.error.HTTPError as refusal:
        found = refusal
    with found:
        return Answer(found.status, found.headers, found.read())


def test_the_health_check_answers_without_https(server):
    assert ask(server, "/healthz", **{"X-Forwarded-Proto": "http"}).status == 200


def test_everything_else_leads_to_https(server):
    answer = ask(server, "/account/login/", **{"X-Forwarded-Proto": "http"})
    assert (answer.status, answer.headers["Location"].startswith("https://")) == (301, True)


def test_a_page_comes_with_a_strict_policy_and_secure_cookies(server):
    answer = ask(server, "/account/login/")
    assert answer.status == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    cookies = answer.headers.get_all("Set-Cookie")
    assert cookies
    assert all("Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)


def test_static_files_have_names_that_hold_their_hash_and_are_kept_for_ever(server):
    page = ask(server, "/account/login/").body.decode()
    style = re.search(r'href="(/static/css/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert style, "the stylesheet has no hash in its name"
    answer = ask(server, style.group(1), **{"Accept-Encoding": "gzip"})
    assert (answer.status, answer.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in answer.headers["Cache-Control"]


def test_nobody_can_enter_as_somebody(server):
    assert ask(server, "/enter-as/").status == 404


def test_another_host_name_is_refused(server):
    assert ask(server, "/account/login/", Host="evil.test").status == 400
