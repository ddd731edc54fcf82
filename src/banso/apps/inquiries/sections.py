"""What stands in a conversation besides its messages. A room registers it in its ``ready()``:

    sections.register(Section("meetings", "meetings/parts/of_inquiry.html", meetings_of))

The template is given ``shown`` (a ``Shown``) and, as ``section``, what ``context`` makes of it; a section
whose ``context`` gives None is left out. Buyers read it in Chinese too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from banso.apps.accounts.access import Access
from banso.apps.accounts.roles import Role
from banso.apps.inquiries.models import Inquiry, Side


def side_of(access: Access) -> str:
    """From which side somebody looks: a firm at its own, everybody else as the office."""
    return Side.FIRM if access.roles <= {Role.FIRM_MEMBER} else Side.STAFF


@dataclass(frozen=True)
class Shown:
    """A conversation as somebody sees it: from which side (``models.Side``), and on which day."""

    inquiry: Inquiry
    side: str
    access: Access
    day: date

    @property
    def named(self) -> bool:
        """Whether this side may see who the other is."""
        return self.side == Side.STAFF or self.inquiry.exchanged


@dataclass(frozen=True)
class Section:
    """One section, at most one query. They stand in the order of ``code``."""

    code: str
    template: str
    context: Callable[[Shown], Mapping[str, Any] | None]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Let a section stand on the pages of conversations.

    Raises:
        ValueError: another section has this code.
    """
    if _sections.setdefault(section.code, section) is not section:
        raise ValueError(f"two sections {section.code!r}")


def sections_of(shown: Shown) -> list[tuple[str, Mapping[str, Any]]]:
    """The templates of the sections of a page, with what each shows."""
    found = ((section.template, section.context(shown)) for _code, section in sorted(_sections.items()))
    return [(template, context) for template, context in found if context is not None]
