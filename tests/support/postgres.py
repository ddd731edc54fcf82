"""A PostgreSQL server of the test run's own: in a temporary folder, reached by socket, gone at the end."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

SUPERUSER = "banso"


class Unavailable(Exception):
    """This machine has no PostgreSQL server programs, or they do not start."""


def programs() -> Path | None:
    """The folder of the newest server programs on this machine."""
    on_path = shutil.which("initdb")
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    candidates = [Path(on_path)] if on_path else found[-1:]
    return candidates[0].resolve().parent if candidates else None


def _unprivileged_user() -> dict[str, object]:
    """What makes a child process somebody else where we are root: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise Unavailable("there is no unprivileged user to run PostgreSQL as")


class Server:
    """One running server. Nothing in it survives a crash: it is made for speed."""

    def __init__(self) -> None:
        bin_folder = programs()
        if bin_folder is None:
            raise Unavailable("no initdb on PATH or under /usr/lib/postgresql")
        who = _unprivileged_user()
        self.folder = Path(tempfile.mkdtemp(prefix="banso-pg-", dir="/tmp"))
        if who:
            os.chown(self.folder, who["user"], who["group"])
        data = self.folder / "data"
        self.log = self.folder / "log"
        made = subprocess.run(
            [bin_folder / "initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C"],
            capture_output=True, text=True, cwd=self.folder, **who,
        )  # fmt: skip
        if made.returncode:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise Unavailable(f"initdb failed: {made.stderr.strip()}")
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "max_connections": "60",
            # One transaction that writes a whole demonstration holds every table and index there is.
            "max_locks_per_transaction": "256",
            "wal_level": "minimal",
            "max_wal_senders": "0",
        }
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, *flags],
                stdout=log, stderr=subprocess.STDOUT, cwd=self.folder, **who,
            )  # fmt: skip
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        import psycopg

        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url("postgres")).close()
                return
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    text = self.log.read_text(errors="replace")[-1000:]
                    self.stop()
                    raise Unavailable(f"PostgreSQL did not start: {text}") from None
                time.sleep(0.05)

    def url(self, database: str) -> str:
        """The address of one database on this server, as ``DATABASE_URL`` takes it."""
        return f"postgresql://{SUPERUSER}@{quote(str(self.folder), safe='')}/{database}"

    def stop(self) -> None:
        """Stop at once and leave nothing behind."""
        self.process.send_signal(3)  # SIGQUIT: immediate shutdown
        self.process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)
