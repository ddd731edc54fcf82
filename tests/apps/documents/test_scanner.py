"""What clamd says of a file, by its own protocol on a real socket."""

import io
import socket

import pytest

from banso.apps.documents import scanner
from tests.apps.documents.conftest import EICAR


def test_a_clean_file_is_sent_whole_and_found_clean(clamd):
    content = bytes(range(256)) * 1000
    assert scanner.scan(io.BytesIO(content)) == scanner.Verdict()
    assert clamd.received == [content]


def test_a_harmful_file_is_named(clamd):
    assert scanner.scan(io.BytesIO(b"before" + EICAR)).found == "Eicar-Test-Signature"


def test_what_the_scanner_cannot_scan_is_told_apart(clamd):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR"
    with pytest.raises(scanner.ScanFailed, match="size limit"):
        scanner.scan(io.BytesIO(b"x"))


def test_a_scanner_that_hangs_up_is_away(clamd):
    clamd.answer = b""
    with pytest.raises(scanner.ScannerAway):
        scanner.scan(io.BytesIO(b"x"))


def test_a_scanner_that_does_not_listen_is_away(settings):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings.CLAMD = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(scanner.ScannerAway):
            scanner.scan(io.BytesIO(b"x"))
