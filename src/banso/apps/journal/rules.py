"""The rules of a chain in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

MESSAGES = {
    "number": gettext_noop("An event is missing before this one."),
    "previous": gettext_noop("It does not follow from the event before it."),
    "hash": gettext_noop("What is stored is not what was written."),
    "tail": gettext_noop("The end of the chain, written down earlier, is gone or differs."),
}


def message(rule: str) -> str:
    """What a broken rule means, in the language of the reader."""
    return _(MESSAGES[rule])
