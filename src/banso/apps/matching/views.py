"""The experts for one need or case: the best five with the parts of their scores, and why not the others."""

from __future__ import annotations

from typing import Any

from django.db.models import Case as Choice
from django.db.models import IntegerField, Q, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.directory.models import Expert, Office
from banso.apps.intake.models import Consultation, Need
from banso.apps.matching.asks import Asking, firm_of, office_of, with_cases, with_needs
from banso.apps.matching.selectors import Fit, Shortlist, shortlist
from banso.apps.matching.words import FILTERS, MARKS, PARTS, RESULTS, hours, names, why
from banso.engines.matching.filters import Check
from banso.engines.matching.model import Filter
from banso.web import formats, forms
from banso.web.lists import Column, RecordList
from banso.web.navigation import address
from banso.web.templatetags.banso import icon, status

#: How many of those who nearly fit are shown.
NEAR = 5


def find_need(access: Access, pk: int) -> Need:
    """The need, if its consultation is within the reach of proposing."""
    within = access.rows(Action.PROPOSAL_SEND, Consultation.objects.order_by())
    return get_object_or_404(with_needs(Need.objects.filter(consultation__in=within.values("pk"))), pk=pk)


def find_case(access: Access, ref: str) -> Case:
    """The case, within the reach of assigning an expert."""
    return get_object_or_404(access.rows(Action.EXPERT_ASSIGN, with_cases(Case.objects.all())), ref=ref)


def crumbs(asking: Asking) -> list[tuple[str, Any]]:
    """The way to a need or case."""
    if isinstance(asking, Need):
        ref = asking.consultation.ref
        return [
            (reverse("intake:consultation_list"), _("Consultations")),
            (reverse("intake:consultation", args=[ref]), ref),
        ]
    return [
        (reverse("casework:case_list"), _("Cases")),
        (reverse("casework:case", args=[asking.ref]), asking.ref),
    ]


def own_address(asking: Asking, page: str = "", *more: str) -> str:
    """The address of a page of this room about a need or case."""
    kind, key = ("need", asking.pk) if isinstance(asking, Need) else ("case", asking.ref)
    return reverse(f"matching:{kind}{page}", args=[key, *more])


def about(asking: Asking, found: Shortlist) -> list[tuple[Promise, Any]]:
    """What is asked for, as facts; what is not known is said."""
    firm, known = firm_of(asking), names()

    def name(code: str | None, filter: Filter) -> str | None:
        return known.get((filter, code)) if code else None

    ask = found.ask
    facts = [
        (_("Firm"), firm.name),
        (_("Office"), office_of(asking).name),
        (_("Subject of the need"), name(ask.subject, Filter.SUBJECT))
        if ask.subject
        else (_("Service"), _service(asking)),
        (_("Market"), name(ask.market, Filter.MARKET)),
        (_("Industry"), firm.industry.name),
        (_("Employees"), formats.number(ask.employees)),
        (_("Years since founding"), formats.number(ask.firm_age)),
        (_("Expected work (hours a month)"), hours(ask.quarters)),
        (_("Waiting (days)"), formats.number(ask.waiting_days)),
    ]
    if ask.language:
        facts.insert(4, (_("Language"), name(ask.language, Filter.LANGUAGE)))
    return facts


def _service(asking: Asking) -> str | None:
    return asking.service.name if isinstance(asking, Case) else None


def title(asking: Asking) -> str:
    """What the page is about."""
    return asking.description if isinstance(asking, Need) else firm_of(asking).name


def reasons(fit: Fit, known: Any) -> SafeString:
    """The failed tests of an expert with what was held against what."""
    return format_html_join(
        " ",
        "<span>{} {}</span>",
        (
            (status(MARKS[check.result], FILTERS[check.filter]), why(check, known))
            for check in fit.checks
            if not check.fine
        ),
    )


@requires(Action.PROPOSAL_SEND)
@require_GET
def need(request: HttpRequest, pk: int) -> HttpResponse:
    """The best experts for a need."""
    return _page(request, find_need(request.access, pk))  # type: ignore[attr-defined]


@requires(Action.EXPERT_ASSIGN)
@require_GET
def case(request: HttpRequest, ref: str) -> HttpResponse:
    """The best experts for a case."""
    return _page(request, find_case(request.access, ref))  # type: ignore[attr-defined]


