"""Writing in the catalogue: it follows what is published, so that there is one thing to do only."""

from banso.apps.catalogue.indexing import rebuild

__all__ = ["rebuild"]
