"""The last event of every chain, written down outside the database, so that a cut-off tail is found too.

One file a day, ``heads/YYYY-MM-DD.jsonl`` under the folder of the installation. Before a new file is written,
the chains are proved against the one before it: a tail that was cut off since then is never written over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db.models import Max

from banso.apps.journal.models import Event
from banso.apps.journal.services import ChainFault, Subject, verify

#: Older files are removed: each newer one was proved against the one before it.
KEPT_FILES = 30

#: The number and the hash of the last event of each chain.
Heads = dict[Subject, tuple[int, str]]


class ChainsBroken(Exception):
    """The chains do not verify, so their heads are not written down. ``faults`` holds the first of them."""

    def __init__(self, faults: list[ChainFault]) -> None:
        super().__init__(f"the journal does not verify: {faults[0]}")
        self.faults = faults


@dataclass(frozen=True)
class HeadsFile:
    """One file of heads."""

    day: date
    path: Path

    def read(self) -> Heads:
        """All heads in the file."""
        with self.path.open(encoding="utf-8") as lines:
            return {(kind, ref): (number, hash_) for kind, ref, number, hash_ in map(json.loads, lines)}


def folder() -> Path:
    """Where the files of heads lie."""
    return settings.VAR / "heads"


def files() -> list[HeadsFile]:
    """The files of heads, oldest first."""
    found = []
    for path in sorted(folder().glob("????-??-??.jsonl")):
        found.append(HeadsFile(date.fromisoformat(path.stem), path))
    return found


def faults_of_all_chains() -> Iterator[ChainFault]:
    """Walk every chain and compare with the newest file of heads. Rules: see ``verify``."""
    newest = files()[-1:]
    events = Event.objects.order_by("id").iterator(chunk_size=2000)
    return verify(events, newest[0].read() if newest else None)


def current_heads() -> Heads:
    """The last event of every chain as the database has it."""
    last = Event.objects.values("subject_kind", "subject_ref").order_by().annotate(last=Max("id"))
    rows = Event.objects.filter(pk__in=last.values("last")).order_by("id")
    return {
        (kind, ref): (number, hash_)
        for kind, ref, number, hash_ in rows.values_list("subject_kind", "subject_ref", "number", "hash")
    }


def write_heads(day: date) -> tuple[HeadsFile, int]:
    """Prove all chains, then write the file of this day; gives it and the number of chains.

    Raises:
        ChainsBroken: a chain does not verify; the files stay as they are.
    """
    faults = list(islice(faults_of_all_chains(), 10))
    if faults:
        raise ChainsBroken(faults)
    heads = current_heads()
    written = store_heads(heads, folder() / f"{day.isoformat()}.jsonl")
    for old in files()[:-KEPT_FILES]:
        old.path.unlink()
    return HeadsFile(day, written), len(heads)


def store_heads(heads: Heads, path: Path) -> Path:
    """Write heads to a file that is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8") as out:
        for (kind, ref), (number, hash_) in sorted(heads.items()):
            out.write(json.dumps([kind, ref, number, hash_], ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    unfinished.replace(path)
    return path
