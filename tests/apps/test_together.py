"""Several lists in one round trip: the same objects as one after the other."""

from decimal import Decimal

import pytest
from django.db.models import Count, F, OuterRef, Subquery

from banso.apps.casework.models import Activity, Case, ExportGoal, ExportResult, FollowUp, GateReview, Stage
from banso.apps.directory.models import Expert, Firm
from banso.apps.policies.models import PolicyDecision
from banso.apps.together import read_lists, together

pytestmark = pytest.mark.usefixtures("portfolio")


def lists(case):
    """Querysets of every sort that pages use: joins, values, annotations, ordered, none."""
    return [
        Case.objects.filter(pk=case.pk).select_related("firm__prefecture__region", "expert", "need"),
        Stage.objects.filter(case=case).select_related("definition").order_by("order"),
        GateReview.objects.filter(stage__case=case).select_related("decided_by").order_by("-pk"),
        ExportResult.objects.filter(case=case)
        .select_related("market", "mall")
        .order_by("-exported_on", "pk"),
        Activity.objects.filter(case__firm=case.firm).order_by("-done_on", "-pk"),
        ExportGoal.objects.filter(case=case).values_list("version", "set_at", "market__code", "target"),
        FollowUp.objects.filter(case__firm=case.firm).values("months", "reached", "due_on").order_by("pk"),
        Firm.objects.filter(pk=case.firm_id).annotate(
            n=Count("cases"),
            last=Subquery(Case.objects.filter(firm=OuterRef("pk")).order_by("-pk").values("started_on")[:1]),
            same=F("name"),
        ),
        PolicyDecision.objects.filter(subject_ref=case.ref).order_by("pk"),
        Case.objects.filter(pk__in=[]),
        Activity.objects.filter(case=case).order_by("pk").values_list("hours", flat=True),
    ]


def plain(row, relations=True):
    """Everything a row holds; of loaded relations what they hold themselves."""
    if not hasattr(row, "_meta"):
        return row
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    loaded = row._state.fields_cache.items() if relations else ()
    return type(row), values, {name: plain(other, relations=False) for name, other in loaded}


@pytest.fixture(params=["hands_on", "spot", "mall"])
def case(request):
    cases = Case.objects.filter(service__code=request.param).annotate(n=Count("activities"))
    return cases.order_by("-n", "pk").first()


def test_each_list_holds_what_it_would_have_read_by_itself(case):
    read = lists(case)
    together(*read)
    assert [[plain(row) for row in rows] for rows in read] == [
        [plain(row) for row in rows] for rows in lists(case)
    ]


def test_they_cost_one_query(case, queries):
    read = lists(case)
    with queries(1):
        together(*read)
        assert all(list(rows) is not None for rows in read)


def test_annotations_and_decimals_keep_their_types(case):
    firms = Firm.objects.filter(pk=case.firm_id).annotate(n=Count("cases"))
    hours = Activity.objects.filter(case=case).order_by("pk").values_list("hours", flat=True)
    together(firms, hours)
    assert firms[0].n == case.firm.cases.count()
    assert all(isinstance(value, Decimal) for value in hours)


def test_a_list_that_was_read_before_stays(case, queries):
    stages = Stage.objects.filter(case=case).order_by("order")
    before = list(stages)
    with queries(0):
        together(stages)
    assert list(stages) == before


def test_many_to_many_lists_hold_what_prefetching_them_would(queries):
    names = ("languages", "markets", "subjects")
    prefetched = list(Expert.objects.order_by("pk").prefetch_related(*names))
    rows = list(Expert.objects.order_by("pk"))
    with queries(1):
        read_lists(rows, *names)
        found = [[list(getattr(row, name).all()) for name in names] for row in rows]
    assert found == [[list(getattr(row, name).all()) for name in names] for row in prefetched]
    assert any(len(lists) > 1 for row in found for lists in row)


def test_without_rows_no_list_is_asked_for(queries):
    with queries(0):
        read_lists([], "languages")
