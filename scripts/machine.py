"""Says what a machine lacks before anything long begins. Runs on any python3, and needs nothing installed."""

import argparse
import importlib.util
import socket
import sys


def faults(port: str | None) -> list[str]:
    """What stands in the way, in words."""
    found = []
    if sys.version_info < (3, 11):  # noqa: UP036
        found.append(f"python3 is {sys.version.split()[0]}, but 3.11 or newer is needed.")
    if importlib.util.find_spec("ensurepip") is None:
        found.append("python3 cannot make environments: install its venv package (Debian: python3-venv).")
    if port is not None and (said := _why_not(port)):
        found.append(said)
    return found


def _why_not(asked: str) -> str:
    if not asked.isdecimal() or not 1 <= int(asked) <= 65535:
        return f"PORT={asked} is no port: choose a number from 1 to 65535, for example PORT=8080 make demo"
    port = int(asked)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            return (
                f"Port {port} on 127.0.0.1 cannot be used ({error.strerror}). "
                f"Stop what uses it, or choose another one, for example: PORT={port % 65535 + 1} make demo"
            )
    return ""


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--free-port", metavar="PORT")
    found = faults(parser.parse_args().free_port)
    if found:
        sys.exit("\n".join(found))
