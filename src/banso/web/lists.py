"""Lists of records: paged, sorted, filtered, counted and exported, in a number of queries that does not grow.

    records = RecordList(
        request,
        request.access.rows(Action.FIRM_VIEW, Firm.objects.select_related("prefecture")),
        columns=[
            Column("name", _("Firm"), sort="name_kana", link=firm_address),
            Column("employees", _("Employees"), kind="number", sort="employees"),
        ],
        filters=FirmFilter,
        default_sort="name",
        name="firms",
    )
    return records.response("directory/firms.html")        # in the template: {% record_list list %}

What a page costs: one query for the count, one for the rows (and one for each ``prefetch_related``), what
``beside`` costs, and one for the choices of all filters. Every sort ends with the primary key: pages neither
repeat nor lose rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.core.exceptions import FieldDoesNotExist
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.web import formats
from banso.web.downloads import download
from banso.web.forms import FilterForm

Text = str | Promise
Kind = Literal["text", "number", "yen", "day", "moment"]

SIZES = (20, 50, 100)
#: A download holds at most so many rows: more would keep the server busy for minutes.
MOST_ROWS = 50_000
#: What stands beside rows is read for so many of them in one go.
_AT_ONCE = 500
_NOTHING = _("There is nothing here yet.")
_SHOWN: dict[str, Callable[[Any], Any]] = {
    "text": formats.unknown,
    "number": formats.number,
    "yen": formats.yen,
    "day": formats.day,
    "moment": formats.moment,
}


@dataclass(frozen=True)
class Column:
    """One column.

    ``key`` names it in addresses and, unless ``value`` says otherwise, the attribute it shows; ``value`` is
    another path of attributes (a method at its end is called) or a function of the row, whose result also
    goes into downloads. ``sort`` is what the database orders by; without it the column cannot be sorted.
    ``html`` draws the cell on the page instead (it must return safe text), ``link`` gives its address,
    ``second`` a small second line.
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] | None = None
    sort: str | None = None
    kind: Kind = "text"
    html: Callable[[Any], SafeString] | None = None
    link: Callable[[Any], str] | None = None
    second: Callable[[Any], Any] | None = None

    @property
    def numeric(self) -> bool:
        """Whether the column is set flush right."""
        return self.kind in ("number", "yen")

    def plain(self, row: Any) -> Any:
        """The value itself, as a download holds it."""
        if callable(self.value):
            return self.value(row)
        found = row
        for part in (self.value or self.key).split("."):
            found = getattr(found, part, None) if found is not None else None
        return found() if callable(found) else found

    def cell(self, row: Any) -> SafeString:
        """The cell of the page."""
        if self.html:
            shown: Any = self.html(row)
        else:
            shown = formats.as_written(_SHOWN[self.kind](self.plain(row)))
            address = self.link(row) if self.link else ""
            shown = (
                format_html('<a href="{}">{}</a>', address, shown) if address else conditional_escape(shown)
            )
        second = self.second(row) if self.second else ""
        if not second:
            return SafeString(shown)
        return format_html('{}<span class="l2">{}</span>', shown, formats.as_written(second))


@dataclass(frozen=True)
class Header:
    """A column's head: its label and, when it can be sorted, where a click leads and how it is sorted now."""

    column: Column
    sort: str | None
    direction: Literal["ascending", "descending", ""]


