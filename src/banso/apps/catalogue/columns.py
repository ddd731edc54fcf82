"""The entries of the catalogue as columns that stay in a process.

A broad word meets ten thousand products, and whoever asks wants all of them sorted and counted. Reading their
rows for each question took longer than finding them; so each process keeps the columns, and reads them anew
once the ``Revision`` that came with an answer of the database is another than theirs.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from banso.apps.catalogue import facets
from banso.apps.catalogue.models import Entry, Revision

_NAMES = (
    "product_id", "edition_id", "published_day", "answer_hours", "lot", "maker", "lacks",
    *facets.COLUMNS.values(), *facets.SEVERAL.values(),
)  # fmt: skip


@dataclass(frozen=True)
class Columns:
    """All entries: by the name of a column of ``Entry`` its whole numbers, in the order of ``keys``."""

    values: Mapping[str, NDArray[np.int64]]

    @property
    def keys(self) -> NDArray[np.int64]:
        """The keys of the products, rising."""
        return self.values["product_id"]

    def places(self, keys: NDArray[np.int64]) -> NDArray[np.intp]:
        """Where these products stand, in rising order; those that are not there are left out."""
        return np.flatnonzero(self.has(keys))

    def has(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Of each entry whether it is one of these products."""
        return np.isin(self.keys, keys)

    def at(self, places: NDArray[np.intp]) -> Mapping[str, NDArray[np.int64]]:
        """The columns of some entries."""
        return {name: column[places] for name, column in self.values.items()}


def changed() -> None:
    """Say that entries have changed, in the transaction that changes them."""
    row = Revision(pk=Revision.ONLY, token=secrets.token_hex(16))
    Revision.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["token"])


@lru_cache(maxsize=1)
def columns(revision: str) -> Columns:
    """The entries as they stand, read once a process for each revision.

    They may be newer than ``revision`` says: then the next answer says so, and they are read once more.
    """
    asked, params = Entry.objects.order_by("pk").values_list(*_NAMES).query.sql_with_params()
    # The rows as the driver gives them: for as many, Django's own way takes double.
    with connection.cursor() as cursor:
        cursor.execute(asked, params)
        rows = cursor.fetchall()
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64, count=len(rows) * len(_NAMES))
    table = np.ascontiguousarray(flat.reshape(len(rows), len(_NAMES)).T)
    return Columns(dict(zip(_NAMES, table, strict=True)))
