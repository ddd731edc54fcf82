"""Two people who act at the same moment."""

import threading
from collections.abc import Callable

from django.db import connection

from banso.apps.base import Refused


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Run the acts in threads of their own; sorted, what became of each: ``stored`` or the rule that refused.

    Needs a test that commits: ``pytest.mark.django_db(transaction=True)``.
    """
    outcomes: list[str] = []
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            act()
            outcomes.append("stored")
        except Refused as refusal:
            outcomes.append(refusal.rule)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)