class RecordList:
    """A list on one page. The address holds its whole state: ``sort``, ``page``, ``size`` and the filters."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        columns: Sequence[Column],
        filters: type[FilterForm] | None = None,
        default_sort: str,
        name: str,
        empty: Text = _NOTHING,
        empty_link: tuple[str, Text] | None = None,
        verb: Callable[[Any], tuple[str, Text]] | None = None,
        beside: Callable[[list[Any]], None] | None = None,
    ) -> None:
        """``default_sort`` is a column's key, with a minus for descending; ``name`` names the download.

        ``beside`` reads what the columns show besides the rows themselves, for many rows at once.

        ``empty`` says why the list is empty and what to do, ``empty_link`` is the address and the words of
        doing it; ``verb`` gives each row the address and the words of its one next step.
        """
        self.request, self.name, self.columns = request, name, list(columns)
        self.empty, self.empty_link, self.verb = empty, empty_link, verb
        self.beside = beside
        #: For templates, which would call ``verb`` itself.
        self.has_verb = verb is not None
        self.filters = filters(request.GET or None) if filters else None
        self.applied = self.filters.applied() if self.filters and self.filters.is_bound else {}
        self._sortable = {column.key: column.sort for column in self.columns if column.sort}
        asked = request.GET.get("sort", "")
        self.sort = asked if asked.removeprefix("-") in self._sortable else default_sort
        self.rows = self._arranged(
            self.filters.narrow(queryset) if self.filters and self.applied else queryset
        )

    def _arranged(self, rows: Any) -> Any:
        """The rows in the order asked for."""
        return rows.order_by(*self._order(rows.model))

    def _order(self, model: type[Model]) -> list[Any]:
        path, descending = self._sortable[self.sort.removeprefix("-")], self.sort.startswith("-")
        # Unknown comes last either way; without saying so, the two databases would differ.
        last = True if _may_be_null(model, path) else None
        first = F(path).desc(nulls_last=last) if descending else F(path).asc(nulls_last=last)
        return [first, "-pk" if descending else "pk"]

    @property
    def size(self) -> int:
        """Rows a page."""
        asked = self.request.GET.get("size", "")
        return int(asked) if asked in {str(size) for size in SIZES} else SIZES[0]

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; the last one when there are not so many."""
        page = Paginator(self.rows, self.size).get_page(self.request.GET.get("page"))
        page.object_list = self._read(page.object_list)
        return page

    def _read(self, rows: QuerySet[Any]) -> list[Any]:
        """Rows with what stands beside them."""
        read = list(rows)
        if self.beside:
            for start in range(0, len(read), _AT_ONCE):
                self.beside(read[start : start + _AT_ONCE])
        return read

    @property
    def count(self) -> int:
        """How many records pass the filters."""
        return self.page.paginator.count

    @property
    def may_download(self) -> bool:
        """Whether the list is short enough to be taken away as a whole."""
        return self.count <= MOST_ROWS

    @property
    def headers(self) -> list[Header]:
        """The head row."""
        key, descending = self.sort.removeprefix("-"), self.sort.startswith("-")
        return [
            Header(
                column,
                None
                if not column.sort
                else f"-{column.key}"
                if column.key == key and not descending
                else column.key,
                "" if column.key != key else "descending" if descending else "ascending",
            )
            for column in self.columns
        ]

    @property
    def lines(self) -> list[tuple[list[tuple[Column, SafeString]], tuple[str, Text] | None]]:
        """The rows of the page: cells, and the next step if there is one."""
        return [
            ([(column, column.cell(row)) for column in self.columns], self.verb(row) if self.verb else None)
            for row in self.page
        ]

    @property
    def page_numbers(self) -> list[int | str]:
        """The numbers in the pager, with a gap mark between those far apart."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1))

    @property
    def sizes(self) -> list[tuple[int, bool]]:
        """The page sizes to choose from, the present one marked."""
        return [(size, size == self.size) for size in SIZES]

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is set: its words, and the query string without it."""
        if self.filters is None:
            return []
        found = []
        for name, value in self.applied.items():
            query = self.request.GET.copy()
            query.pop(name, None)
            query.pop("page", None)
            words = _words(self.filters[name], value)
            label = self.filters.fields[name].label or name
            found.append((f"{label}: {words}" if words else str(label), f"?{query.urlencode()}"))
        return found

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form hands on besides its own fields: sort and size."""
        own = self.filters.fields if self.filters else {}
        return [
            (key, value)
            for key, value in self.request.GET.items()
            if key in ("sort", "size") and key not in own
        ]

    def response(self, template: str, context: dict[str, Any] | None = None) -> HttpResponse:
        """The page with ``list`` in its context, or the download asked for by ``?format=csv`` or ``xlsx``."""
        wanted = self.request.GET.get("format")
        if wanted in ("csv", "xlsx") and self.may_download:
            return self._download(wanted)
        if self.filters:
            self.filters.read_choices()
        return render(self.request, template, {**(context or {}), "list": self})

    def _download(self, wanted: str) -> HttpResponse:
        """All rows that pass the filters, in the order of the page."""
        # Late, so that a page does not load what only downloads need.
        from banso.engines.reporting import workbook

        write = workbook.write_csv if wanted == "csv" else workbook.write_xlsx
        labels = [str(column.label) for column in self.columns]
        rows = [[column.plain(row) for column in self.columns] for row in self._read(self.rows)]
        day = formats.local_date(timezone.now())
        return download(write(labels, rows), f"{self.name}-{day}.{wanted}")


def _may_be_null(model: type[Model], path: str) -> bool:
    """Whether a column can hold no value; what is not a plain column of the model may."""
    try:
        return bool(getattr(model._meta.get_field(path), "null", True))
    except FieldDoesNotExist:
        return True


def _words(bound: Any, value: Any) -> str:
    """A filter's value in the words of its choices."""
    if value is True:
        return ""
    choices = getattr(bound.field, "choices", None)
    if isinstance(value, QuerySet | list | tuple):
        return ", ".join(_words(bound, item) for item in value)
    if choices is not None and isinstance(value, str):
        return str(dict(bound.field.choices).get(value, value))
    return formats.day(value) if hasattr(value, "year") else str(value)
