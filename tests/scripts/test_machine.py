"""What a machine lacks is said before anything long begins."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*arguments):
    return subprocess.run(
        [sys.executable, ROOT / "scripts" / "machine.py", *arguments], capture_output=True, text=True
    )


@pytest.fixture
def taken():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_taken_port_is_named_with_a_way_out(taken):
    done = run("--free-port", str(taken))
    assert done.returncode == 1
    assert f"Port {taken} on 127.0.0.1 cannot be used" in done.stderr
    assert f"PORT={taken % 65535 + 1} make demo" in done.stderr


def test_make_demo_stops_at_a_taken_port_before_it_installs_anything(taken):
    done = subprocess.run(
        ["make", "demo"], cwd=ROOT, env=os.environ | {"PORT": str(taken)}, capture_output=True, text=True
    )
    assert done.returncode != 0
    assert "cannot be used" in done.stderr
    assert "Installing" not in done.stderr


def test_a_free_port_is_fine(taken):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    assert run("--free-port", str(free)).returncode == 0


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80.5"])
def test_what_is_no_port_is_refused(port):
    done = run(f"--free-port={port}")
    assert (done.returncode, f"PORT={port} is no port" in done.stderr) == (1, True)
