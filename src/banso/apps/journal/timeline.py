"""How an event is said in words: each room says its own, in its own ``timeline.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.roles import Role
from banso.apps.journal.actor import SYSTEM
from banso.apps.journal.models import Event

#: Says one event in the language of the page, from its codes and references.
Describe = Callable[[Event], str]

#: The kinds of subjects in words.
KINDS = {
    "firm": pgettext_lazy("subject", "Firm"),
    "body": pgettext_lazy("subject", "Body outside"),
    "listing": pgettext_lazy("subject", "Listing of a private provider"),
    "buyer_company": pgettext_lazy("subject", "Invited buyer"),
    "office": pgettext_lazy("subject", "Office"),
    "user": pgettext_lazy("subject", "User"),
    "expert": pgettext_lazy("subject", "Expert"),
    "consultation": pgettext_lazy("subject", "Consultation"),
    "registration": pgettext_lazy("subject", "Registration of a new exporter"),
    "application": pgettext_lazy("subject", "Application"),
    "round": pgettext_lazy("subject", "Round"),
    "case": pgettext_lazy("subject", "Case"),
    "document": pgettext_lazy("subject", "Document"),
    "product": pgettext_lazy("subject", "Product"),
    "inquiry": pgettext_lazy("subject", "Inquiry"),
    "message_template": pgettext_lazy("subject", "Message template"),
    "plan": pgettext_lazy("subject", "Weekly plan"),
    "wave": pgettext_lazy("subject", "Survey wave"),
    "snapshot": pgettext_lazy("subject", "Snapshot"),
    "import": pgettext_lazy("subject", "Import"),
    "fiscal_year": pgettext_lazy("subject", "Fiscal year"),
    "sales_listing": pgettext_lazy("subject", "Listing on an EC site"),
    "sales_report": pgettext_lazy("subject", "Sales report"),
    "site": pgettext_lazy("subject", "EC site"),
    "mall": pgettext_lazy("subject", "EC mall"),
    "campaign": pgettext_lazy("subject", "Campaign of a mall"),
    "answer": pgettext_lazy("subject", "Answer"),
    "policy": pgettext_lazy("subject", "Policy version"),
    "policy_family": pgettext_lazy("subject", "Policy family"),
}

_describers: dict[str, Describe] = {}
#: Who says an action that stands in the chains of other rooms, such as a correction.
_by_action: dict[str, Describe] = {}


@dataclass(frozen=True)
class Entry:
    """One line of a timeline. ``actor`` is empty when the system itself did it."""

    at: datetime
    actor: str
    role: str
    text: str
    short_id: str
    event: Event


def register(subject_kind: str, describe: Describe) -> None:
    """Let ``describe`` say the events of subjects of this kind, for example ``register("case", describe)``.

    Raises:
        ValueError: another function says them already.
    """
    if _describers.setdefault(subject_kind, describe) is not describe:
        raise ValueError(f"events of {subject_kind!r} are said by two functions")


def register_actions(prefix: str, describe: Describe) -> None:
    """Let ``describe`` say the actions ``<prefix>.*`` in the chain of any subject.

    Raises:
        ValueError: another function says them already.
    """
    if _by_action.setdefault(prefix, describe) is not describe:
        raise ValueError(f"actions {prefix!r} are said by two functions")


def describe(event: Event) -> str:
    """The event in words. Without a describer, and for what its room no longer knows, its action's code."""
    describer = _by_action.get(event.action.partition(".")[0]) or _describers.get(event.subject_kind)
    return (describer(event) if describer else "") or event.action


def known_kinds() -> list[str]:
    """The kinds of subjects that a room says."""
    return sorted(_describers)


def kind_name(kind: str) -> str:
    """A kind of subject in words; its code where there are none."""
    return str(KINDS.get(kind, kind))


def role_name(role: str) -> str:
    """The role of an event in words; empty for somebody who held none."""
    if role == SYSTEM:
        return _("System")
    return str(Role(role).label) if role in Role.values else ""


def entry(event: Event) -> Entry:
    """The line of one event; its ``actor`` must have been fetched with it."""
    name = event.actor.name if event.actor else ""
    return Entry(event.at, name, role_name(event.role), describe(event), event.short_id, event)
