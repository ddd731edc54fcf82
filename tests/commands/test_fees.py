"""``banso fees price``: a request in a file becomes a price, or every fault of it is named."""

import json
import os
import subprocess
import sys
from pathlib import Path

ASKED = {
    "lines": [{"minutes": 130, "hourly_rate": 1000}],
    "discount": 100,
    "tax_rate": "0.195",
    "rounding": {"net": "half_up", "tax": "down"},
}


def run(path, *more):
    """The command in a process of its own, where nothing is set up: no mode, no keys, no database."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    command = [str(Path(sys.executable).parent / "banso"), "fees", "price", "--in", str(path), *more]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def test_a_price_is_calculated_from_a_file_without_a_database(tmp_path):
    path = tmp_path / "request.json"
    path.write_text(json.dumps(ASKED))
    done = run(path, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {"net": 2167, "subtotal": 2067, "tax": 403, "total": 2470}


def test_faults_are_listed_by_place_and_rule(tmp_path):
    path = tmp_path / "request.json"
    path.write_text(json.dumps(ASKED | {"lines": [{"minutes": -5}], "paid": 1}))
    done = run(path, "--format", "json", "--lang", "en")
    assert done.returncode == 1
    faults = json.loads(done.stdout)
    assert {(fault["column"], fault["rule"]) for fault in faults} == {
        ("lines[0].minutes", "number_negative"),
        ("lines[0].hourly_rate", "field_missing"),
        ("paid", "field_unknown"),
    }
    assert all(fault["file"] == str(path) and fault["message"] for fault in faults)


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{")
    assert run(path).returncode == 2
    assert run(tmp_path / "nothing.json").returncode == 2
