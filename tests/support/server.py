"""A real server on a database of its own, and a visitor who speaks HTTP to it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path


class Server:
    """``banso serve``, by default in demonstration mode, so that anybody can enter as any role."""

    def __init__(self, folder: Path, database_url: str, workers: int = 1, **settings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("BANSO_")}
        self.environment = kept | {
            "BANSO_MODE": "demo",
            "BANSO_VAR": str(folder),
            "BANSO_BASE_URL": self.address,
            "DATABASE_URL": database_url,
            **settings,
        }
        self._workers = workers
        self.start()

    def start(self) -> None:
        """Start it (again, on the same port and database) and wait until it answers."""
        command = [Path(sys.executable).with_name("banso"), "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--workers", str(self._workers)],
                env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + 60
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"the server did not start: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def _answers(self) -> bool:
        """Whether the server is well. The connection is closed whatever happens, also one that was cut."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a ``banso`` command on the server's database."""
        command = [Path(sys.executable).with_name("banso"), *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True)

    def kill(self) -> None:
        """Take it down as a power cut would: every process at once, without a word."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=20)

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class Visitor:
    """Somebody with a browser's cookies, entered as an example of a role."""

    def __init__(self, address: str, role: str) -> None:
        self.address = address
        self._cookies = CookieJar()
        self._opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(self._cookies), _NoRedirect
        )
        self.get("/enter-as/")
        status, _ = self.post("/enter-as/", {"role": role})
        assert status == 302, f"nobody can enter as {role}: {status}"

    def get(self, path: str) -> tuple[int, str]:
        """Status and page."""
        return self._send(urllib.request.Request(self.address + path))

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; status and where it leads (or the page)."""
        token = next(cookie.value for cookie in self._cookies if cookie.name == "csrftoken")
        data = urllib.parse.urlencode(fields | {"csrfmiddlewaretoken": token or ""}).encode()
        return self._send(urllib.request.Request(self.address + path, data))

    def _send(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.headers.get("Location", "") or answer.read().decode()
