"""Finding a firm by what people type: width, case, spaces and the two kana do not matter."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.backends.signals import connection_created
from django.db.models import CharField, Func, Model, QuerySet, Value
from django.db.models.functions import Coalesce, Concat

from banso.engines.search.folding import FROM, LEFT_OUT, TO, key

M = TypeVar("M", bound=Model)


def search_key(text: str | None) -> str:
    """What two spellings of one name share. For comparing only, never for storing."""
    return key(text or "")


class SearchKey(Func):
    """``search_key`` of a column, in the database."""

    function = "banso_search_key"
    output_field = CharField()
    arity = 1

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL has all it takes; SQLite is taught the function on each connection."""
        template = f"translate(normalize(%(expressions)s, NFKC), '{FROM}{LEFT_OUT}', '{TO}')"
        return super().as_sql(compiler, connection, template=template, **extra)


def teach_sqlite(connection: Any, **_signal: Any) -> None:
    """Give a new SQLite connection the function."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("banso_search_key", 1, search_key, deterministic=True)


def begin() -> None:
    """Teach every connection that is opened from now on."""
    connection_created.connect(teach_sqlite)


#: Where a firm is looked for.
FIRM_COLUMNS = ("name", "name_kana", "name_en", "ref", "corporate_number")


def matching(rows: QuerySet[M], text: str, *columns: str) -> QuerySet[M]:
    """The rows in one of whose columns the text is found; firms are looked for in ``FIRM_COLUMNS``."""
    key = search_key(text)
    if not key:
        return rows
    parts = [Coalesce(column, Value("")) for column in columns or FIRM_COLUMNS]
    between = [Value("\n")] * len(parts)
    searched = Concat(*(item for pair in zip(parts, between, strict=True) for item in pair))
    return rows.alias(searched=SearchKey(searched)).filter(searched__contains=key)
