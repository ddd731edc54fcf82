"""What can be done in this room. Each call is one transaction, each act one event."""

from banso.apps.inquiries.services.reports import decide, report
from banso.apps.inquiries.services.samples import (
    Wish,
    agree_sample,
    ask_sample,
    decline_sample,
    send_sample,
    take_sample,
)
from banso.apps.inquiries.services.talks import Said, ask, mark_read, settle, subject, write

__all__ = [
    "Said",
    "Wish",
    "agree_sample",
    "ask",
    "ask_sample",
    "decide",
    "decline_sample",
    "mark_read",
    "report",
    "send_sample",
    "settle",
    "subject",
    "take_sample",
    "write",
]
