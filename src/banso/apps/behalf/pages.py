"""The pages of this room: what waits, and where a firm confirms it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import NO_ROLE, Access, requires
from banso.apps.accounts.models import LinkPurpose, PersonalLink
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.behalf import selectors, services
from banso.apps.behalf.forms import (
    AnswersForm,
    AskForm,
    EntryFilter,
    EntryFilterWithOffice,
    KeepForm,
    LinkForm,
    PaperForm,
    entry_words,
)
from banso.apps.behalf.known import Lines, lines_of, records
from banso.apps.behalf.models import Entry, EntryKind, EntryState
from banso.apps.directory.models import Contact, Firm
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: What is put right by a correction; of the rest the office keeps the firm's words beside it.
_CORRECTED = (EntryKind.CONSULTATION, EntryKind.EFFORT, EntryKind.FOLLOW_UP)


def record_address(entry: Entry) -> str:
    """The page of the record that an entry is about."""
    pages = {
        "consultation": "intake:consultation",
        "application": "selection:application",
        "case": "casework:case",
        "firm": "directory:firm",
    }
    return reverse(pages[entry.subject_kind], args=[entry.subject_ref])


class OnFirm(Act):
    """Something done about what was entered for one firm."""

    firm: Firm
    asked: list[tuple[Entry, Lines]]

    def find(self, ref: str) -> None:
        """The firm, within the reach of the action, and what waits for its word."""
        self.firm = get_object_or_404(self.access.rows(self.action, Firm.objects.all()), ref=ref)
        self.asked = selectors.asked_of(self.firm)

    def back(self) -> str:
        """The list of what waits."""
        return reverse("behalf:entry_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Entries for firms"))]

    def subtitle(self) -> Text:
        """Whose entries they are."""
        return self.firm.name

    def more(self) -> dict[str, Any]:
        """What waits, line by line."""
        return {"asked": [(entry, lines, []) for entry, lines in self.asked], "firm": self.firm}


class ConfirmEntries(OnFirm):
    """A member of the firm confirms what the office entered."""

    action = Action.ENTRY_CONFIRM
    title = _("Confirm what was entered for you")
    verb, done = _("Send the confirmation"), _("Thank you. Your answers have arrived.")
    template = "behalf/confirm.html"

    def form(self, data: Any) -> forms.Form:
        """One answer an entry; that it is right is chosen already."""
        self.sent = AnswersForm(data, entries=self.asked)
        return self.sent

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the answers."""
        services.confirm_entries(actor, self.firm, self.sent.answers())

    def back(self) -> str:
        """The first page."""
        return reverse("today:home")

    def crumbs(self) -> list[tuple[str, Text]]:
        """None: it is one step from the first page."""
        return []

    def more(self) -> dict[str, Any]:
        """What is asked, with the fields of each."""
        return {"asked": self.sent.asked()}


class AskFirm(OnFirm):
    """Send people of the firm a link by which they confirm entries."""

    action = Action.ENTRY_ASK
    title, verb, done = _("Ask for confirmation"), _("Send the links"), _("The links are on their way.")
    template = "behalf/ask.html"
    intro = _(
        "Each person gets a mail with a link of their own, for seven days. It asks about everything that "
        "waits for this firm's word on the day it is opened."
    )

    def form(self, data: Any) -> forms.Form:
        """Who gets mails about support."""
        self.contacts = contacts_for(self.firm, Mail.SUPPORT)
        return AskForm(data, contacts=self.contacts)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send them."""
        services.ask_firm(actor, self.firm, list(data["contacts"]))

    def more(self) -> dict[str, Any]:
        """Besides what waits: whether there is nobody to ask."""
        return {**super().more(), "nobody": not self.contacts.exists()}


class OnPaper(OnFirm):
    """Enter what a person of the firm confirmed on signed paper."""

    action = Action.ENTRY_ASK
    title, verb, done = _("Enter a signed paper"), _("Store it"), _("The confirmation is stored.")
    template = "behalf/ask.html"

    def form(self, data: Any) -> forms.Form:
        """Who signed, what, and the paper itself."""
        contacts = Contact.objects.present().filter(firm=self.firm).order_by("pk")
        files = self.request.FILES if data is not None else None
        return PaperForm(data, files, contacts=contacts, entries=self.asked)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        chosen = {int(key) for key in data["entries"]}
        entries = [entry for entry, _lines in self.asked if entry.pk in chosen]
        services.confirm_on_paper(actor, self.firm, data["contact"], entries, data["files"])


class KeepEntry(Act):
    """Keep an entry of which the firm says that something is different."""

    action = Action.ENTRY_ASK
    title, verb = _("The firm says it is different"), _("Keep it as written")
    done = _("The decision is stored.")
    template = "behalf/keep.html"
    intro = _(
        "If the firm is right, correct the record: the firm is then asked again. If it is to stay as it is, "
        "say why; whoever wrote the entry does not decide that."
    )

    def find(self, pk: int) -> None:
        """The entry, within reach, and its record."""
        rows = selectors.with_words(self.access.rows(self.action, Entry.objects.select_related("firm")))
        self.entry: Entry = get_object_or_404(rows, pk=pk)

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return KeepForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Keep it."""
        services.keep_as_written(actor, self.entry, data["reason"])

    def back(self) -> str:
        """The list of what is open."""
        return reverse("behalf:entry_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Entries for firms"))]

    def subtitle(self) -> Text:
        """Whose entry it is, and which."""
        return formats.joined(self.entry.firm.name, entry_words(self.entry))

    def more(self) -> dict[str, Any]:
        """Where the record is put right instead."""
        corrected = self.entry.kind in _CORRECTED and self.access.can(Action.CORRECT)
        page = reverse("corrections:correct", args=[self.entry.kind, self.entry.row]) if corrected else ""
        return {"correct_url": page, "record_url": record_address(self.entry)}

    def known(self) -> list[tuple[Text, Any]]:
        """The record, and what the firm says."""
        lines: list[tuple[Text, Any]] = [*lines_of(self.entry, records([self.entry])[self.entry.pk])]
        return [*lines, (_("What the firm says"), selectors.said_of(self.entry) or formats.unknown(None))]


