"""Every list of the house: found by asking each page, so that a new one is held to the same rules."""

import io

import pytest
from openpyxl import load_workbook

from banso.apps.accounts.permissions import TABLE
from banso.web.lists import RecordList

from .test_permissions import GUARDED

pytestmark = pytest.mark.usefixtures("portfolio")

#: Pages that have no part in their address and answer a request without side effects.
PLAIN = [route for route in GUARDED if not route.parameters]
#: What a list page may cost, all in all.
MOST_QUERIES = 8


def shown_list(response) -> RecordList | None:
    """The list on a page, if it has one."""
    context = response.context or {}
    found = context.get("list") if hasattr(context, "get") else None
    return found if isinstance(found, RecordList) else None


@pytest.fixture(scope="module")
def addresses():
    """Filled by the first test: the address of each list with a role that may read it."""
    return {}


@pytest.fixture
def lists(portfolio, client_as, addresses):
    """Each list of the house by its address: a client of the first role that opens it."""
    if not addresses:
        for route in PLAIN:
            for role in sorted(TABLE[route.action]):
                response = client_as(role.value).get(route.nowhere)
                if response.status_code == 200 and shown_list(response):
                    addresses[route.nowhere] = role.value
                    break
    return {address: client_as(role) for address, role in addresses.items()}


def test_the_lists_of_the_house_are_found(lists):
    assert {"/firms/", "/cases/", "/consultations/", "/applications/", "/experts/"} <= set(lists)


@pytest.mark.both_databases
def test_a_list_costs_few_queries_and_no_more_for_longer_pages(lists, queries):
    wrong = []
    for address, client in lists.items():
        client.get(address)
        counted = []
        for size in (20, 100):
            with queries() as made:
                client.get(address, {"size": size})
            counted.append(len(made))
        if counted[1] != counted[0] or counted[0] > MOST_QUERIES:
            wrong.append((address, counted))
    assert wrong == []


@pytest.mark.both_databases
def test_a_list_can_be_ordered_by_each_of_its_columns_both_ways(lists):
    wrong = []
    for address, client in lists.items():
        for head in shown_list(client.get(address)).headers:
            for sort in (head.column.key, f"-{head.column.key}") if head.column.sort else ():
                response = client.get(address, {"sort": sort, "size": 20})
                if response.status_code != 200 or shown_list(response).sort != sort:
                    wrong.append((address, sort))
    assert wrong == []


def test_what_is_on_the_screen_can_be_taken_away_as_a_workbook_with_typed_cells(lists):
    wrong = []
    for address, client in lists.items():
        shown = shown_list(client.get(address))
        response = client.get(address, {"format": "xlsx"})
        rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows())
        if [cell.value for cell in rows[0]] != [str(column.label) for column in shown.columns]:
            wrong.append((address, "header"))
        if len(rows) - 1 != shown.count:
            wrong.append((address, "rows"))
        for column, cells in zip(shown.columns, zip(*rows[1:], strict=True), strict=False):
            filled = [cell for cell in cells if cell.value is not None]
            if column.numeric and not all(cell.data_type == "n" for cell in filled):
                wrong.append((address, column.key, "number"))
            if column.kind in ("day", "moment") and not all(cell.is_date for cell in filled):
                wrong.append((address, column.key, "day"))
    assert wrong == []
