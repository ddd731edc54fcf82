"""Fills the database named by DATABASE_URL; run as a process: ``build.py STATE``."""

import os
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

FIRMS, SEED, AS_OF = 200, 1, date(2026, 3, 10)
MOMENT = datetime(2026, 3, 10, 9, 20, tzinfo=ZoneInfo("Asia/Tokyo"))


def main(kind: str) -> None:
    """Each kind goes on from the one before it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
    import django

    django.setup()
    from django.core.management import call_command

    if kind == "empty":
        call_command("migrate", verbosity=0)
    elif kind == "configured":
        from banso.apps.journal.actor import system
        from banso.apps.programmes.services import load_shipped_configuration

        load_shipped_configuration(system(MOMENT))
    elif kind in ("portfolio", "present"):
        from banso.demo import load

        today = datetime.now(MOMENT.tzinfo).date()
        load(firms=FIRMS, seed=SEED, as_of=AS_OF if kind == "portfolio" else today)


if __name__ == "__main__":
    main(sys.argv[1])
