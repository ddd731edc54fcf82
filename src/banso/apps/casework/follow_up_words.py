"""Looks back in words: what is wrong with an answer, and whether the firm was asked by mail."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from banso.apps.casework.models import LookBack
from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.form import Form
from banso.web import formats
from banso.web.templatetags.banso import status


def said_wrong(form: Form, fault: Fault, language: str) -> str:
    """A fault of an answer as a sentence; the form's own words where it has some."""
    messages = fault.params.get("messages") or {}
    if language in messages:
        return str(messages[language])
    says = {
        "required": _("Please answer this question."),
        "whole_number": _("Enter a whole number, for example 1200000."),
        "choice_unknown": _("Choose one of the options."),
    }
    label = form.question(fault.column).label(language) if fault.column else form.title
    return says.get(fault.rule, _("This answer cannot be taken: %(question)s") % {"question": label})


def asked_by_mail(row: LookBack) -> SafeString | str:
    """When the firm was first asked by mail, or that nobody there can be written to."""
    if row.asked_at is not None:
        return formats.day(row.asked_at)
    if row.no_contact_on is not None and row.done_on is None:
        return status("no", _("Nobody to write to"))
    return "–"
