"""What can be done in this room: the index is made anew. No event tells of it, since no record changes."""

from banso.apps.search.indexing import rebuild, rebuilt_at_the_end

__all__ = ["rebuild", "rebuilt_at_the_end"]
