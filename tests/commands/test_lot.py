"""``banso lot replay``: the published file alone tells whether a lot was drawn as sealed."""

import json
import os
import subprocess
import sys
from pathlib import Path

from banso.engines.kernel.lots import Draw, commitment, order

SEED = "5f" * 32
REFS = ("A-2025-0001", "A-2025-0002", "A-2025-0003")


def run(path, *more):
    """The command in a process of its own, where nothing is set up: no mode, no keys, no database."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    command = [str(Path(sys.executable).parent / "banso"), "lot", "replay", "--in", str(path), *more]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def published(folder, **changes):
    draw = Draw("mall-2025", commitment(SEED), SEED, 1, order(SEED, REFS))
    path = folder / "lot.json"
    path.write_text(json.dumps(json.loads(draw.written()) | changes))
    return path


def test_a_draw_is_repeated_from_its_file_without_a_database(tmp_path):
    done = run(published(tmp_path), "--format", "json", "--lang", "en")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [one["application"] for one in found["order"]] == list(order(SEED, REFS))
    assert [one["drawn"] for one in found["order"]] == [True, False, False]
    assert "agrees with its seed" in done.stderr


def test_a_tampered_draw_is_named_by_what_differs(tmp_path):
    wrong = list(reversed(order(SEED, REFS)))
    done = run(published(tmp_path, order=wrong), "--format", "json", "--lang", "en")
    assert done.returncode == 1
    assert [fault["rule"] for fault in json.loads(done.stdout)] == ["order_differs"]


def test_another_seed_does_not_fit_the_commitment(tmp_path):
    done = run(published(tmp_path, seed="6f" * 32), "--format", "json")
    assert "commitment_differs" in [fault["rule"] for fault in json.loads(done.stdout)]


def test_a_file_that_cannot_be_read_is_said(tmp_path):
    assert run(tmp_path / "nothing.json").returncode == 2
    assert run(published(tmp_path, places="one")).returncode == 2
