"""The forms of this room. What is allowed is checked by the services."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from django.db.models import QuerySet
from django.forms import Field
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.models import User
from banso.apps.directory.models import Contact
from banso.apps.notices.models import Digest, LetterState, Reminder, TaskState
from banso.apps.notices.sources import all_sources
from banso.web import forms
from banso.web.normalise import plain

_CLOCK = re.compile(r"(\d{1,2})(?::|時)(\d{2})?分?")


class ClockField(Field):
    """A time of day as people type it: 9:30, ９：３０, 14時, 14時30分."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 14:30."))
        super().__init__(widget=forms.CodeInput(), **kwargs)

    def to_python(self, value: Any) -> time | None:
        """The time, or a fault that shows the accepted form."""
        typed = plain(value or "")
        if not typed:
            return None
        found = _CLOCK.fullmatch(typed)
        hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
        if hour > 23 or minute > 59:
            raise forms.ValidationError(_("Enter a time of day, such as 14:30."), code="invalid")
        return time(hour, minute)

    def prepare_value(self, value: Any) -> Any:
        """A time as 14:30; what was typed, as it was typed."""
        return f"{value.hour}:{value.minute:02d}" if isinstance(value, time) else value


class RhythmForm(forms.Form):
    """How often one is told by mail, and at which hours not."""

    digest = forms.ChoiceField(
        label=_("Mail with reminders"), choices=Digest.choices, widget=forms.RadioSelect
    )
    quiet_from = ClockField(label=_("No mail from"))
    quiet_to = ClockField(
        label=_("No mail until"), help_text=_("In Japan time. The same time twice: at any hour.")
    )


class TaskForm(forms.Form):
    """Something to do by a day."""

    text = forms.CharField(label=_("What is to be done"), max_length=400, widget=forms.Textarea({"rows": 3}))
    due_on = forms.DateField(label=_("By"))
    assignee = forms.ModelChoiceField(User.objects.none(), label=_("Who does it"))

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["assignee"]
        field.queryset = User.objects.filter(pk__in=[person.pk for person in people]).order_by("name", "pk")
        field.empty_label = None


class CloseForm(forms.Form):
    """How a task ended."""

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=[(TaskState.DONE, TaskState.DONE.label), (TaskState.DROPPED, _("No longer needed"))],
        widget=forms.RadioSelect,
    )


class SlotForm(forms.Form):
    """When and where a meeting is."""

    day = forms.DateField(label=_("Day"))
    starts_at = ClockField(label=_("Begins"))
    ends_at = ClockField(label=_("Ends"))
    place = forms.CharField(label=pgettext_lazy("meeting", "Place"), max_length=120, required=False)
    online_address = forms.CharField(
        label=_("Address of the online meeting"),
        max_length=200,
        required=False,
        help_text=_("A place, an address, or both."),
    )

    def clean_online_address(self) -> str:
        """An address of the web, if any."""
        typed = plain(self.cleaned_data["online_address"])
        if typed and not re.fullmatch(r"https?://[^\s/]+\S*", typed):
            raise forms.ValidationError(_("Enter an address that begins with https://."), code="invalid")
        return typed


class MoveForm(SlotForm):
    """Another time or place; it says which edition of the meeting its page showed."""

    sequence = forms.IntegerField(widget=forms.HiddenInput())


class MeetingForm(SlotForm):
    """A meeting about a record: what it is about, when, where, and who is invited."""

    title = forms.CharField(label=_("Title of the meeting"), max_length=80)
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Staff and experts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    contacts = forms.ModelMultipleChoiceField(
        Contact.objects.none(),
        label=_("Contacts of the firm"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ("title", "day", "starts_at", "ends_at", "place", "online_address", "people", "contacts")

    def __init__(
        self, *args: Any, people: QuerySet[User], contacts: QuerySet[Contact], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people
        self.fields["contacts"].queryset = contacts


class ReminderFilter(forms.FilterForm):
    """Which reminders are shown."""

    kind = forms.ChoiceField(label=_("Kind"))
    late = forms.BooleanField(label=_("Late only"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All")), *((s.kind, s.words) for s in all_sources())]

    def filter_late(self, rows: QuerySet[Reminder], value: bool) -> QuerySet[Reminder]:
        """Those whose day has passed."""
        return rows.filter(late=value)


class LetterFilter(forms.FilterForm):
    """Which letters are shown."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *LetterState.choices])
    person = forms.CharField(label=_("Mail address"), max_length=254)

    lookups = {"person": "to_user__email__iexact"}