def _page(request: HttpRequest, asking: Asking) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    found = shortlist(asking, access.today)
    known = names()
    near = [fit for fit in found.others if not fit.barred][:NEAR]
    context = {
        "asking": asking,
        "is_need": isinstance(asking, Need),
        "name": title(asking),
        "crumbs": crumbs(asking),
        "facts": about(asking, found),
        "parts": list(PARTS.values()),
        "best": [_line(asking, fit) for fit in found.best],
        "near": [{**_line(asking, fit), "reasons": reasons(fit, known)} for fit in near],
        "fitting": len(found.best) + len(found.fitting),
        "all": len(found.best) + len(found.fitting) + len(found.others),
        "all_url": own_address(asking, "_all"),
    }
    return render(request, "matching/shortlist.html", context)


def _line(asking: Asking, fit: Fit) -> dict[str, Any]:
    left = next(check.offered for check in fit.checks if check.filter is Filter.CAPACITY)
    return {
        "expert": fit.expert,
        "url": address("directory:expert", fit.expert.code),
        "left": hours(left),
        "score": fit.score,
        "parts": [(label, fit.parts[part]) for part, label in PARTS.items()],
        "choose": own_address(asking, "_choose", fit.expert.code),
    }


@requires(Action.PROPOSAL_SEND)
def need_all(request: HttpRequest, pk: int) -> HttpResponse:
    """Every expert for a need, with every test."""
    return _all(request, find_need(request.access, pk))  # type: ignore[attr-defined]


@requires(Action.EXPERT_ASSIGN)
def case_all(request: HttpRequest, ref: str) -> HttpResponse:
    """Every expert for a case, with every test."""
    return _all(request, find_case(request.access, ref))  # type: ignore[attr-defined]


class ExpertFilter(forms.FilterForm):
    """Which experts are shown."""

    q = forms.CharField(label=_("Name or code"), max_length=60)
    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    lookups = {"office": "office"}

    def filter_q(self, rows: QuerySet[Expert], value: str) -> QuerySet[Expert]:
        """Part of the name, the kana or the code."""
        return rows.filter(
            Q(name__icontains=value) | Q(name_kana__icontains=value) | Q(code__icontains=value)
        )


def _all(request: HttpRequest, asking: Asking) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    found = shortlist(asking, access.today)
    known = names()
    fits = {fit.expert.pk: fit for fit in (*found.best, *found.fitting, *found.others)}
    order = [When(pk=pk, then=Value(place)) for place, pk in enumerate(fits)]
    experts = Expert.objects.select_related("office").annotate(
        place=Choice(*order, default=Value(len(order)), output_field=IntegerField())
    )
    records = RecordList(
        request,
        experts,
        columns=[
            Column("place", _("Expert"), value="name", sort="place", link=_expert, second=_code),
            Column("office", _("Office"), value="office.name", sort="office__position"),
            Column("score", _("Points"), value=lambda expert: fits[expert.pk].score, kind="number"),
            *(_test(name, fits) for name in Filter),
            Column(
                "why",
                _("Why not"),
                value=lambda expert: _said(fits[expert.pk], known),
            ),
        ],
        filters=ExpertFilter,
        default_sort="place",
        name="experts-tested",
        verb=lambda expert: (
            None
            if fits[expert.pk].barred
            else (own_address(asking, "_choose", expert.code), _("Take this one"))
        ),
    )
    context = {
        "asking": asking,
        "name": title(asking),
        "crumbs": [*crumbs(asking), (own_address(asking), _("Experts"))],
        "marks": [(MARKS[result], words) for result, words in RESULTS.items()],
        "fitting": len(found.best) + len(found.fitting),
    }
    return records.response("matching/all.html", context)


def _expert(expert: Expert) -> str:
    return reverse("directory:expert", args=[expert.code])


def _code(expert: Expert) -> str:
    return expert.code


def _test(name: Filter, fits: dict[int, Fit]) -> Column:
    def check(expert: Expert) -> Check:
        return next(check for check in fits[expert.pk].checks if check.filter is name)

    return Column(
        name.value,
        FILTERS[name],
        value=lambda expert: RESULTS[check(expert).result],
        html=lambda expert: format_html(
            '<span class="st {}">{}</span>',
            MARKS[check(expert).result],
            icon(MARKS[check(expert).result], str(RESULTS[check(expert).result])),
        ),
    )


def _said(fit: Fit, known: Any) -> str:
    said = [f"{FILTERS[check.filter]}: {why(check, known)}" for check in fit.checks if not check.fine]
    return ("; " if formats.language() == "en" else "、").join(
        text.removesuffix(": ") for text in said
    ) or "–"
