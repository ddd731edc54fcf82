"""The house keeps its shape: two floors, rooms that are called through their doors, nothing left undone."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parent.parent
ENGINES = ROOT / "src" / "banso" / "engines"

#: A room may know the tables of the rooms before it (docs/architecture.md).
ROOMS = [
    "journal", "accounts", "directory", "documents", "notices", "programmes", "policies", "channels",
    "products", "catalogue", "intake", "providers", "new_exporters", "selection", "casework", "matching",
    "fees", "buyers", "street", "inquiries", "meetings", "orders", "sales", "malls", "transfers", "search",
    "corrections", "behalf", "years", "privacy", "imports", "surveys", "snapshots",
    "evidence", "jobs", "today",
]  # fmt: skip
#: By which modules a room may be called.
DOORS = {"services", "selectors"}
MORE_DOORS = {
    "products": {"content", "needs", "readiness", "sending", "words"},
    "catalogue": {"facets", "readiness"},
    "accounts": {"absences", "access", "permissions", "roles", "erasing", "links"},
    "directory": {"forms", "outside"},
    "street": {"extending", "facts", "framing", "viewer"},
    "inquiries": {"acts", "letters", "naming", "sections"},
    "casework": {
        "facts",
        "follow_up",
        "gates_waiting",
        "goal_forms",
        "hints",
        "past",
        "placed",
        "results",
        "subject",
        "track_record",
    },
    "documents": {"sending", "subjects", "versions"},
    "fees": {"accounts", "effect", "pricing", "usage"},
    "providers": {"referrals"},
    "intake": {"status"},
    "journal": {"actor", "timeline", "heads", "years"},
    "notices": {"receivers", "sources"},
    "policies": {"advice", "criteria", "subjects"},
    "privacy": {"consents", "stops"},
    "programmes": {"days_off", "exchange", "hourly"},
    "sales": {"due_acts", "due_pages", "owed", "sites", "terms", "timeline", "words"},
    "selection": {"deciding", "duties", "facts", "recommendation"},
    "snapshots": {"words"},
    "surveys": {"forms_kept"},
    "years": {"plans"},
}
#: The page that exists in the demonstration only.
DEMONSTRATION_ONLY = {"banso.apps.accounts.entering"}
#: Calls go the firm's way.
NEVER_CALLS = {"casework": {"intake.services", "selection.services"}}


@pytest.fixture(scope="module")
def imports() -> set[tuple[str, str]]:
    """Every import in the house: who imports what."""
    graph = grimp.build_graph("banso", include_external_packages=True, cache_dir=None)
    return {(who, what) for who in graph.modules for what in graph.find_modules_directly_imported_by(who)}


def between_rooms(imports):
    """Imports from one room into another: (importer, room, module of the other room)."""
    for who, what in sorted(imports):
        if who.startswith("banso.apps.") and what.startswith("banso.apps."):
            room, (other, _, module) = who.split(".")[2], what.removeprefix("banso.apps.").partition(".")
            if room != other and module and room in ROOMS and other in ROOMS:
                yield who, room, other, module


def test_engines_know_neither_django_nor_the_floor_above(imports):
    known = {(who, what) for who, what in imports if who.startswith("banso.engines")}
    wrong = {
        (who, what)
        for who, what in known
        if what.split(".")[0] == "django"
        or (what.startswith("banso.") and not what.startswith("banso.engines"))
    }
    assert wrong == set()


def test_engines_know_no_clock():
    asked = []
    for path in ENGINES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                call = ast.unparse(node.func)
                if call.endswith((".now", ".today", ".utcnow", "time.time")):
                    asked.append(f"{path.relative_to(ROOT)}:{node.lineno} {call}")
    assert asked == []


def test_a_room_is_called_through_its_doors(imports):
    wrong = [
        (who, f"{other}.{module}")
        for who, _, other, module in between_rooms(imports)
        if module.split(".")[0] not in DOORS | MORE_DOORS.get(other, set()) | {"models"}
    ]
    assert wrong == []


def test_a_room_knows_only_the_tables_of_rooms_before_it(imports):
    wrong = [
        (who, f"{other}.{module}")
        for who, room, other, module in between_rooms(imports)
        if module.split(".")[0] == "models" and ROOMS.index(other) > ROOMS.index(room)
    ]
    assert wrong == []


def test_calls_go_the_firms_way(imports):
    wrong = [
        (who, f"{other}.{module}")
        for who, room, other, module in between_rooms(imports)
        if f"{other}.{module}" in NEVER_CALLS.get(room, set())
    ]
    assert wrong == []


def test_rooms_know_neither_commands_nor_the_demonstration(imports):
    wrong = [
        (who, what)
        for who, what in sorted(imports)
        if who.startswith("banso.apps.")
        and who not in DEMONSTRATION_ONLY
        and what.startswith(("banso.commands", "banso.demo"))
    ]
    assert wrong == []


def test_every_room_stands_in_the_order_of_rooms():
    folders = {path.parent.name for path in (ROOT / "src" / "banso" / "apps").glob("*/__init__.py")}
    assert folders == set(ROOMS)


def test_rows_are_held_in_one_way_only():
    wrong = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "src" / "banso").rglob("*.py"))
        if "select_for_update" in path.read_text(encoding="utf-8")
    ]
    assert wrong == ["src/banso/apps/base.py"]


def manage(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT, env=os.environ | environment, capture_output=True, text=True,
    )  # fmt: skip


def test_every_change_of_a_model_has_its_migration():
    done = manage("makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected")


def test_production_settings_pass_djangos_deployment_check_without_a_warning(tmp_path):
    done = manage(
        "check", "--deploy", "--fail-level", "WARNING",
        BANSO_MODE="production", BANSO_VAR=str(tmp_path), BANSO_BASE_URL="https://banso.test",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 silenced" in done.stdout


def test_every_text_is_translated():
    done = subprocess.run(
        [sys.executable, "-m", "banso.web.messages", "check"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
