"""What fees do: the page of managers, the rows behind each of its figures, and all of it as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms as django_forms
from django.db.models import Min, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.fees.effect import exports
from banso.apps.fees.effect.figures import Charge, charge_on, decline_reasons, money, use, waiver_reasons
from banso.apps.fees.effect.measures import BYS, MEASURES, REASONS, USE, By
from banso.apps.fees.effect.records import record_list
from banso.apps.fees.effect.warnings import VERDICTS, Watch, Watched
from banso.apps.fees.effect.willingness import quotes_under, willingness
from banso.apps.fees.models import CreditReason, Quote
from banso.apps.programmes.models import Programme, Service
from banso.apps.programmes.selectors import services_in_force
from banso.engines.fees.windows import Window, Windows, windows
from banso.engines.kernel.fiscal import fiscal_year, fiscal_year_days
from banso.engines.statistics.shares import Share
from banso.web import formats
from banso.web.downloads import download
from banso.web.forms import FilterForm


class EffectFilter(FilterForm):
    """The fiscal year of income and quotes, and by what figures are split."""

    year = django_forms.TypedChoiceField(label=gettext_lazy("Fiscal year"), coerce=int)
    by = django_forms.ChoiceField(label=gettext_lazy("Split by"))

    def __init__(self, request: HttpRequest, years: list[int]) -> None:
        super().__init__(request.GET)
        self.fields["year"].choices = [(year, formats.fiscal(year)) for year in years]
        self.fields["by"].choices = [(by.code, by.label) for by in BYS.values()]
        self._years = years

    @property
    def chosen_year(self) -> int:
        """The year asked for, else that of today."""
        return self.applied().get("year", self._years[0])

    @property
    def chosen_by(self) -> By:
        """The split asked for, else by service."""
        return BYS[self.applied().get("by", "service")]


@dataclass
class Asked:
    """What a request asks for: whose reach, which year, split by what, and the windows of the charge."""

    request: HttpRequest
    access: Access = field(init=False)

    def __post_init__(self) -> None:
        self.access = self.request.access  # type: ignore[attr-defined]

    @cached_property
    def years(self) -> list[int]:
        """Fiscal years from the first quote on, the latest first."""
        rows = self.access.rows(Action.FEE_EFFECT_VIEW, Quote.objects.all())
        first = rows.aggregate(first=Min("offered_at"))["first"]
        last = fiscal_year(self.access.today)
        begin = fiscal_year(formats.local_date(first)) if first else last
        return list(range(last, begin - 1, -1))

    @cached_property
    def filter(self) -> EffectFilter:
        """The form of the filters."""
        return EffectFilter(self.request, self.years)

    @cached_property
    def year(self) -> Window:
        """The days of the year."""
        return Window(*fiscal_year_days(self.filter.chosen_year))

    @cached_property
    def services(self) -> list[Service]:
        """What is offered on the day."""
        return services_in_force(self.access.today)

    @cached_property
    def charge(self) -> Charge | None:
        """The charge in force."""
        return charge_on(self.access.today, self.services)

    @cached_property
    def windows(self) -> Windows | None:
        """Before and after it; None while no month under it is over."""
        return windows(self.charge.began, self.access.today) if self.charge else None


def bar(share: Share, width: int = 100) -> Mapping[str, str] | None:
    """Where the end of a share and its interval are drawn on a scale of ``width`` for 100 %."""
    if share.percent is None or share.interval is None:
        return None
    scale = Decimal(width) / 100
    low, high = share.interval
    return {"at": f"{share.percent * scale:.1f}", "low": f"{low * scale:.1f}", "high": f"{high * scale:.1f}",
            "box": f"{share.percent * scale - 4:.1f}"}  # fmt: skip


@requires(Action.FEE_EFFECT_VIEW)
@require_GET
def effect(request: HttpRequest) -> HttpResponse:
    """The page."""
    asked = Asked(request)
    access, by, year = asked.access, asked.filter.chosen_by, asked.year
    version, programmes = willingness(access, asked.services, access.today)
    found = money(access, year, by)
    used = use(access, asked.windows, by) if asked.windows else None
    watched = Watch(access, access.today).watched()
    names = {row.code: row.name for row in Programme.objects.all()}
    context = {
        "filters": asked.filter,
        "year": asked.filter.chosen_year,
        "by": by,
        "charge": asked.charge,
        # Translators: what stands between the names of a list
        "charged": _(", ").join(one.name for one in asked.charge.services) if asked.charge else "",
        "version": version,
        "windows": asked.windows,
        "money": found,
        "query": f"year={asked.filter.chosen_year}&by={by.code}",
        "nothing": asked.charge is None and not found.total.invoices and not found.total.quotes["quotes"],
        "declined": [(one, bar(one.share)) for one in decline_reasons(access, year)],
        "waived": [(one, bar(one.share)) for one in waiver_reasons(access, year)],
        "use": used,
        "use_heads": [MEASURES[code] for code in USE],
        "use_rows": [(row, _used(row.found, asked.windows, by)) for row in used.rows] if used else [],
        "use_total": _used(used.total, asked.windows, None) if used else [],
        "programmes": [
            (one, names.get(one.programme, one.programme), [(band, bar(band.stated)) for band in one.bands])
            for one in programmes
        ],
        "watched": [(one, *VERDICTS[one.change.verdict], _pair(one)) for one in watched if _shown(one)],
        "judged": sum(one.change.verdict != "too_few" for one in watched),
        "thresholds": {one.group: one for one in watched}.values(),
    }
    return render(request, "fees/effect.html", context)


def _shown(one: Watched) -> bool:
    """All within reach always; of regions those that warn."""
    return not one.region or one.change.verdict == "warns"


def _pair(one: Watched) -> dict[str, Any]:
    return {"first": bar(one.change.after, 240), "second": bar(one.change.before, 240)}


def _used(found: Any, spans: Windows | None, by: By | None) -> list[dict[str, Any] | None]:
    """The cells of one row of use: before and after in all and a month, and the change in percent."""
    if found is None or spans is None:
        return []
    cells: list[dict[str, Any] | None] = []
    for code in USE:
        if by is not None and not by.key(MEASURES[code]):
            cells.append(None)
            continue
        before, after = (_plain(used.amounts[code]) for used in (found.before, found.after))
        cells.append(
            {
                "code": code,
                "label": MEASURES[code].label,
                "before": before,
                "after": after,
                "before_month": _a_month(before, spans),
                "after_month": _a_month(after, spans),
                "change": found.change(code),
            }
        )
    return cells


def _plain(amount: Any) -> Any:
    """Hours without zeros at their end; a count as it is."""
    return Decimal(f"{amount.normalize():f}") if isinstance(amount, Decimal) else amount


def _a_month(amount: Any, spans: Windows) -> Decimal:
    return (Decimal(amount) / spans.months).quantize(Decimal("0.1"))


@requires(Action.FEE_EFFECT_VIEW)
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """The rows that a figure counts: of a measure, as far as asked of a part, a reason or a window."""
    asked = Asked(request)
    measure = request.GET.get("of", "invoices")
    if measure not in MEASURES:
        raise Http404
    counted, when, said = MEASURES[measure], request.GET.get("when", ""), []
    if when and asked.windows is None:
        raise Http404
    spans = {"": asked.year, "before": asked.windows and asked.windows.before,
             "after": asked.windows and asked.windows.after}  # fmt: skip
    if when not in spans:
        raise Http404
    span = spans[when] or asked.year
    found = counted.rows(asked.access, span)
    part, reason = request.GET.get("part", ""), request.GET.get("reason", "")
    if part:
        by = asked.filter.chosen_by
        try:
            found = found.filter(by.narrow(counted, part))
        except ValueError as unknown:
            raise Http404 from unknown
        said.append(next(label for key, label in by.labels().items() if str(key) == part))
    if reason:
        field_name, labels = _REASONS.get(measure, ("", {}))
        if reason not in labels:
            raise Http404
        found = found.filter(**{field_name: reason})
        said.append(labels[reason])
    context = {
        "title": counted.label,
        "span": span,
        "said": said,
        "back": f"?year={asked.filter.chosen_year}&by={asked.filter.chosen_by.code}",
    }
    records = record_list(request, counted.model, found, f"fees-{measure}")
    return records.response("fees/effect_rows.html", context)


_REASONS: dict[str, tuple[str, Mapping[str, Any]]] = {
    "declined": ("decline_reason", REASONS),
    "waivers": ("reason", dict(CreditReason.choices)),
}


@requires(Action.FEE_EFFECT_VIEW)
@require_GET
def band(request: HttpRequest) -> HttpResponse:
    """The quotes under the version in force whose price lies in a band of the survey."""
    asked = Asked(request)
    programme, number = request.GET.get("programme", "consortium"), request.GET.get("band", "1")
    version, programmes = willingness(asked.access, asked.services, asked.access.today)
    meant = next((one for one in programmes if one.programme == programme), None)
    one = dict(zip("123", meant.bands, strict=True)).get(number) if meant else None
    if version is None or one is None:
        raise Http404
    upto = Q() if one.to is None else Q(total__lte=one.to)
    found = quotes_under(asked.access, version).filter(
        upto, total__gt=one.above, service__programme__code=programme
    )
    context = {
        "title": _("Quotes under the version in force"),
        "span": None,
        "said": [version.title, one.words],
        "back": "#willing",
    }
    records = record_list(request, Quote, found, "fees-band")
    return records.response("fees/effect_rows.html", context)


@requires(Action.FEE_EFFECT_VIEW)
@require_GET
def workbook(request: HttpRequest) -> HttpResponse:
    """Every table of the page as a workbook."""
    asked = Asked(request)
    access, by, year = asked.access, asked.filter.chosen_by, asked.year
    sheets = exports.sheets(
        by,
        money(access, year, by),
        decline_reasons(access, year),
        waiver_reasons(access, year),
        asked.windows,
        use(access, asked.windows, by) if asked.windows else None,
        willingness(access, asked.services, access.today)[1],
        Watch(access, access.today).watched(),
    )
    return download(exports.workbook(sheets), f"fees-{asked.filter.chosen_year}-{by.code}.xlsx")
