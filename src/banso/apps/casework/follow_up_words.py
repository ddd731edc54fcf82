"""What is wrong with an answer to the form of a follow-up, said in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.engines.kernel.faults import Fault
from banso.engines.questionnaire.form import Form


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
