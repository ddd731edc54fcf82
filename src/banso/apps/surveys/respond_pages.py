"""The way of a respondent: what is asked and why, the pages, everything on one page, sent, and the copy.

One way for all who answer: behind a personal link, by the code of a letter, signed in, and staff who type in
what they hear or read. What is typed belongs to who is asked, not to the link: whoever of a firm comes back,
with any of its links and on any device, goes on where the firm stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from banso.apps.accounts.access import NO_ROLE, requires
from banso.apps.accounts.models import PersonalLink
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused, hold
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.privacy.consents import note_answer
from banso.apps.surveys import responding
from banso.apps.surveys.copies import copy_pdf
from banso.apps.surveys.forms_kept import form_of
from banso.apps.surveys.models import Answer, AnswerWay, Asked, Draft, FrameUnit
from banso.apps.surveys.prefill import known_of
from banso.apps.surveys.questions import language_of
from banso.apps.surveys.summary import summary
from banso.apps.surveys.walk import PAGE, SUMMARY, Walk, go
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.pages import Tree, View, pages_of, shape
from banso.engines.questionnaire.values import Raw, as_text
from banso.web.downloads import download

SENT, COPY, DECLINE = "sent", "copy", "decline"
_ALONG = ("wave__edition", "firm__office", "programme", "provider", "office")


@dataclass(frozen=True)
class Respondent:
    """Who answers: for whom, as whom, how, and behind which link, if any."""

    unit: FrameUnit
    actor: Actor
    way: AnswerWay
    link: PersonalLink | None = None

    @property
    def by_staff(self) -> bool:
        """Whether somebody types in what the respondent said or wrote."""
        return self.way in (AnswerWay.PAPER, AnswerWay.PHONE)

    @property
    def open(self) -> bool:
        """Whether the wave takes an answer."""
        return responding.takes_answers(self.unit.wave, self.actor.today)

    @cached_property
    def form(self) -> Form:
        """The edition that the wave asks with."""
        return form_of(self.unit.wave.edition)

    @cached_property
    def draft(self) -> Draft | None:
        """What was typed so far and not sent."""
        return Draft.objects.filter(unit=self.unit).first()

    @cached_property
    def answer(self) -> Answer | None:
        """What was sent."""
        return Answer.objects.filter(unit=self.unit).first()

    @cached_property
    def known(self) -> Mapping[str, Raw]:
        """What records hold, by question; nothing once an answer was sent."""
        if self.answer is not None:
            return {}
        return known_of(self.unit, self.form.name, self.actor.today)

    @cached_property
    def tree(self) -> Tree:
        """What was typed; before that what was sent, or what records hold."""
        if self.draft is not None:
            return dict(self.draft.values)
        if self.answer is not None:
            return responding.tree_of(self.answer, self.form)
        return shape(self.form, self.known)

    @property
    def key(self) -> str:
        """The page that was left last."""
        pages = pages_of(self.form)
        number = self.draft.page if self.draft else 1
        return pages[number - 1].key if number <= len(pages) else SUMMARY

    def view(self, tree: Tree | None = None) -> View:
        """What was typed as the form sees it."""
        whole = self.tree if tree is None else tree
        return responding.judged(self.unit, self.form, whole, self.actor.today, language_of(self.form))

    def from_records(self) -> set[str]:
        """The paths of the questions that still hold what our records say."""
        known = {self.form.question(code).path: as_text(value) for code, value in self.known.items()
                 if code in self.form.codes}  # fmt: skip
        nodes = {node.path: as_text(node.raw) for node in self.view().judged.nodes}
        return {path for path, text in known.items() if text and nodes.get(path) == text}


def respond(request: HttpRequest, who: Respondent, more: Mapping[str, Any] | None = None) -> HttpResponse:
    """Answer a request on the way through a questionnaire."""
    page = request.GET.get(PAGE, "")
    context = {"who": who, "unit": who.unit, "wave": who.unit.wave, **(more or {})}
    if page == COPY and who.answer is not None:
        return _copy(request, who, context)
    if not who.open:
        return render(request, "surveys/respond/closed.html", context, status=200 if who.answer else 410)
    if page == SENT and who.answer is not None:
        return _sent(request, who, context)
    if page == DECLINE:
        return _decline(request, who, context)
    if page == SUMMARY:
        return _summary(request, who, context)
    if page:
        return _walk(request, who, context)
    return _start(request, who, context)


def _start(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> HttpResponse:
    """What is asked and why; whoever has sent an answer finds it here."""
    if not who.by_staff:
        responding.note_opened(who.actor, who.unit)
    if who.answer is not None and who.draft is None:
        return redirect(f"{request.path}?{PAGE}={SENT}")
    pages = who.view().asked
    first = pages[0].key if pages else SUMMARY
    context = {**context, "progress": who.view().progress, "pages": len(pages),
               "next": who.key if who.draft else first, "from_records": bool(who.from_records())}  # fmt: skip
    return render(request, "surveys/respond/start.html", context)


def _walk(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> HttpResponse:
    """A page of the form. Pages of one questionnaire that are sent at the same moment wait for each other."""
    if request.method != "POST":
        return go(request, _way(request, who, context))
    with transaction.atomic():
        hold(FrameUnit.objects).get(pk=who.unit.pk)
        return go(request, _way(request, who, context))


def _way(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> Walk:
    return Walk(
        form=who.form,
        tree=who.tree,
        today=who.actor.today,
        keep=lambda tree, key: _keep(who, tree, key),
        carried=responding.carried_by(who.unit, who.form),
        known=who.from_records(),
        later=request.path,
        template="surveys/respond/asked.html",
        more={**context, "stored_at": who.draft.saved_at if who.draft else None},
    )


def _keep(who: Respondent, tree: Tree, key: str) -> None:
    responding.keep_draft(who.actor, who.unit, tree, key)


def _summary(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> HttpResponse:
    """Everything on one page, and the button that sends it."""
    refused, status = "", 200
    if request.method == "POST":
        try:
            responding.send_answer(who.actor, who.unit, who.tree, who.way)
        except Refused as error:
            refused, status = error.message, 422
        else:
            if who.link is not None:
                note_answer(request, who.link)
            return redirect(f"{request.path}?{PAGE}={SENT}")
    view = who.view()
    context = {**context, "pages": summary(view), "faulty": view.faulty, "refused": refused,
               "progress": view.progress, "last": view.asked[-1].key if view.asked else ""}  # fmt: skip
    return render(request, "surveys/respond/summary.html", context, status=status)


def _sent(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> HttpResponse:
    """Thanks, and the copy."""
    assert who.answer is not None
    view = who.view(responding.tree_of(who.answer, who.form))
    context = {**context, "pages": summary(view), "answer": who.answer,
               "first": view.asked[0].key if view.asked else SUMMARY}  # fmt: skip
    return render(request, "surveys/respond/sent.html", context)


def _copy(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> HttpResponse:
    """The copy as a PDF."""
    assert who.answer is not None
    pages = summary(who.view(responding.tree_of(who.answer, who.form)))
    name = f"{who.unit.wave.code}-{responding.reference_of(who.unit)}.pdf"
    return download(copy_pdf(who.unit, who.answer, who.form, pages), name)


def _decline(request: HttpRequest, who: Respondent, context: Mapping[str, Any]) -> HttpResponse:
    """Asks first; a program that opens links in mails stops nothing."""
    if request.method != "POST" or who.answer is not None:
        return render(request, "surveys/respond/decline.html", context)
    responding.decline(who.actor, who.unit, all_surveys="all" in request.POST)
    who.unit.refresh_from_db()
    return render(request, "surveys/respond/decline.html", {**context, "done": True})


def answer_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """The questionnaire behind a personal link."""
    assert link.contact is not None
    user: Any = request.user
    theirs = link.contact.user
    if user.is_authenticated and theirs is not None and theirs.pk != user.pk:
        return render(request, "casework/confirm_other.html", status=403)
    unit = units().filter(pk=int(link.subject_ref)).first()
    if unit is None or unit.firm_id != link.contact.firm_id:
        return closed_page(request, link)
    actor = Actor(link.contact.user_id, NO_ROLE, request.access.at)  # type: ignore[attr-defined]
    return respond(request, Respondent(unit, actor, AnswerWay.LINK, link))


def closed_page(request: HttpRequest, link: PersonalLink) -> HttpResponseBase:
    """Behind a link that works no longer: nothing of whom it was for."""
    return render(request, "surveys/respond/link_old.html", status=410)


@requires(Action.QUESTIONNAIRE_ANSWER)
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """A questionnaire that a firm is asked, for its people who are signed in."""
    access: Any = request.access  # type: ignore[attr-defined]
    unit = get_object_or_404(access.rows(Action.QUESTIONNAIRE_ANSWER, asked_units()), pk=pk)
    return respond(request, Respondent(unit, access.actor(Action.QUESTIONNAIRE_ANSWER), AnswerWay.ACCOUNT))


@requires(Action.ANSWER_TYPE)
@require_http_methods(["GET", "POST"])
def typed(request: HttpRequest, pk: int, way: str) -> HttpResponse | HttpResponseRedirect:
    """Type in what somebody said on the telephone or wrote on paper; who typed it stands with the answer."""
    access: Any = request.access  # type: ignore[attr-defined]
    unit = get_object_or_404(to_be_typed(access), pk=pk)
    ways = {AnswerWay.PHONE.value: AnswerWay.PHONE, AnswerWay.PAPER.value: AnswerWay.PAPER}
    if way not in ways:
        return redirect("surveys:typed", pk, AnswerWay.PHONE.value)
    return respond(request, Respondent(unit, access.actor(Action.ANSWER_TYPE), ways[way]))


def to_be_typed(access: Any) -> Any:
    """The firms that waves ask and this person may type in for: those that its office looks after now.

    A unit keeps the office of the day on which its frame was made, for tables.
    """
    firms = access.rows(Action.ANSWER_TYPE, Firm.objects.order_by())
    return asked_units().filter(firm__in=firms)


def units() -> Any:
    """Who is asked, with all that a page says of them."""
    return FrameUnit.objects.select_related(*_ALONG).order_by("pk")


def asked_units() -> Any:
    """The firms that were drawn and are asked, or were."""
    return units().filter(wave__asked=Asked.FIRMS, drawn=True, wave__opened_at__isnull=False)
