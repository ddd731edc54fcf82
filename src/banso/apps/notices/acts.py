"""The pages on which somebody does one thing: about when mail comes, a task, or a meeting."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Contact, Firm, Office
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import ZONE, Actor
from banso.apps.notices import services
from banso.apps.notices.forms import CloseForm, MeetingForm, MoveForm, RhythmForm, TaskForm
from banso.apps.notices.models import Meeting, Rhythm, Task, TaskState
from banso.apps.notices.sources import Found, SubjectKind, subject_kind
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


class _Mine(Act):
    """Something that leads back to one's own reminders."""

    def back(self) -> str:
        """The page of reminders and tasks."""
        return reverse("notices:mine")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From there."""
        return [(reverse("notices:mine"), _("Reminders and tasks"))]


class ChooseRhythm(_Mine):
    """Choose when one is told by mail."""

    action = Action.NOTICE_VIEW
    title, verb = _("When you get mail"), _("Store")
    done = _("Stored. It holds from the next digest on.")
    intro = _(
        "One mail gathers what is new. Overdue gate reviews come every day, whatever you choose. "
        "This page and today's work show everything at any time."
    )

    def find(self, **_kwargs: Any) -> None:
        """What holds now."""
        user = self.access.user
        self.rhythm = Rhythm.objects.filter(user=user).first() or Rhythm(user=user)

    def form(self, data: Any) -> forms.Form:
        """The present choice."""
        held = self.rhythm
        initial = {"digest": held.digest, "quiet_from": held.quiet_from, "quiet_to": held.quiet_to}
        return RhythmForm(data, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.choose_rhythm(actor, self.access.user, data["digest"], data["quiet_from"], data["quiet_to"])


class _About(Act):
    """Something about a record of another room."""

    kind: SubjectKind
    found: Found

    def find(self, kind: str, ref: str, **_kwargs: Any) -> None:
        """The record, within reach."""
        known = subject_kind(kind)
        found = known.find(self.access, self.action, ref) if known else None
        if known is None or found is None:
            raise Http404
        self.kind, self.found = known, found

    def back(self) -> str:
        """The page of the record."""
        return self.found.address

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the record."""
        return [(self.found.address, f"{self.kind.words} {self.found.ref}")]

    def subtitle(self) -> Text:
        """Whose record it is."""
        return self.found.title


class NoteTask(_Mine):
    """Note something to do."""

    action = Action.TASK_WRITE
    title, verb, done = _("Note a task"), _("Note it"), _("The task is noted.")

    def find(self, **_kwargs: Any) -> None:
        """The office of the person, if any."""
        self.office: Office | None = next(
            (held.office for held in self.access.assignments if held.office), None
        )

    def form(self, data: Any) -> forms.Form:
        """For oneself unless told otherwise."""
        people = services.colleagues(self.office, self.today) if self.office else []
        return TaskForm(
            data,
            people=[self.access.user, *people],
            initial={"assignee": self.access.user, "due_on": self.today},
        )

    def about(self) -> tuple[str, Found] | None:
        """What the task is about."""
        return None

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.note_task(
            actor,
            services.TaskData(data["text"], data["due_on"], data["assignee"], self.office, self.about()),
        )


class NoteTaskAbout(_About, NoteTask):
    """Note something to do about a record."""

    def find(self, kind: str, ref: str, **_kwargs: Any) -> None:
        """The record, and the office of the person."""
        _About.find(self, kind, ref)
        NoteTask.find(self)

    def about(self) -> tuple[str, Found] | None:
        """The record."""
        return self.kind.kind, self.found


