import io
import socket
import threading
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from banso.apps.documents.models import DocumentKind, SubjectKind
from banso.apps.documents.services import Upload, upload

#: The file that every scanner takes for a virus, so that scanners can be tried; it harms nothing. In two
#: halves, so that no scanner takes this file for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Uploads lie in a folder of the test's own."""
    location = tmp_path / "var" / "uploads"
    location.mkdir(parents=True)
    default = {**django_settings.STORAGES["default"], "OPTIONS": {"location": location}}
    settings.STORAGES = {**django_settings.STORAGES, "default": default}
    settings.CLAMD = ""
    return location / "documents"


@pytest.fixture
def stored_files(folder):
    """``stored_files()``: every file there is, finished or not."""
    return lambda: [path for path in folder.parent.parent.rglob("*") if path.is_file()]


@pytest.fixture
def some_firm(portfolio):
    from support import people

    office = people.example("office_staff").assignments.get(role="office_staff").office
    return office.firms.filter(cases__expert__isnull=False).order_by("pk").first()


@pytest.fixture
def give(actor, some_firm):
    """``give("a.txt", b"...", title=...)``: upload a file to the firm, as staff of its office."""

    def upload_one(name="a.txt", content=b"some text", *, by=None, **changes):
        data = {
            "firm": some_firm,
            "subject_kind": SubjectKind.FIRM,
            "subject_ref": some_firm.ref,
            "kind": DocumentKind.OTHER,
            "name": name,
            "content": io.BytesIO(content),
            **changes,
        }
        return upload(by or actor("office_staff"), Upload(**data))

    return upload_one


class FakeClamd:
    """A fake that speaks clamd's protocol on a real socket: what holds EICAR is found, nothing else is.

    It stands behind the same address as the real one; set ``answer`` to let it say something else.
    """

    def __init__(self, family, address):
        self.listener = socket.socket(family, socket.SOCK_STREAM)
        self.listener.bind(address)
        self.listener.listen()
        self.received = []
        self.answer = None
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as incoming:
                self._answer(connection, incoming)

    def _answer(self, connection, incoming):
        if incoming.read(10) != b"zINSTREAM\0":
            connection.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while length := int.from_bytes(incoming.read(4), "big"):
            content += incoming.read(length)
        self.received.append(content)
        reply = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
        connection.sendall((self.answer if self.answer is not None else reply) + b"\0")

    def stop(self):
        if self.listener.fileno() < 0:
            return
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.thread.join(timeout=5)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, settings, tmp_path):
    """A scanner on TCP and on a Unix socket."""
    if request.param == "tcp":
        fake = FakeClamd(socket.AF_INET, ("127.0.0.1", 0))
        settings.CLAMD = f"tcp://127.0.0.1:{fake.listener.getsockname()[1]}"
    else:
        # The name of a Unix socket may not be long.
        path = f"/tmp/clamd-{tmp_path.name[-20:]}-{id(request)}"
        fake = FakeClamd(socket.AF_UNIX, path)
        settings.CLAMD = f"unix://{path}"
    yield fake
    fake.stop()
    if request.param == "unix":
        Path(path).unlink()
