"""A mail server that listens on a port of its own, and the mail that a server without one keeps in files."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path

from aiosmtpd.controller import Controller

from support.server import Server

_LINK = re.compile(r"/(?:\w+/)?(?:l|apply)/[\w-]{20,}/")


class Postbox:
    """Takes mail, except for addresses that begin with ``refused`` (for good) or ``later`` (for now).

    ``taken`` holds receivers and message of each, ``senders`` the address that bounces would come back to.
    """

    def __init__(self):
        self.taken = []
        self.senders = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if address.startswith("refused"):
            return "550 no such mailbox"
        if address.startswith("later"):
            return "451 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):
        self.senders.append(envelope.mail_from)
        self.taken.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 OK"


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def listening(port: int) -> Iterator[Postbox]:
    """A mail server at this port of this machine."""
    handler = Postbox()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def mailed_link(server: Server, says: str) -> str:
    """The path of the personal link in the newest mail that says this (a pattern); a worker sends it."""
    folder = Path(server.environment["BANSO_VAR"])
    command = [Path(sys.executable).with_name("banso"), "worker"]
    worker = subprocess.Popen(command, env=server.environment, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for file in sorted(folder.glob("**/mail/*"), key=lambda one: one.stat().st_mtime, reverse=True):
                message = message_from_bytes(file.read_bytes(), policy=policy.default)
                text = f"{message['Subject']}\n{message.get_body().get_content()}"
                if re.search(says, text) and (found := _LINK.search(text)):
                    return found[0]
            time.sleep(0.3)
    finally:
        worker.terminate()
        worker.wait(timeout=20)
    raise AssertionError(f"no mail with a link says {says}")
