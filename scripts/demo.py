"""Makes the demonstration ready (what is done already is skipped), then serves it until Ctrl-C."""

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "banso"
VAR = ROOT / "var"
DATA = VAR / "demo"
BANSO = [Path(sys.executable).with_name("banso")]
PYTHON = [sys.executable]


def main() -> int:
    """Set up, serve, wait."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--reset", action="store_true")
    asked = parser.parse_args()
    address = f"http://127.0.0.1:{asked.port}"
    environment = demonstration_environment(address)
    if asked.reset:
        shutil.rmtree(DATA, ignore_errors=True)
    prepare(environment)
    return serve(asked.port, address, environment)


def demonstration_environment(address: str) -> dict[str, str]:
    """The environment of every command: settings of another installation do not reach the demonstration."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BANSO_") and k != "DATABASE_URL"}
    return kept | {"BANSO_MODE": "demo", "BANSO_VAR": str(VAR), "BANSO_BASE_URL": address}


def prepare(environment: dict[str, str]) -> None:
    """Catalogues, tables, portfolio."""

    def run(*command: str | Path) -> None:
        done = subprocess.run([*map(str, command)], cwd=ROOT, env=environment)
        if done.returncode:
            sys.exit(done.returncode)

    catalogues = sorted(PACKAGE.rglob("*.po"))
    if not all(catalogue.with_suffix(".mo").exists() for catalogue in catalogues):
        forget("catalogues")
    once("catalogues", catalogues, lambda: run(*PYTHON, "-m", "banso.web.messages", "compile"))
    if not (DATA / "demo.sqlite3").exists():
        forget("tables")
        forget("portfolio")
    migrations = [*PACKAGE.rglob("migrations/*.py"), ROOT / "requirements" / "base.txt"]
    once("tables", sorted(migrations), lambda: run(*PYTHON, "manage.py", "migrate", "--verbosity", "0"))
    once("portfolio", [], lambda: run(*BANSO, "demo", "load"))


def once(name: str, inputs: Iterable[Path], action: Callable[[], None]) -> None:
    """Do something unless it was done with the same inputs; a stamp holds the hash of them."""
    seen = hashlib.sha256()
    for path in inputs:
        seen.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    stamp = VAR / "stamps" / name
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    action()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(seen.hexdigest())


def forget(name: str) -> None:
    """Let ``once`` do it again."""
    (VAR / "stamps" / name).unlink(missing_ok=True)


def serve(port: int, address: str, environment: dict[str, str]) -> int:
    """Run server and worker beside each other; they end together."""
    commands = {"server": [*BANSO, "serve", "--port", str(port)], "worker": [*BANSO, "worker"]}
    # In sessions of their own, Ctrl-C reaches only this process, which then ends both in order.
    running = {
        name: subprocess.Popen([*map(str, command)], cwd=ROOT, env=environment, start_new_session=True)
        for name, command in commands.items()
    }
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(0))
    try:
        if wait_for(address, running["server"]):
            say_welcome(address)
        while True:
            for name, process in running.items():
                if process.poll() is not None:
                    print(f"The {name} has stopped (exit code {process.returncode}).", file=sys.stderr)
                    return 1
            time.sleep(0.5)
    finally:
        end(running.values())


def wait_for(address: str, server: subprocess.Popen[bytes]) -> bool:
    """Wait until a page answers; false when the server ends before."""
    while server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/enter-as/", timeout=10) as answer:
                return answer.status == 200
        except urllib.error.HTTPError as error:
            with error:
                print(f"{address} answers with {error.code}.", file=sys.stderr)
            return True
        except OSError:
            time.sleep(0.1)
    return False


def say_welcome(address: str) -> None:
    """The address, and how to get in."""
    print(
        f"\n  Banso is ready: {address}/\n"
        f"  Enter as any role, without a password: {address}/enter-as/\n"
        f"  役割を選んで入る（パスワードは不要）: {address}/enter-as/\n"
        "\n  All data are invented. Ctrl-C ends the server; `make demo-reset` builds the data anew.\n",
        flush=True,
    )


def end(processes: Iterable[subprocess.Popen[bytes]]) -> None:
    """Ask each to end, and make sure."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + 10
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
