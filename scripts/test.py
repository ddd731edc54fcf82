"""Runs every part of the suite, names what could not run here, and ends with each part's summary.

With CI set, nothing may be missing: a part that cannot run, or a test that is skipped, is a failure.
"""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from support import browser, postgres  # noqa: E402
from support.run import SHARED, fresh_folder  # noqa: E402

ENGINES, BROWSER = "tests/engines", "tests/browser"


@dataclass(frozen=True)
class Part:
    """One run of pytest, and why it cannot run here, if so."""

    name: str
    arguments: list[str]
    missing: str = ""


def parts() -> list[Part]:
    """The suite in the order of cost: what fails fast comes first."""
    data = ["tests", f"--ignore={ENGINES}", f"--ignore={BROWSER}"]
    no_server = "" if postgres.programs() else "no PostgreSQL server programs (Debian: postgresql)"
    no_browser = "" if browser.program() else "no Chromium (Debian: chromium-headless-shell, or chromium)"
    return [
        Part("engines", [ENGINES]),
        Part("everything on SQLite", data),
        Part("everything on PostgreSQL", [*data, "--database=postgresql"], no_server),
        Part("browser", [BROWSER], no_browser),
    ]


def run(part: Part, options: list[str]) -> tuple[int, str]:
    """Run one part, showing what it prints; gives exit code and last line."""
    workers = ["-n", "2", "--dist", "worksteal"]
    command = [sys.executable, "-m", "pytest", "-rs", *workers, *part.arguments, *options]
    print(f"\n{part.name}: pytest {' '.join(part.arguments)}", flush=True)
    last = ""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last


def main(options: list[str]) -> int:
    """Compile the catalogues, run all parts, tell."""
    # A run starts Python some two hundred times: what is compiled once is kept, whatever the machine prefers.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-m", "banso.web.messages", "compile"], cwd=ROOT, check=True)
    in_ci = bool(os.environ.get("CI"))
    missing = [part for part in parts() if part.missing]
    if missing and in_ci:
        print("\n".join(f"{part.name} cannot run: {part.missing}" for part in missing))
        return 1
    with fresh_folder() as folder:
        os.environ[SHARED] = str(folder)
        done = [(part, *run(part, options)) for part in parts() if not part.missing]
    print()
    for part in missing:
        print(f"Not run on this machine: {part.name} ({part.missing})")
    for part, code, _ in done:
        print(f"{part.name}: {'passed' if code == 0 else f'FAILED (exit code {code})'}")
    for _, _, summary in done:
        print(summary)
    return 1 if any(code for _, code, _ in done) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
