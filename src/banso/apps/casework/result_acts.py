"""The pages on which somebody does one thing to an export: record, prove, confirm, ask, settle, compare."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import LinkPurpose
from banso.apps.accounts.permissions import Action
from banso.apps.casework import result_words, services
from banso.apps.casework.models import (
    Confirmation,
    ConfirmationAnswer,
    ExportResult,
    GoalMetric,
)
from banso.apps.casework.models.goals import GoalState
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.casework.result_forms import (
    SAME,
    AskForm,
    OneAnswerForm,
    PairForm,
    PaperForm,
    ProveForm,
    ResultForm,
    SettleForm,
)
from banso.apps.casework.results import PROVEN
from banso.apps.casework.services.confirmations import AS_ANSWERED
from banso.apps.directory.models import Contact
from banso.apps.directory.services import Mail, contacts_for
from banso.apps.journal.actor import Actor
from banso.web import formats, forms


def entry(text: str) -> UUID | None:
    """The number of a form. One that was tampered with only loses the protection against sending twice."""
    try:
        return UUID(text)
    except ValueError:
        return None


class RecordResult(OnCase):
    """Record an export; one that looks like another is compared first."""

    action = Action.RESULT_RECORD
    title, verb, done = _("Record an export"), _("Record it"), _("The export is recorded.")
    template = "casework/result_record.html"
    alike: list[ExportResult] = []

    def form(self, data: Any) -> forms.Form:
        """Market and product of the goal are the likely answers."""
        goal = self.case.goals.filter(state=GoalState.AGREED).order_by("-version").first()
        initial: dict[str, Any] = {}
        if goal is not None:
            initial = {"market": goal.market_id, "product": goal.product}
            if goal.metric == GoalMetric.QUANTITY:
                initial["unit"] = goal.unit
        grades = services.grades_of(self.access.role_for(self.action))
        files = self.request.FILES if data is not None else None
        self.sent = ResultForm(data, files, initial=initial, day=self.today, grades=grades)
        return self.sent

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it, unless it is the same as what is there."""
        verdict = data.pop("alike", "")
        if verdict == SAME:
            self.done = _("Nothing was stored: the export is recorded already.")
            return
        values = {**data, "entry": entry(data["entry"]), "file": data["files"], "anyway": bool(verdict)}
        del values["files"]
        try:
            services.record_result(actor, self.case, services.ResultData(**values))
        except services.LooksLike as found:
            self.alike = found.results
            self.sent.ask_alike()
            raise

    def known(self) -> Known:
        """When support began: nothing before it counts."""
        return [(_("Support began"), formats.day(self.case.started_on))]

    def more(self) -> dict[str, Any]:
        """What looks like it."""
        return {"alike": [(row, result_words.money(row)) for row in self.alike]}


class OnResult(OnCase):
    """Something done to one export of a case."""

    def find(self, ref: str, pk: int) -> None:
        """The case, within reach, and the export."""
        super().find(ref)
        rows = self.case.results.select_related("market", "mall", "case")
        self.result: ExportResult = get_object_or_404(rows, pk=pk)

    def known(self) -> Known:
        """The export as recorded."""
        return result_words.known(self.result)

    def contacts(self) -> QuerySet[Contact]:
        """The people of the firm who are still there."""
        return Contact.objects.present().filter(firm=self.case.firm_id).order_by("pk")


class ConfirmResult(OnResult):
    """The firm says what is true of an export that staff or an expert recorded."""

    action = Action.RESULT_CONFIRM
    title, verb, done = _("Confirm an export"), _("Send the answer"), _("Thank you for your answer.")
    intro = _(
        "Somebody who supports you recorded this export. It counts once you say that it is right. "
        "If something is different, say so: your office then looks into it."
    )

    def form(self, data: Any) -> forms.Form:
        """As written is the usual answer, and is chosen all the same."""
        return OneAnswerForm(data, result=self.result)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the answer."""
        services.confirm_result(actor, self.result, services.AnswerData(**data))


class AskConfirmation(OnCase):
    """Send people of the firm a link by which they confirm exports."""

    action = Action.RESULT_ASK
    title, verb, done = _("Ask for confirmation"), _("Send the links"), _("The links are on their way.")
    intro = _(
        "Each person gets a mail with a link of their own, for seven days. A new link closes the one before; "
        "nobody's answer replaces another's."
    )

    def form(self, data: Any) -> forms.Form:
        """What waits is the likely choice."""
        results = self.case.results.filter(duplicate_of__isnull=True).select_related("market")
        waiting = [row.pk for row in results if row.confirmed_at is None]
        return AskForm(
            data,
            results=results.order_by("-exported_on", "pk"),
            contacts=contacts_for(self.case.firm, Mail.EXPORTS),
            initial={"results": waiting},
        )

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send them."""
        services.ask_confirmation(actor, self.case, list(data["results"]), list(data["contacts"]))

    def known(self) -> Known:
        """Who was sent how many links already."""
        ours = Q(
            links__purpose=LinkPurpose.CONFIRM_RESULT,
            links__subject_kind="case",
            links__subject_ref=self.case.ref,
        )
        sent = Contact.objects.filter(firm=self.case.firm_id, erased_at__isnull=True)
        counted = sent.annotate(sent=Count("links", filter=ours)).filter(sent__gt=0).order_by("pk")
        return [
            (_("Links sent so far"), formats.joined(contact.name, formats.number(contact.sent)))
            for contact in counted
        ]


