"""The pages on which staff do one thing to a look back: record, ask by link, note a try, give up."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.catch_up import WEEKLY
from banso.apps.casework.follow_up import first_day, tries_left
from banso.apps.casework.follow_up_forms import (
    AskFollowUpForm,
    AttemptForm,
    CapacityForm,
    FollowUpForm,
    UnreachedForm,
)
from banso.apps.casework.models import CatchUp, CatchUpCapacity, FollowUp
from banso.apps.casework.on_case import Known
from banso.apps.casework.services.follow_ups import attempts_wanted, firm_of, link_subject
from banso.apps.directory.models import Office
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Text


class OnLookBack(Act):
    """Something done to a follow-up of a case, or to a contact that catches up."""

    action = Action.FOLLOW_UP_RECORD
    row: Any

    def find(self, pk: int, kind: str = FollowUp.kind) -> None:
        """The look back, within reach."""
        if kind == CatchUp.kind:
            rows = self.access.rows(self.action, CatchUp.objects.select_related("firm", "office"))
        else:
            joins = ("case__firm", "case__office", "case__service", "case__version")
            rows = self.access.rows(self.action, FollowUp.objects.select_related(*joins))
        self.row = get_object_or_404(rows, pk=pk)
        self.kind = kind
        self.firm = firm_of(self.row)

    def back(self) -> str:
        """The case, or the list of contacts that catch up."""
        if self.kind == CatchUp.kind:
            return reverse("casework:catch_up_list")
        return reverse("casework:case", args=[self.row.case.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        if self.kind == CatchUp.kind:
            return [(self.back(), _("Catch-up contacts"))]
        return [(reverse("casework:follow_up_list"), _("Follow-ups")), (self.back(), self.row.case.ref)]

    def subtitle(self) -> Text:
        """Whose support it was."""
        return self.firm.name

    def known(self) -> Known:
        """Which one it is, how support ended, and what was tried so far."""
        row = self.row
        if self.kind == CatchUp.kind:
            about: Known = [
                (_("Support ended"), formats.day(row.ended_on)),
                (_("Planned for the week until"), formats.day(row.due_on)),
                (_("Promise"), formats.number(row.points)),
            ]
        else:
            about = [
                (_("Follow-up"), _("%(months)s months after the end") % {"months": row.months}),
                (_("Due"), formats.day(row.due_on)),
                (_("Support ended"), formats.day(row.case.ended_on)),
                (_("Outcome of support"), row.case.get_outcome_display()),
            ]
        return about + [
            (
                _("Tried"),
                formats.joined(formats.day(one.tried_on), one.get_way_display(), one.get_result_display()),
            )
            for one in row.attempts.order_by("tried_on", "pk")
        ]

    def more(self) -> dict[str, Any]:
        """The other things that can be done while it is open."""
        if self.row.done_on is not None or self.today < first_day(self.row):
            return {"others": []}
        pages = {
            "": _("Record what was heard"),
            "_ask": _("Send the form by link"),
            "_attempt": _("Note a try"),
            "_unreached": _("Record as not reached"),
        }
        here = self.request.path
        found = [
            (reverse(f"casework:{self.kind}{end}", args=[self.row.pk]), says) for end, says in pages.items()
        ]
        return {"others": [(url, says) for url, says in found if url != here]}

    template = "casework/follow_up_act.html"


class RecordFollowUp(OnLookBack):
    """Record what a firm said by telephone, visit or mail."""

    title, verb, done = _("Record a follow-up"), _("Record it"), _("The follow-up is recorded.")

    def form(self, data: Any) -> forms.Form:
        """Today is the likely day."""
        return FollowUpForm(data, initial={"done_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        values = {
            name: "" if value is None and name != "amount_yen" else value for name, value in data.items()
        }
        services.record_follow_up(actor, self.row, services.FollowUpData(**values))


class AskFollowUp(OnLookBack):
    """Send people of the firm a link to the form."""

    title, verb, done = _("Send the form by link"), _("Send the links"), _("The links are on their way.")
    intro = _(
        "Each person gets a mail with a link of their own, for seven days. The first answer counts; after it "
        "no other link works."
    )

    def form(self, data: Any) -> forms.Form:
        """The people of the firm who have a mail address."""
        return AskFollowUpForm(data, contacts=contacts_for(self.firm, Mail.EXPORTS))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send them."""
        services.ask_follow_up(actor, self.row, list(data["contacts"]))

    def known(self) -> Known:
        """Which one, and to whom links were sent on which days."""
        kind, ref = link_subject(self.row)
        sent = PersonalLink.objects.filter(
            purpose=LinkPurpose.FOLLOW_UP, subject_kind=kind, subject_ref=ref
        ).select_related("contact")
        days: dict[str, list[str]] = defaultdict(list)
        for link in sent.order_by("pk"):
            days[link.contact.name if link.contact else ""].append(formats.day(link.made_at))
        return [
            *super().known(),
            *(
                (_("Links sent to %(name)s") % {"name": name}, formats.joined(*on))
                for name, on in days.items()
            ),
        ]


class NoteAttempt(OnLookBack):
    """Note a try that led to no answers."""

    title, verb, done = _("Note a try"), _("Note it"), _("The try is noted.")

    def form(self, data: Any) -> forms.Form:
        """A call today is likely."""
        return AttemptForm(data, initial={"tried_on": self.today, "way": "call"})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.note_attempt(actor, self.row, services.AttemptData(**data))


class CloseUnreached(OnLookBack):
    """Record that the firm could not be reached."""

    title, verb, done = (
        _("Record as not reached"),
        _("Record as not reached"),
        _("It is recorded that the firm was not reached."),
    )

    def form(self, data: Any) -> forms.Form:
        """A note, if there is anything to say."""
        return UnreachedForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        services.close_unreached(actor, self.row, data["note"])

    def known(self) -> Known:
        """And how many more tries it takes."""
        tried = self.row.attempts.order_by("pk").values_list("tried_on", "result")
        left = tries_left(tried, attempts_wanted(self.row))
        return [*super().known(), (_("Days still to try"), formats.number(left))]


class SetCapacity(Act):
    """Say how many catch-up contacts an office takes on in a week."""

    action = Action.CATCH_UP_PLAN
    title, verb, done = (
        _("Catch-up contacts a week"),
        _("Store and plan anew"),
        _("Stored. Contacts that are still ahead were planned anew."),
    )
    intro = _("Contacts from next week on are spread anew, the firms with the most promise first.")

    def find(self, code: str) -> None:
        """The office, within reach."""
        self.office: Office = get_object_or_404(
            self.access.rows(self.action, Office.objects.all()), code=code
        )

    def form(self, data: Any) -> forms.Form:
        """As it is now."""
        row = CatchUpCapacity.objects.filter(office=self.office).first()
        return CapacityForm(data, initial={"weekly": row.weekly if row else WEEKLY})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.set_catch_up_capacity(actor, self.office, data["weekly"])

    def back(self) -> str:
        """The list."""
        return reverse("casework:catch_up_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Catch-up contacts"))]

    def subtitle(self) -> Text:
        """Which office."""
        return self.office.name
