"""Writing in the catalogue: it follows what is published; what means the same is said by people."""

from banso.apps.catalogue.indexing import rebuild
from banso.apps.catalogue.services.answers import note_answers
from banso.apps.catalogue.services.meanings import (
    MeaningData,
    add_meaning,
    change_meaning,
    fingerprint,
    restore_meaning,
    retire_meaning,
)

__all__ = [
    "MeaningData",
    "add_meaning",
    "change_meaning",
    "fingerprint",
    "note_answers",
    "rebuild",
    "restore_meaning",
    "retire_meaning",
]