class ProveResult(OnResult):
    """Give an export a better proof."""

    action = Action.RESULT_PROVE
    title, verb, done = _("Add proof"), _("Store it"), _("The proof is stored.")

    def form(self, data: Any) -> forms.Form:
        """What counts without the firm's word."""
        grades = [g for g in services.grades_of(self.access.role_for(self.action)) if g in PROVEN]
        return ProveForm(data, self.request.FILES if data is not None else None, grades=grades)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.prove_result(actor, self.result, data["source"], data["proof"], data["files"])

    def known(self) -> Known:
        """The export, and what it rests on now."""
        return [*super().known(), (_("Rests on"), result_words.source(self.result))]


class ConfirmOnPaper(OnResult):
    """Enter what a person of the firm confirmed on signed paper."""

    action = Action.RESULT_ASK
    title, verb, done = _("Enter a signed paper"), _("Store it"), _("The confirmation is stored.")

    def form(self, data: Any) -> forms.Form:
        """Who signed, what, and the paper itself."""
        files = self.request.FILES if data is not None else None
        return PaperForm(data, files, result=self.result, contacts=self.contacts())

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        contact, file = data.pop("contact"), data.pop("files")
        services.confirm_on_paper(actor, self.result, contact, services.AnswerData(**data), file)


class SettleResult(OnResult):
    """Settle an export of which people say different things."""

    action = Action.RESULT_SETTLE
    title, verb, done = _("Settle an export"), _("Decide"), _("The decision is stored.")
    intro = _("Somebody who recorded an export does not settle it. Ask the firm first where you can.")

    def find(self, ref: str, pk: int) -> None:
        """The export, and what people said of it."""
        super().find(ref, pk)
        rows = self.result.confirmations.filter(given_at__isnull=False)
        self.answers: list[Confirmation] = list(
            rows.select_related("contact", "user", "result").order_by("given_at", "pk")
        )

    def form(self, data: Any) -> forms.Form:
        """The figures of each who gave other ones can be taken."""
        others = [
            (row, result_words.other_figures(row))
            for row in self.answers
            if row.answer == ConfirmationAnswer.DIFFERENT and result_words.other_figures(row)
        ]
        return SettleForm(data, others=others)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Settle it."""
        decision, _dash, key = data["decision"].partition("-")
        answer = next((row for row in self.answers if str(row.pk) == key), None)
        services.settle_result(
            actor, self.result, decision, data["reason"], answer if decision == AS_ANSWERED else None
        )

    def known(self) -> Known:
        """The export, what it rests on, and what each person said."""
        return [
            *super().known(),
            (_("Rests on"), result_words.source(self.result)),
            *((result_words.person(row), f"{result_words.said(row)}\n{row.comment}") for row in self.answers),
        ]


class CompareResults(OnResult):
    """Say whether two exports that look alike are one."""

    action = Action.RESULT_SETTLE
    title, verb, done = _("Compare two exports"), _("Decide"), _("The decision is stored.")
    template = "casework/result_compare.html"

    def find(self, ref: str, pk: int, other: int) -> None:
        """Both exports, of one firm; the other may lie in another case within reach."""
        super().find(ref, pk)
        rows = self.access.rows(self.action, ExportResult.objects.filter(case__firm=self.case.firm_id))
        rows = rows.exclude(pk=pk).select_related("market", "mall", "case")
        self.other: ExportResult = get_object_or_404(rows, pk=other)

    def form(self, data: Any) -> forms.Form:
        """Three answers."""
        return PairForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Mark one, or tell them apart."""
        match data["verdict"]:
            case PairForm.SECOND:
                services.mark_duplicate(actor, self.other, self.result)
            case PairForm.FIRST:
                services.mark_duplicate(actor, self.result, self.other)
            case _:
                services.say_distinct(actor, self.result, self.other)

    def back(self) -> str:
        """The list of what looks alike."""
        return reverse("casework:result_alike")

    def known(self) -> Known:
        """The table says it all."""
        return []

    def more(self) -> dict[str, Any]:
        """Both, line by line."""
        both = (self.result, self.other)
        lines = [dict(result_words.known(row)) for row in both]
        labels = [*lines[0], *(label for label in lines[1] if label not in lines[0])]
        rows = [(label, *(line.get(label, "–") for line in lines)) for label in labels]
        rows.append((_("Case"), *(row.case.ref for row in both)))
        rows.append((_("Rests on"), *(result_words.source(row) for row in both)))
        return {"rows": rows}


class UnmarkDuplicate(OnResult):
    """Take back that an export is a duplicate."""

    action = Action.RESULT_SETTLE
    title, verb, done = _("Not a duplicate"), _("Let it stand for itself"), _("The decision is stored.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return forms.Form(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        services.unmark_duplicate(actor, self.result)
