"""Answering buyers is a duty that policies judge by."""

from datetime import date, timedelta

import pytest

from banso.apps.casework.facts import facts_of_request
from banso.apps.directory.models import Firm
from banso.apps.inquiries import services
from banso.apps.inquiries.duties import Unanswered
from banso.apps.inquiries.models import Inquiry, Side
from banso.apps.policies.models import PolicyVersion
from banso.apps.policies.selectors import files_of
from banso.engines.kernel.faults import errors_among
from banso.engines.policy.compiled import compile_policy
from banso.engines.policy.folder import csv_of, read_files, rows_of
from tests.apps.inquiries import making
from tests.apps.products import making as goods
from tests.apps.selection import making as applications

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def staff(actor):
    return actor("office_staff")


def owed(inquiry, day):
    return Unanswered(Firm.objects.order_by().values("pk")).on(inquiry.product.firm_id, day)


def test_a_question_is_owed_after_ten_working_days_until_it_is_answered_and_for_a_year(staff):
    # Asked on Tuesday 10 March; Friday 20 March is a holiday.
    made = making.asked(staff)
    assert [owed(made, date(2026, 3, day)) for day in (10, 24, 25)] == [0, 0, 1]
    late = goods.NOW + timedelta(days=30)
    services.write(making.by_firm(made, late), made, Side.FIRM, making.said("4.80 USD."))
    assert [owed(made, late.date() + timedelta(days=days)) for days in (-1, 0)] == [1, 0]
    assert owed(making.asked(staff, product=made.product, name="Second"), date(2027, 3, 10)) == 0


def reformed_by_answers():
    """The reform with other points for firms without an EC record that let buyers wait."""
    files = files_of(PolicyVersion.objects.get(code="reformed"))
    header, rows = rows_of(files["place_points.csv"])
    place = header.index("place_points")
    (first,) = [row for row in rows if row[1:3] == ["none", "false"] and row[place] == "45"]
    cells = [[*row[:place], "0" if row == first else "-", *row[place:]] for row in rows]
    cells.append([*first[:place], ">= 1", "15", *first[place + 1 :]])
    header = [*header[:place], "inquiries_owed", *header[place:]]
    found = read_files(files | {"place_points.csv": csv_of(header, cells)})
    assert not errors_among(found.faults)
    return compile_policy(found.policy, ["place_points"])


def test_points_for_a_place_depend_on_answered_questions_where_a_version_says_so(staff):
    made = making.asked(staff)
    Inquiry.objects.update(asked_at=goods.NOW - timedelta(days=30))
    found = applications.submitted(made.product.firm, service=applications.offered("street"))
    version, today = reformed_by_answers(), applications.NOW.date()
    silent = facts_of_request(found.ref, today)
    services.write(making.by_firm(made), made, Side.FIRM, making.said("4.80 USD."))
    answered = facts_of_request(found.ref, today)
    assert (silent["inquiries_owed"], answered["inquiries_owed"]) == (1, 0)
    before, after = (version.decide(known).outputs["place_points"] for known in (silent, answered))
    assert after - before == 45 - 15
