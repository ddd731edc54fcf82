"""What runs by itself every day or week. A recurrence is data: a name, a time in Tokyo, a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from banso.apps.journal.actor import ZONE

#: What a recurring job does at a moment; it gives counts and codes, which are kept with the run.
Job = Callable[[datetime], dict[str, int]]


@dataclass(frozen=True)
class Recurrence:
    """A job that is due at the same time every day, or on one day of the week (0 is Monday).

    Running it twice must do no harm.
    """

    name: str
    label: Promise
    at: time
    path: str
    weekday: int | None = None

    @property
    def function(self) -> Job:
        """The function that does it, imported when it is needed."""
        return import_string(self.path)

    def last_due(self, now: datetime) -> datetime:
        """The newest moment, not after ``now``, at which it was due."""
        local = now.astimezone(ZONE)
        due = datetime.combine(local.date(), self.at, ZONE)
        if self.weekday is not None:
            due -= timedelta(days=(local.weekday() - self.weekday) % 7)
        return due if due <= local else due - self._every

    def next_due(self, now: datetime) -> datetime:
        """The next moment at which it is due."""
        return self.last_due(now) + self._every

    @property
    def _every(self) -> timedelta:
        return timedelta(days=1 if self.weekday is None else 7)


RECURRENCES = (
    Recurrence(
        "journal_heads", _("Write down the heads of the journal"), time(3, 0),
        "banso.apps.journal.tasks.write_down_heads",
    ),
    Recurrence(
        "settle_shortenings", _("Let shortenings hold that nobody replied to"), time(0, 10),
        "banso.apps.casework.tasks.settle_shortenings",
    ),
    Recurrence(
        "follow_ups", _("Ask firms how they are doing after support"), time(6, 0),
        "banso.apps.casework.tasks.ask_follow_ups",
    ),
    Recurrence(
        "end_leaves", _("Give work back after a leave"), time(0, 20),
        "banso.apps.transfers.tasks.end_leaves",
    ),
    Recurrence(
        "clear_expired", _("Clear expired sessions and old task results"), time(3, 30),
        "banso.apps.jobs.cleaning.clear_expired",
    ),
    Recurrence(
        "reminders", _("Record what is due and write the digests"), time(5, 0),
        "banso.apps.notices.ledger.run",
    ),
    Recurrence(
        "bounces", _("Read mail that came back"), time(4, 30), "banso.apps.notices.bounces.read_folder",
    ),
    Recurrence("silence", _("Handle proposals without reply"), time(4, 30), "banso.apps.intake.silence.run"),
    Recurrence(
        "window_week", _("Tell windows what waits this week"), time(7, 0),
        "banso.apps.intake.digests.send", weekday=0,
    ),
    Recurrence(
        "hand_overs", _("Give back hand-overs that nobody answered"), time(4, 40),
        "banso.apps.new_exporters.silence.run",
    ),
    Recurrence(
        "quotes_ending", _("Tell firms of quotes that are about to end"), time(6, 30),
        "banso.apps.fees.letters.tell_of_ends",
    ),
    Recurrence(
        "waves", _("Close surveys whose last day has gone by"), time(0, 30),
        "banso.apps.surveys.tasks.close_past",
    ),
    Recurrence(
        "questionnaires", _("Remind firms of questionnaires they have not answered"), time(6, 40),
        "banso.apps.surveys.tasks.remind",
    ),
    Recurrence(
        "provider_outcomes", _("Ask what became of referrals to private providers"), time(6, 10),
        "banso.apps.providers.tasks.ask_outcomes",
    ),
    Recurrence(
        "certificates", _("Tell firms of certificates of products that are about to end"), time(6, 20),
        "banso.apps.products.tasks.watch_certificates",
    ),
    # After what has ended was noted.
    Recurrence(
        "listings_off_sale", _("Take products off sale that a site may not sell for now"), time(6, 25),
        "banso.apps.sales.tasks.watch_listings",
    ),
    Recurrence(
        "sent_files", _("Throw away files of sites that nobody stored"), time(3, 35),
        "banso.apps.sales.tasks.drop_old_files",
    ),
    Recurrence(
        "answer_times", _("Note how soon makers answer buyers"), time(4, 50),
        "banso.apps.inquiries.tasks.note_answer_times",
    ),
    Recurrence(
        "pictures", _("Throw away pictures that no product shows"), time(3, 45),
        "banso.apps.products.tasks.tidy_pictures",
    ),
    Recurrence(
        "retention", _("Make records anonymous that were kept long enough"), time(3, 50),
        "banso.apps.privacy.retention.run",
    ),
    Recurrence(
        "documents", _("Scan documents, throw away removed ones"), time(3, 40),
        "banso.apps.documents.services.tidy",
    ),
    Recurrence(
        "snapshot", _("Take a snapshot of casework for figures"), time(1, 0),
        "banso.apps.snapshots.tasks.nightly",
    ),
    Recurrence(
        "matching_plan", _("Plan who helps with what this week"), time(5, 0),
        "banso.apps.matching.tasks.plan_week", weekday=0,
    ),
)  # fmt: skip


def recurrence(name: str) -> Recurrence | None:
    """The recurrence with this name, if there still is one."""
    return next((item for item in RECURRENCES if item.name == name), None)
