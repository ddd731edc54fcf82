"""What this room does by itself."""

from __future__ import annotations

from datetime import datetime

from banso.apps.journal.actor import system
from banso.apps.transfers.handing import go_back
from banso.apps.transfers.models import Transfer


def end_leaves(now: datetime) -> dict[str, int]:
    """Give the work back to everybody whose leave is over."""
    actor = system(now)
    over = Transfer.objects.filter(back_on__lte=actor.today, went_back_at__isnull=True).order_by("pk")
    done = [go_back(actor, transfer) for transfer in over]
    return {"leaves": len(done), "rows": sum(done)}
