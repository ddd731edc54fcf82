"""Conversations, the samples that are asked for in them, and reports of abuse."""

from banso.apps.inquiries.models.reports import Report, ReportReason, ReportState
from banso.apps.inquiries.models.samples import OPEN, Freight, Sample, SampleRefusal, SampleState
from banso.apps.inquiries.models.talks import (
    Attachment,
    Inquiry,
    Message,
    MessageTemplate,
    Outcome,
    Side,
    SilenceStep,
    State,
)

__all__ = [
    "OPEN",
    "Attachment",
    "Freight",
    "Inquiry",
    "Message",
    "MessageTemplate",
    "Outcome",
    "Report",
    "ReportReason",
    "ReportState",
    "Sample",
    "SampleRefusal",
    "SampleState",
    "Side",
    "SilenceStep",
    "State",
]
