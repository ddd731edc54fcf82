"""The forms about looks back. The questions are those of the shipped form, read from its workbook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.casework.catch_up import friday_of
from banso.apps.casework.follow_up_words import said_wrong
from banso.apps.casework.models import AttemptResult, CatchUp, FollowUpMethod
from banso.apps.casework.result_forms import ContactsField
from banso.apps.casework.services.follow_ups import BY_STAFF
from banso.apps.directory.models import Contact, Office
from banso.apps.journal.actor import ZONE
from banso.engines.questionnaire.cleaning import clean
from banso.engines.questionnaire.form import FOLLOW_UP, Question, shipped
from banso.web import forms

#: Texts up to so many characters stand on one line.
_ONE_LINE = frozenset({"new_what"})


class AnswersForm(forms.Form):
    """The questions of the shipped form in the language of the page, judged by the form's own rules."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "ja"
        for question in shipped(FOLLOW_UP).shown:
            self.fields[question.code] = _field(question, language)

    def clean(self) -> dict[str, Any]:
        """Say what the form does not take, each fault beside its question."""
        data = super().clean() or self.cleaned_data
        form = shipped(FOLLOW_UP)
        cleaned = clean(form, {code: data.get(code) for code in form.codes}, unreadable=set(self.errors))
        for fault in cleaned.faults:
            self.add_error(fault.column, said_wrong(form, fault, get_language() or "ja"))
        return data

    def answers(self) -> Mapping[str, Any]:
        """What was answered, by question."""
        return {code: self.cleaned_data.get(code) for code in shipped(FOLLOW_UP).codes}

    def questions(self) -> list[Any]:
        """The fields of the questions, in the form's order."""
        return [self[question.code] for question in shipped(FOLLOW_UP).shown]


def _field(question: Question, language: str) -> Any:
    words = {
        "label": question.label(language),
        "help_text": question.hints.get(language, ""),
        "required": question.required,
    }
    if question.kind == "one":
        choices = [(choice.code, question.choice_label(choice.code, language)) for choice in question.choices]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **words)
    if question.kind == "whole":
        return forms.MoneyField(**words)
    widget = forms.TextInput() if question.code in _ONE_LINE else forms.Textarea({"rows": 4})
    return forms.CharField(widget=widget, **words)


class FollowUpForm(AnswersForm):
    """What staff heard of a firm that was reached."""

    done_on = forms.DateField(label=_("Day"))
    method = forms.ChoiceField(
        label=_("How"), choices=[(way.value, way.label) for way in BY_STAFF], widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What was found"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["done_on", "method", *shipped(FOLLOW_UP).codes, "note"])


class AttemptForm(forms.Form):
    """A try that led to no answers."""

    tried_on = forms.DateField(label=_("Day"))
    way = forms.ChoiceField(label=_("How"), choices=FollowUpMethod.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(
        label=_("What came of it"), choices=AttemptResult.choices, widget=forms.RadioSelect
    )


class UnreachedForm(forms.Form):
    """The end of trying."""

    note = forms.CharField(
        label=_("What was found"), max_length=2000, required=False, widget=forms.Textarea({"rows": 3})
    )


class AskFollowUpForm(forms.Form):
    """Who is asked."""

    contacts = ContactsField(
        Contact.objects.none(), label=_("Who is asked"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contacts"]
        field.queryset = contacts
        if not contacts.exists():
            field.help_text = _(
                "Nobody at the firm has a mail address here. Call or visit, or add a person on the "
                "firm's page."
            )


class CapacityForm(forms.Form):
    """How many firms a week."""

    weekly = forms.IntegerField(label=_("Contacts a week"), unit=_("firms"))


class CatchUpFilter(forms.FilterForm):
    """The filters over catch-up contacts; without one the list shows those that are open."""

    OPEN, NOW, NO_CONTACT = "open", "now", "no_contact"
    REACHED, NOT_REACHED, ALL = "reached", "not_reached", "all"
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (OPEN, _("Open")),
            (NOW, _("This week or late")),
            (NO_CONTACT, _("Nobody to write to")),
            (REACHED, _("Recorded")),
            (NOT_REACHED, _("Firm not reached")),
            (ALL, _("All")),
        ],
    )

    def filter_status(self, queryset: QuerySet[CatchUp], status: str) -> QuerySet[CatchUp]:
        """Those of a status today."""
        today = timezone.now().astimezone(ZONE).date()
        return queryset.filter(
            {
                self.OPEN: Q(done_on__isnull=True),
                self.NOW: Q(done_on__isnull=True, due_on__lte=friday_of(today)),
                self.NO_CONTACT: Q(done_on__isnull=True, no_contact_on__isnull=False),
                self.REACHED: Q(reached=True),
                self.NOT_REACHED: Q(reached=False),
                self.ALL: Q(),
            }[status]
        )


class CatchUpFilterWithOffice(CatchUpFilter):
    """With the office, for those who see more than one."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    field_order = ("status", "office")
