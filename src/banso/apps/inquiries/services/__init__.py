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
from banso.apps.inquiries.services.templates import (
    LONGEST_TEMPLATE,
    TemplateData,
    add_template,
    change_template,
    check_template,
    data_of,
    restore_shipped_template,
    retire_template,
    shipped_template,
    take_up_template,
    template_edition,
    template_subject,
)

__all__ = [
    "LONGEST_TEMPLATE",
    "Said",
    "TemplateData",
    "Wish",
    "add_template",
    "agree_sample",
    "ask",
    "ask_sample",
    "change_template",
    "check_template",
    "data_of",
    "decide",
    "decline_sample",
    "mark_read",
    "report",
    "restore_shipped_template",
    "retire_template",
    "send_sample",
    "settle",
    "shipped_template",
    "subject",
    "take_sample",
    "take_up_template",
    "template_edition",
    "template_subject",
    "write",
]