class CloseTask(_Mine):
    """Say that a task is done, or no longer needed."""

    action = Action.TASK_WRITE
    title, verb, done = _("Task"), _("Close the task"), _("The task is closed.")

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The task, within reach."""
        rows = Task.objects.select_related("firm", "office", "assignee", "noted_by")
        self.task = get_object_or_404(self.access.rows(Action.TASK_WRITE, rows), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Done unless told otherwise."""
        return CloseForm(data, initial={"outcome": TaskState.DONE})

    def subtitle(self) -> Text:
        """What it is about."""
        return self.task.firm.name if self.task.firm else ""

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the reminders, and from the record that it is about."""
        known = subject_kind(self.task.subject_kind)
        about = (
            [(known.address(self.task.subject_ref), f"{known.words} {self.task.subject_ref}")]
            if known
            else []
        )
        return [*super().crumbs(), *about]

    def known(self) -> list[tuple[Text, Any]]:
        """What is to be done, by whom, by when."""
        task = self.task
        return [
            (_("What is to be done"), task.text or task.get_kind_display()),
            (_("By"), formats.day(task.due_on)),
            (_("Who does it"), task.assignee.name if task.assignee else task.office),
            (_("Noted by"), task.noted_by.name if task.noted_by else _("System")),
            (_("State"), task.get_state_display()),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        services.close_task(actor, self.task, done=data["outcome"] == TaskState.DONE)


class PlanMeeting(_About):
    """Plan a meeting about a record and invite."""

    action = Action.MEETING_PLAN
    title, verb = _("Plan a meeting"), _("Plan it and invite")
    done = _("The meeting is planned. Invitations go out by mail.")

    def form(self, data: Any) -> forms.Form:
        """The people of the office and of the record; the contacts of the firm."""
        office = Office.objects.filter(pk=self.found.office).first()
        people = services.colleagues(office, self.today) if office else []
        keys = {self.access.user.pk, *self.found.people, *(person.pk for person in people)}
        return MeetingForm(
            data,
            people=User.objects.filter(pk__in=keys, is_active=True).order_by("name", "pk"),
            contacts=self._contacts(),
            initial={"people": [self.access.user.pk, *self.found.people]},
        )

    def _contacts(self) -> QuerySet[Contact]:
        firm = Firm.objects.filter(pk=self.found.firm).first()
        return contacts_for(firm, Mail.MEETINGS) if firm else Contact.objects.none()

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Plan it."""
        meeting = services.MeetingData(
            (self.kind.kind, self.found),
            data["title"],
            _slot(data),
            list(data["people"]),
            list(data["contacts"]),
        )
        services.plan_meeting(actor, meeting)


def _slot(data: dict[str, Any]) -> services.Slot:
    begins = datetime.combine(data["day"], data["starts_at"], ZONE)
    ends = datetime.combine(data["day"], data["ends_at"], ZONE)
    return services.Slot(begins, ends, data["place"], data["online_address"])


class _OnMeeting(Act):
    """Something done to one meeting."""

    action = Action.MEETING_PLAN

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The meeting, within reach."""
        rows = self.access.rows(Action.MEETING_PLAN, Meeting.objects.select_related("firm", "office"))
        self.meeting = get_object_or_404(rows, pk=pk)

    def back(self) -> str:
        """The page of the meeting."""
        return reverse("notices:meeting", args=[self.meeting.pk])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the meeting."""
        return [(self.back(), self.meeting.title)]

    def subtitle(self) -> Text:
        """Whose meeting it is."""
        return self.meeting.firm.name

    def known(self) -> list[tuple[Text, Any]]:
        """When and where it is now."""
        meeting = self.meeting
        return [
            (_("When"), f"{formats.moment(meeting.starts_at)} – {formats.time_of_day(meeting.ends_at)}"),
            (_("Where"), formats.joined(meeting.place, meeting.online_address)),
        ]


class MoveMeeting(_OnMeeting):
    """Move a meeting and tell everybody."""

    title, verb = _("Move the meeting"), _("Move it and tell everybody")
    done = _("The meeting is moved. New invitations go out by mail.")

    def form(self, data: Any) -> forms.Form:
        """When and where it is now, and which edition of it the page showed."""
        meeting = self.meeting
        begins, ends = (moment.astimezone(ZONE) for moment in (meeting.starts_at, meeting.ends_at))
        return MoveForm(
            data,
            initial={
                "day": begins.date(),
                "starts_at": begins.time(),
                "ends_at": ends.time(),
                "place": meeting.place,
                "online_address": meeting.online_address,
                "sequence": meeting.sequence,
            },
        )

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Move what the page showed."""
        self.meeting.sequence = data["sequence"]
        services.move_meeting(actor, self.meeting, _slot(data))


class CancelMeeting(_OnMeeting):
    """Call a meeting off and tell everybody."""

    title, verb = _("Call the meeting off"), _("Call it off and tell everybody")
    done = _("The meeting is called off. Everybody invited is told by mail.")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Call it off."""
        services.cancel_meeting(actor, self.meeting)
