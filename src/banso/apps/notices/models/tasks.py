"""What people note for themselves or for a colleague."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import ScopePaths, one_of


class TaskKind(models.TextChoices):
    NOTE = "note", pgettext_lazy("task", "Task")
    ADDRESS = "address", pgettext_lazy("task", "Mail does not arrive: find the right address")


class TaskState(models.TextChoices):
    OPEN = "open", pgettext_lazy("task", "To do")
    DONE = "done", pgettext_lazy("task", "Done")
    DROPPED = "dropped", pgettext_lazy("task", "Dropped")


class Task(models.Model):
    """Something to do by a day: noted by a person, or by the system for an office."""

    scope_paths = ScopePaths(office="office", assigned=("assignee", "noted_by"))

    kind = models.CharField(_("kind"), max_length=10, choices=TaskKind.choices, default=TaskKind.NOTE)
    text = models.CharField(_("what is to be done"), max_length=400, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_ref = models.CharField(max_length=64, blank=True)
    firm = models.ForeignKey(
        "directory.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    office = models.ForeignKey(
        "directory.Office", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Empty: whoever of the office finds the time.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who does it"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField(_("noted at"))
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            one_of("kind", TaskKind, "task_kind_known"),
            one_of("state", TaskState, "task_state_known"),
            models.CheckConstraint(
                condition=Q(assignee__isnull=False) | Q(office__isnull=False), name="task_has_an_owner"
            ),
            models.CheckConstraint(
                condition=~Q(kind=TaskKind.NOTE) | ~Q(text=""), name="task_noted_says_what"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_ref"],
                condition=Q(kind=TaskKind.ADDRESS, state=TaskState.OPEN),
                name="task_one_open_an_address",
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "state", "due_on"], name="task_assignee_due"),
            models.Index(fields=["office", "state", "due_on"], name="task_office_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
