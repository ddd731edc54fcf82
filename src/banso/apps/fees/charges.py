"""What a firm agreed to pay, as the caps of later prices count it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from banso.apps.casework.models import Case
from banso.apps.directory.models import Firm
from banso.apps.fees.models import Quote
from banso.apps.fees.models.quotes import AGREED
from banso.apps.fees.usage import Charged
from banso.engines.kernel.fiscal import fiscal_year
from banso.web import formats


def charged(firm: Firm, on: date, besides: Case | None) -> Mapping[int, Charged]:
    """Yen before tax of the quotes that a firm accepted up to a day, by service; not those of a case."""
    rows = Quote.objects.filter(firm=firm, state__in=AGREED)
    if besides is not None:
        rows = rows.exclude(case=besides)
    found: dict[int, Charged] = defaultdict(Charged)
    for of, yen, answered in rows.order_by("pk").values_list("service", "subtotal", "answered_at"):
        day = formats.local_date(answered)
        if day <= on:
            so_far, this_year = found[of], fiscal_year(day) == fiscal_year(on)
            found[of] = Charged(so_far.year + (yen if this_year else 0), so_far.life + yen)
    return dict(found)
