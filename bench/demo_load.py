"""Time and memory of loading the demonstration at national size.

    python bench/demo_load.py [--firms 10000] [--database-url URL]

Without a URL an SQLite database in a new temporary folder is used. The database must be empty; it is left so
on PostgreSQL, and the folder is removed.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_SECONDS, MOST_MIB = 60, 800


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--firms", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--as-of", default="2026-03-10")
    parser.add_argument("--database-url", default="")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="banso-bench-") as folder:
        environment = {
            k: v for k, v in os.environ.items() if not k.startswith("BANSO_") and k != "DATABASE_URL"
        }
        environment |= {"BANSO_MODE": "demo", "BANSO_VAR": folder}
        if asked.database_url:
            environment["DATABASE_URL"] = asked.database_url
        manage = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
        subprocess.run(manage, env=environment, check=True)
        banso = str(Path(sys.executable).with_name("banso"))
        load = [banso, "demo", "load", "--firms", str(asked.firms), "--seed", str(asked.seed)]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run([*load, "--as-of", asked.as_of], env=environment, check=True)
        seconds = time.perf_counter() - begun
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        if asked.database_url:
            subprocess.run([banso, "demo", "drop"], env=environment, check=True)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    mib = used.ru_maxrss / 1024
    print(f"{asked.firms:,} firms: {seconds:.1f} s ({cpu:.1f} s of processor), at most {mib:.0f} MiB")
    within = seconds <= LONGEST_SECONDS and mib <= MOST_MIB
    print("within the budget" if within else f"over the budget of {LONGEST_SECONDS} s and {MOST_MIB} MiB")
    return 0 if within else 1


if __name__ == "__main__":
    sys.exit(main())
