"""Questions after support as a duty of the firm: how many were asked, how many it answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.models import FollowUp
from banso.apps.selection.duties import Source


def _follow_ups(firms: Iterable[int], day: date) -> QuerySet[FollowUp, Any]:
    """By firm the follow-ups settled by a day, and those of them at which it was reached."""
    rows = FollowUp.objects.filter(case__firm__in=list(firms), done_on__lte=day).order_by()
    return rows.values_list("case__firm").annotate(due=Count("pk"), done=Count("pk", filter=Q(reached=True)))


FOLLOW_UPS = Source(_("Questions after support answered"), _follow_ups)
