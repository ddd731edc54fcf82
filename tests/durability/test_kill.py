"""Killed under write load, the server has lost nothing that it had acknowledged."""

import re
import threading
import time
import urllib.error

import pytest

from support.server import Server, Visitor

WRITERS = 4
ROUNDS = 3
SECONDS_A_ROUND = 1.5


class Writer(threading.Thread):
    """Asks one question after another until the server is gone; keeps what was acknowledged."""

    def __init__(self, address: str, number: int) -> None:
        super().__init__(daemon=True)
        self.visitor = Visitor(address, "firm_member")
        _, page = self.visitor.get("/consultations/new/")
        found = re.search(r'<select name="office".*?<option value="(\d+)"', page, re.DOTALL)
        assert found, "the form has no office to choose"
        self.office, self.number = found.group(1), number
        self.acknowledged: list[str] = []
        self.refused: list[str] = []

    def run(self) -> None:
        """Write until the connection breaks."""
        while True:
            fields = {"title": f"question {self.number}", "body": "durable", "office": self.office}
            try:
                status, target = self.visitor.post("/consultations/new/", fields)
            except (OSError, urllib.error.URLError):
                return
            if status == 302:
                self.acknowledged.append(target.rstrip("/").rsplit("/", 1)[-1])
            else:
                self.refused.append(f"{status} {target[:200]}")


@pytest.fixture
def server(databases, tmp_path):
    """A server on a copy of the portfolio."""
    address = databases.copy("present", f"{databases.worker}_durability")
    running = Server(tmp_path, address, workers=2)
    yield running
    running.stop()


def stored(server: Server) -> set[str]:
    """The references of all consultations, read past the server."""
    reviewer = Visitor(server.address, "evaluator")
    status, text = reviewer.get("/consultations/?format=csv")
    assert status == 200
    return set(re.findall(r"Q-\d{4}-\d+", text))


def test_every_acknowledged_write_survives_kill_9_under_load(server):
    acknowledged: list[str] = []
    for _ in range(ROUNDS):
        writers = [Writer(server.address, number) for number in range(WRITERS)]
        for writer in writers:
            writer.start()
        time.sleep(SECONDS_A_ROUND)
        server.kill()
        for writer in writers:
            writer.join(timeout=40)
            acknowledged += writer.acknowledged
            assert writer.refused == []
        server.start()
    assert len(acknowledged) >= ROUNDS * WRITERS
    assert set(acknowledged) - stored(server) == set()
    assert len(set(acknowledged)) == len(acknowledged)
    proved = server.run("journal", "verify", "--lang", "en")
    assert (proved.returncode, proved.stdout) == (0, "")


def test_answers_are_there_when_the_server_was_killed_between_two_pages(server):
    staff = Visitor(server.address, "office_staff")
    _, waiting = staff.get("/surveys/typed/")
    found = re.search(r'href="(/surveys/typed/\d+/phone/)', waiting)
    assert found, "no firm of the office is asked anything"
    page = f"{found[1]}?page=support"
    _, shown = staff.get(page)
    used = re.search(r'name="(support/F1[ce])" value="(\w+)"', shown)
    sent = {"shown": re.search(r'name="shown" value="([^"]*)"', shown)[1], "go": "1"}
    answers = {used[1]: used[2], "support/F2": "117", "support/F3": "ended"}
    assert staff.post(page, sent | answers)[0] == 302
    server.kill()
    server.start()
    assert 'value="117"' in staff.get(page)[1]
