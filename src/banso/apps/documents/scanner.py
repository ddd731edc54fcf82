"""Talks to clamd, the daemon of ClamAV, by its own protocol.

A file is sent in one stream: ``zINSTREAM\\0``, then blocks, each after its length in four bytes, then a
length of zero. The answer is ``stream: OK``, ``stream: <name> FOUND`` or ``... ERROR``, and a zero byte.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

_BLOCK = 64 * 1024
_SECONDS = 60
_SECONDS_TO_ANSWER = 5
_LONGEST_REPLY = 4096


class ScannerAway(Exception):
    """clamd cannot be reached, or broke off."""


class ScanFailed(Exception):
    """clamd was reached and could not scan the file."""


@dataclass(frozen=True)
class Verdict:
    """What clamd found: ``found`` is the name of what is harmful, empty for a clean file."""

    found: str = ""


def configured() -> bool:
    """Whether files are scanned at all."""
    return bool(settings.CLAMD)


def answers() -> bool:
    """Whether clamd is there and says so; it is given a few seconds."""
    try:
        with _connect(_SECONDS_TO_ANSWER) as connection:
            connection.sendall(b"zPING\0")
            return _reply(connection) == "PONG"
    except OSError:
        return False


def scan(content: IO[bytes]) -> Verdict:
    """Let clamd look at a file.

    Raises:
        ScannerAway: worth another attempt later.
        ScanFailed: clamd said why.
    """
    try:
        with _connect(_SECONDS) as connection:
            # Above its own limit clamd answers early and hangs up; its answer may still be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, content)
            reply = _reply(connection)
    except OSError as error:
        raise ScannerAway(str(error)) from error
    if reply.endswith(" FOUND"):
        return Verdict(reply.removeprefix("stream: ").removesuffix(" FOUND"))
    if reply == "stream: OK":
        return Verdict()
    if not reply:
        raise ScannerAway("no answer")
    raise ScanFailed(reply)


def _connect(seconds: int) -> socket.socket:
    address = urlsplit(settings.CLAMD)
    if address.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(seconds)
        try:
            connection.connect(address.path)
        except OSError:
            connection.close()
            raise
        return connection
    return socket.create_connection((address.hostname, address.port or 3310), timeout=seconds)


def _send(connection: socket.socket, content: IO[bytes]) -> None:
    connection.sendall(b"zINSTREAM\0")
    while block := content.read(_BLOCK):
        connection.sendall(len(block).to_bytes(4, "big") + block)
    connection.sendall((0).to_bytes(4, "big"))


def _reply(connection: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < _LONGEST_REPLY:
        block = connection.recv(_LONGEST_REPLY)
        if not block:
            break
        reply += block
    return reply.rstrip(b"\0\n").decode("utf-8", "replace")
