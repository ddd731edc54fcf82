"""The pages of this room: what I am reminded of, a meeting, the letters that were sent."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.notices.forms import LetterFilter, ReminderFilter
from banso.apps.notices.meetings import about_address
from banso.apps.notices.models import Letter, LetterState, Meeting, MeetingState, Reminder
from banso.apps.notices.selectors import open_reminders, open_tasks
from banso.apps.notices.sources import kind_words, letter_words
from banso.web.acts import frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import due, status

#: So many open tasks stand above the reminders.
TASKS = 20

LETTER_MARKS = {
    LetterState.QUEUED: "part",
    LetterState.SENT: "ok",
    LetterState.FAILED: "no",
    LetterState.BOUNCED: "no",
    LetterState.WITHDRAWN: "dash",
}
MEETING_MARKS = {MeetingState.PLANNED: "now", MeetingState.MOVED: "now", MeetingState.CANCELLED: "no"}


@requires(Action.NOTICE_VIEW)
def mine(request: HttpRequest) -> HttpResponse:
    """What the person is reminded of, and the tasks that are open."""
    access: Access = request.access  # type: ignore[attr-defined]
    today = access.today

    def day(row: Reminder) -> SafeString:
        return due(row.due_on, today)

    rows: QuerySet[Reminder] = open_reminders(access.user.pk).annotate(
        late=Case(When(due_on__lt=today, then=Value(True)), default=Value(False))
    )
    records = RecordList(
        request,
        rows,
        columns=[
            Column("due_on", _("Due"), kind="day", sort="due_on", html=day),
            Column(
                "kind",
                _("What"),
                value=lambda row: kind_words(row.kind),
                sort="kind",
                link=lambda row: row.address,
            ),
            Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
            Column("office", _("Office"), value="office.name", sort="office__position"),
            Column("found_at", _("Found on"), kind="moment", sort="found_at"),
        ],
        filters=ReminderFilter,
        default_sort="due_on",
        name="reminders",
        empty=_("Nothing waits for you. What is due is looked for every night."),
        verb=lambda row: (row.address, _("Open")),
    )
    may_note = access.can(Action.TASK_WRITE)
    context = {
        "frame": frame_of(access),
        "tasks": [
            (task, due(task.due_on, today)) for task in open_tasks(access).order_by("due_on", "pk")[:TASKS]
        ]
        if may_note
        else [],
        "may_note": may_note,
        "may_read_letters": access.can(Action.LETTER_VIEW),
    }
    return records.response("notices/mine.html", context)


@requires(Action.MEETING_VIEW)
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: when, where, who is invited."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.MEETING_VIEW, Meeting.objects.select_related("firm", "office", "planned_by"))
    found = get_object_or_404(rows, pk=pk)
    ahead = found.state != MeetingState.CANCELLED and found.starts_at > access.at
    context = {
        "frame": frame_of(access),
        "meeting": found,
        "mark": MEETING_MARKS[MeetingState(found.state)],
        "participants": found.participants.select_related("user", "contact").order_by("pk"),
        "about": about_address(found),
        "may_change": ahead and access.allows(Action.MEETING_PLAN, found),
    }
    return render(request, "notices/meeting.html", context)


@requires(Action.LETTER_VIEW)
def letter_list(request: HttpRequest) -> HttpResponse:
    """Every letter: to whom, what became of it; never what it said."""

    def shown(row: Letter) -> SafeString:
        return status(LETTER_MARKS[LetterState(row.state)], row.get_state_display())

    records = RecordList(
        request,
        Letter.objects.select_related("to_user", "to_contact"),
        columns=[
            Column("queued_at", _("Written"), kind="moment", sort="queued_at"),
            Column("receiver", _("Addressed to"), value=_receiver),
            Column("template", _("Letter"), value=lambda row: letter_words(row.template), sort="template"),
            Column("state", _("State"), value=lambda row: row.get_state_display(), html=shown, sort="state",
                   second=lambda row: row.fault),
            Column("sent_at", pgettext_lazy("letter", "Sent on"), kind="moment", sort="sent_at"),
            Column("attempts", _("Attempts"), kind="number", sort="attempts"),
        ],
        filters=LetterFilter,
        default_sort="-queued_at",
        name="letters",
        empty=_("No letter has been written yet."),
    )  # fmt: skip
    return records.response(
        "notices/letter_list.html", {"reads_bounces": settings.ENV.bounce_dir is not None}
    )


def _receiver(letter: Letter) -> str:
    """Who it went to: a name, or the code of a record."""
    who = letter.to_user or letter.to_contact
    return who.name if who else f"{letter.to_kind} {letter.to_ref}"