@requires(Action.ENTRY_ASK)
@require_GET
def entry_list(request: HttpRequest) -> HttpResponse:
    """What was entered for firms and is open, the oldest first; settled ones by the filter."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = selectors.office_entries(access).exclude(state=EntryState.NONE)
    if not request.GET.get("state"):
        rows = rows.filter(state__in=(EntryState.WAITING, EntryState.DIFFERENT), firm__closed_on__isnull=True)
    many = access.reaches_many(Action.ENTRY_ASK)
    columns = [
        Column("written_at", _("Entered"), kind="day", value=_written, sort="written_at"),
        Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana", link=_firm_page),
        Column("office", _("Office"), value="firm.office.name", sort="firm__office__code"),
        Column("kind", _("What"), value=lambda row: row.get_kind_display(), sort="kind"),
        Column("subject_ref", _("Number of the record"), sort="subject_ref", link=record_address),
        Column("by", _("Entered by"), value=lambda row: row.written_by.name if row.written_by else "–"),
        Column("state", _("State"), value=_state, sort="state", html=_mark, second=selectors.said_of),
    ]
    records = RecordList(
        request,
        selectors.with_words(rows.select_related("firm__office", "written_by")),
        columns=[column for column in columns if many or column.key != "office"],
        filters=EntryFilterWithOffice if many else EntryFilter,
        default_sort="written_at",
        name="entries",
        empty=_("Nothing waits: firms have confirmed everything that was entered for them."),
        verb=_verb,
    )
    return records.response("behalf/entry_list.html", {"frame": frame_of(access)})


def _written(row: Entry) -> Any:
    return formats.local_date(row.written_at)


def _firm_page(row: Entry) -> str:
    return reverse("directory:firm", args=[row.firm.ref])


def _state(row: Entry) -> str:
    return row.get_state_display()


def _mark(row: Entry) -> SafeString:
    return status(selectors.MARKS[EntryState(row.state)][0], row.get_state_display())


def _verb(row: Entry) -> tuple[str, Any] | None:
    if row.state == EntryState.WAITING:
        return reverse("behalf:ask", args=[row.firm.ref]), _("Ask the firm")
    if row.state == EntryState.DIFFERENT:
        return reverse("behalf:keep", args=[row.pk]), _("Settle")
    return None


def answer_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """What a contact is asked to confirm, and the answers. Looking at it uses nothing up."""
    assert link.contact is not None
    user: Any = request.user
    theirs = link.contact.user_id
    if user.is_authenticated and theirs is not None and theirs != user.pk:
        return render(request, "casework/confirm_other.html", status=403)
    asked = selectors.asked_of(link.contact.firm)
    form = LinkForm(request.POST or None, entries=asked)
    if form.is_bound and form.is_valid():
        actor = Actor(theirs, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
        try:
            services.answer_by_link(actor, link, form.answers())
        except Refused as refused:
            if refused.rule == "link_closed":
                return render(request, "accounts/link_closed.html", status=410)
            form.refuse(refused)
        else:
            return redirect("casework:confirm_thanks")
    context = {"link": link, "asked": form.asked(), "form": form}
    return render(request, "behalf/confirm_by_link.html", context)


#: The purpose whose links open ``answer_page``.
PURPOSE = LinkPurpose.CONFIRM_ENTRIES
