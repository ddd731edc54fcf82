"""The tables of a snapshot say what the records say."""

from collections import Counter
from datetime import date

import pytest

from banso.apps.casework.models import Case, CaseState, ExportResult
from banso.apps.casework.selectors import casework_facts
from banso.apps.directory.models import Contact, Expert, ExpertAbsence, Firm
from banso.apps.snapshots.reading import tables
from banso.apps.transfers.models import Placement
from banso.engines.evaluation.star import TABLES
from tests.support.build import AS_OF, MOMENT

pytestmark = pytest.mark.django_db

JUNE = date(2025, 6, 1)
KINDS = {"integer": int, "number": float, "text": str, "truth": bool, "texts": list}


def rows_of(name):
    found = next(rows for table, rows in tables(AS_OF) if table == name)
    return [dict(zip(TABLES[name].names, row, strict=True)) for row in found]


def test_every_table_is_read_and_every_value_is_of_its_kind(portfolio):
    read = {name: list(rows) for name, rows in tables(AS_OF)}
    assert set(read) == set(TABLES)
    for name, rows in read.items():
        assert rows, f"{name} is empty"
        for row in rows:
            for value, column in zip(row, TABLES[name].columns, strict=True):
                kind = KINDS.get(column.kind)
                assert value is None or kind is None or type(value) is kind, (name, column.name, value)


def test_the_number_of_queries_does_not_grow_with_the_records(portfolio, queries):
    with queries(at_most=75):
        for _name, rows in tables(AS_OF):
            for _row in rows:
                pass


def test_a_case_says_what_casework_says_of_it(portfolio):
    facts = casework_facts(Case.objects.all())
    for row in rows_of("cases"):
        fact = facts[row["record"]]
        assert row["success"] == (fact.first_success is not None)
        assert row["first_export_on"] == fact.first_success
        assert row["goal_met"] == (fact.attainment.reached if fact.attainment else None)
        assert row["efforts_promised"] == fact.efforts_promised


def test_the_sum_of_exports_is_unknown_where_one_is(portfolio):
    row = next(row for row in rows_of("cases") if row["exports"] > 1)
    one = ExportResult.objects.filter(case=row["record"], sample=False, confirmed_at__isnull=False).first()
    nothing = {"amount_yen": None, "amount": None, "rate": None, "rate_on": None, "rate_source": ""}
    ExportResult.objects.filter(pk=one.pk).update(**nothing, quantity=1, unit="box")
    again = next(found for found in rows_of("cases") if found["record"] == row["record"])
    assert (row["yen_exported"] is None, again["yen_exported"]) == (False, None)


def test_a_case_belongs_to_the_office_it_was_with_when_support_began(portfolio):
    case = Case.objects.order_by("pk").first()
    other = Case.objects.exclude(office=case.office).first().office
    Placement.objects.create(case=case, office=case.office, until=AS_OF)
    before, case.office = case.office, other
    case.save()
    row = next(row for row in rows_of("cases") if row["record"] == case.pk)
    assert row["office"] == before.code


def test_the_first_confirmed_export_is_counted_first(portfolio):
    numbers = Counter(row["order"] for row in rows_of("results"))
    succeeded = sum(row["success"] for row in rows_of("cases"))
    assert numbers[1] == succeeded > numbers[3] > 0


def test_an_absent_expert_has_fewer_hours(portfolio):
    expert = Expert.objects.order_by("pk").first()
    ExpertAbsence.objects.filter(expert=expert).delete()

    def hours():
        rows = rows_of("expert_months")
        return next(r["hours_available"] for r in rows if (r["record"], r["month"]) == (expert.pk, JUNE))

    before = hours()
    ExpertAbsence.objects.create(
        expert=expert, first_day=JUNE, last_day=date(2025, 6, 15), reason="leave", noted_at=MOMENT
    )
    assert (before, hours()) == (expert.monthly_hours, expert.monthly_hours / 2)


def test_a_gate_is_late_only_while_support_goes_on(portfolio):
    active = set(Case.objects.filter(state=CaseState.ACTIVE).values_list("pk", flat=True))
    late = [row for row in rows_of("stages") if row["overdue_days"]]
    assert late
    assert all(row["ended_on"] is None and row["case"] in active for row in late)


def test_no_name_and_no_contact_is_in_any_table(portfolio):
    words = set(Firm.objects.values_list("name", flat=True))
    words |= set(Contact.objects.values_list("name", flat=True)) | set(
        Contact.objects.values_list("email", flat=True)
    )
    for _name, rows in tables(AS_OF):
        for row in rows:
            assert not words.intersection(value for value in row if isinstance(value, str))
