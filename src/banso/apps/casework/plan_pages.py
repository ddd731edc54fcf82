"""The pages of export strategy and business plan: read, compare, take away, write, send, agree."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.casework import plan_words, services
from banso.apps.casework.agreed_by_both import NEW, PLAN
from banso.apps.casework.models import Case, CaseState, StagePlan
from banso.apps.casework.models.plans import PARTS, SETTLED_STATES
from banso.apps.casework.on_case import Known, OnCase
from banso.apps.journal.actor import Actor
from banso.apps.programmes.models import StageDocumentKind
from banso.web import formats, forms
from banso.web.acts import Text, frame_of
from banso.web.downloads import download


def _found(request: HttpRequest, ref: str, kind: str) -> tuple[Case, list[StagePlan]]:
    """A case within reach and the versions of one of its documents, the latest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.CASE_VIEW, Case.objects.select_related("firm", "service", "version"))
    case = get_object_or_404(rows, ref=ref)
    if not case.version.stages.filter(closes_with=kind).exists():
        raise Http404
    plans = case.plans.filter(kind=kind).select_related("written_by", "firm_agreed_by", "office_agreed_by")
    return case, list(plans.order_by("-version"))


@requires(Action.CASE_VIEW)
def plan(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """One document: the latest version or the one asked for, its state, and all versions."""
    access: Access = request.access  # type: ignore[attr-defined]
    case, plans = _found(request, ref, kind)
    wanted = request.GET.get("version", "")
    shown = next((item for item in plans if str(item.version) == wanted), plans[0] if plans else None)
    latest = plans[0] if plans else None
    under_way = case.state != CaseState.ENDED
    may_write = under_way and access.can(Action.PLAN_WRITE) and access.allows(Action.PLAN_WRITE, case)
    may_agree = under_way and access.can(Action.PLAN_AGREE) and access.allows(Action.PLAN_AGREE, case)
    may_accept = under_way and access.can(Action.PLAN_ACCEPT) and access.allows(Action.PLAN_ACCEPT, case)
    state = latest.state if latest else NEW
    events = {event for role in access.roles for event in PLAN.events(state, role)}
    context = {
        "case": case,
        "kind": kind,
        "name": StageDocumentKind(kind).label,
        "plans": [(item, plan_words.MARKS[item.state]) for item in plans],
        "shown": shown,
        "mark": plan_words.MARKS[shown.state] if shown else "",
        "parts": plan_words.parts_of(shown) if shown and shown.state != "on_paper" else [],
        "before": next((item for item in plans if shown and item.version < shown.version), None),
        "may_write": may_write,
        "may_send": may_write and "send" in events,
        "may_agree": may_agree and any(event.endswith("_agree") for event in events),
        "may_accept": may_accept and latest is None and _began_before(case, kind),
        "frame": frame_of(access),
    }
    return render(request, "casework/plan.html", context)


def _began_before(case: Case, kind: str) -> bool:
    since = case.version.stages.filter(closes_with=kind).order_by("order").values_list("closes_with_from")
    (day,) = since[0]
    return day is not None and case.started_on < day


@requires(Action.CASE_VIEW)
def compare(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """Two versions side by side, word by word."""
    access: Access = request.access  # type: ignore[attr-defined]
    case, plans = _found(request, ref, kind)
    by_version = {str(item.version): item for item in plans if item.state != "on_paper"}
    if len(by_version) < 2:
        return redirect("casework:plan", case.ref, kind)
    latest = sorted(by_version.values(), key=lambda item: item.version)[-2:]
    old = by_version.get(request.GET.get("old", ""), latest[0])
    new = by_version.get(request.GET.get("new", ""), latest[1])
    context = {
        "case": case,
        "kind": kind,
        "name": StageDocumentKind(kind).label,
        "versions": sorted(by_version.values(), key=lambda item: item.version),
        "old": old,
        "new": new,
        "rows": plan_words.compared(old, new),
        "frame": frame_of(access),
    }
    return render(request, "casework/plan_compare.html", context)


@requires(Action.CASE_VIEW)
def take_away(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """All versions as a workbook."""
    case, plans = _found(request, ref, kind)
    if not plans:
        raise Http404
    return download(plan_words.workbook(list(reversed(plans)), case.ref), f"{case.ref}-{kind}.xlsx")


class PlanForm(forms.Form):
    """The parts of a document. A draft may have gaps."""

    edition = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in PARTS:
            field = forms.CharField(
                label=plan_words.label_of(part),
                max_length=2000,
                required=False,
                widget=forms.Textarea({"rows": 4}),
                help_text=plan_words.HINTS[part],
            )
            field.mark = " "
            self.fields[part] = field

    def refuse(self, refused: Refused) -> None:
        """Say it. Whoever has been told that the text was changed may send the form again, knowingly."""
        super().refuse(refused)
        if refused.rule == "as_seen":
            self.data = self.data.copy()
            self.data["edition"] = self.initial["edition"]


class EditionForm(forms.Form):
    """A button pressed on one edition of a document."""

    edition = forms.IntegerField(widget=forms.HiddenInput())


class PaperForm(forms.Form):
    """A document that was agreed on paper."""

    agreed_on = forms.DateField(label=_("Agreed on"))
    reason = forms.CharField(
        label=_("Why it is not kept here"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Say where the paper is kept."),
    )


class _OnPlan(OnCase):
    """Something done to one document of a case."""

    kind: str
    latest: StagePlan | None

    def find(self, ref: str, kind: str) -> None:
        """The case and the latest version of the document."""
        super().find(ref)
        self.kind = kind
        if not self.case.version.stages.filter(closes_with=kind).exists():
            raise Http404
        self.latest = self.case.plans.filter(kind=kind).select_related("case").order_by("-version").first()

    def back(self) -> str:
        """The page of the document."""
        return reverse("casework:plan", args=[self.case.ref, self.kind])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list, the case and the document."""
        case = reverse("casework:case", args=[self.case.ref])
        name = StageDocumentKind(self.kind).label
        return [(reverse("casework:case_list"), _("Cases")), (case, self.case.ref), (self.back(), name)]

    def subtitle(self) -> Text:
        """Whose document it is."""
        return formats.joined(self.case.firm.name, StageDocumentKind(self.kind).label)

    def standing(self) -> StagePlan:
        """The latest version.

        Raises:
            Http404: nothing is written yet.
        """
        if self.latest is None:
            raise Http404
        return self.latest


class WritePlan(_OnPlan):
    """Write the texts."""

    action = Action.PLAN_WRITE
    title, verb, done = (
        _("Write the document"),
        _("Store the draft"),
        _("The draft is stored. Send it when it is complete."),
    )

    def form(self, data: Any) -> forms.Form:
        """The latest texts are the start."""
        plan = self.latest
        initial: dict[str, Any] = {part: getattr(plan, part) if plan else "" for part in PARTS}
        return PlanForm(data, initial={**initial, "edition": plan.edition if plan else 0})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store them."""
        services.write_plan(actor, self.case, self.kind, data, edition=data["edition"])

    def known(self) -> Known:
        """What becomes of the version that stands."""
        plan = self.latest
        if plan is None:
            return []
        after = _("What you store is a new version; this one stands until both have agreed to the new one.")
        if plan.state not in SETTLED_STATES:
            after = _("What you store takes the place of this version. Whoever had agreed agrees anew.")
        return [(_("Version %(version)s") % {"version": plan.version}, plan.get_state_display()), ("", after)]


class SendPlan(_OnPlan):
    """Ask both to agree."""

    action = Action.PLAN_WRITE
    title, verb = _("Send the document"), _("Send it to both")
    done = _("The document is sent to firm and office.")
    intro = _("Firm and office are asked to agree. Whoever changes the text takes it back.")

    def form(self, data: Any) -> forms.Form:
        """On the present edition."""
        return EditionForm(data, initial={"edition": self.standing().edition})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.send_plan(actor, self.standing(), edition=data["edition"])


class AgreePlan(_OnPlan):
    """Agree to what was sent."""

    action = Action.PLAN_AGREE
    title, verb, done = _("Agree to the document"), _("Agree"), _("Your agreement is recorded.")
    intro = _("Read it through. Once firm and office have agreed, this version stands.")

    def form(self, data: Any) -> forms.Form:
        """On the present edition."""
        return EditionForm(data, initial={"edition": self.standing().edition})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Agree."""
        services.agree_plan(actor, self.standing(), edition=data["edition"])

    def known(self) -> Known:
        """The whole text."""
        return plan_words.parts_of(self.standing())


class AcceptPaper(_OnPlan):
    """Note that a document was agreed on paper."""

    action = Action.PLAN_ACCEPT
    title, verb, done = (
        _("Agreed on paper before"),
        _("Record it"),
        _("The stage can close without the document here."),
    )
    intro = _("Only for cases that began before documents were kept here.")

    def form(self, data: Any) -> forms.Form:
        """Day and reason."""
        return PaperForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Record it."""
        services.accept_paper(actor, self.case, self.kind, agreed_on=data["agreed_on"], reason=data["reason"])
