"""Pages of the editions of forms: the list, one to read, a new one, and what head office does with one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.surveys import pending, trying
from banso.apps.surveys.display import form_change_lines, form_fault_lines, form_parts
from banso.apps.surveys.editions import (
    keep_edition,
    plan_edition,
    remove_edition,
    retire_edition,
    take_up_edition,
)
from banso.apps.surveys.forms import FormFilter, FormUploadForm
from banso.apps.surveys.forms_kept import editions, form_of, subject_of_form, who_answers
from banso.apps.surveys.models import FormEdition
from banso.engines.kernel.faults import Fault, errors_among
from banso.engines.questionnaire.changes import changes
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.workbook import LIMITS, check
from banso.web import forms
from banso.web.acts import Act, Confirm, Text
from banso.web.downloads import download
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status
from banso.web.uploads import takes_files

# What a page shows of many faults; `banso forms check` gives all.
_FAULTS_SHOWN = 300
_EVENTS_SHOWN = 20
_LANGUAGES = {
    "ja": gettext_lazy("Japanese"),
    "en": gettext_lazy("English"),
    "zh": gettext_lazy("Chinese"),
}


@requires(Action.FORM_VIEW)
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    """Every form with its editions."""
    rows = editions().annotate(wave_count=Count("waves"))
    records = RecordList(
        request,
        rows,
        columns=[
            Column("title", gettext_lazy("Questionnaire"), sort="title", link=_address, second=_name),
            Column("version", pgettext_lazy("form", "Version"), sort="version"),
            Column("who", gettext_lazy("Who answers"), value=_who),
            Column("questions", gettext_lazy("Questions"), value=_questions, kind="number"),
            Column("languages", pgettext_lazy("form", "Languages"), value=_spoken),
            Column("waves", gettext_lazy("Waves"), value="wave_count", kind="number", sort="wave_count"),
            Column("state", gettext_lazy("State"), value=_state, html=_state_shown),
            Column("kept", gettext_lazy("Kept on"), value="kept_at", kind="moment", sort="kept_at"),
        ],
        filters=FormFilter,
        default_sort="title",
        name="forms",
    )
    return records.response(
        "surveys/form_list.html",
        {"may_keep": request.access.can(Action.FORM_KEEP)},  # type: ignore[attr-defined]
    )


@requires(Action.FORM_VIEW)
@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition to read: its questions in one of its languages, and what changed since the one before."""
    found = _find(pk)
    form = form_of(found)
    before = _before(found)
    language = _language(request, form)
    context = {
        "edition": found,
        "form": form,
        "who": who_answers(form).label,
        "spoken": _spoken(found),
        "language": language,
        "languages": [(code, _LANGUAGES.get(code, code)) for code in form.languages],
        "parts": form_parts(form, language),
        "before": before,
        "changes": form_change_lines(changes(form_of(before), form)) if before else [],
        "waves": found.waves.order_by("-asked_on", "-id"),
        "may_keep": request.access.can(Action.FORM_KEEP),  # type: ignore[attr-defined]
        "timeline": timeline([subject_of_form(found.name)], limit=_EVENTS_SHOWN),
    }
    return render(request, "surveys/edition.html", context)


@requires(Action.FORM_VIEW)
@require_GET
def edition_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook of an edition, as it was kept."""
    found = get_object_or_404(FormEdition, pk=pk)
    version = "".join(char if char.isascii() and char.isalnum() else "-" for char in found.version)
    return download(bytes(found.workbook), f"{found.name}-{version}.xlsx")


@requires(Action.FORM_VIEW)
@require_http_methods(["GET", "POST"])
def edition_try(request: HttpRequest, pk: int) -> HttpResponse:
    """An edition as a respondent would see it."""
    found = _find(pk)
    return trying.answer(request, form_of(found), reverse("surveys:edition", args=[pk]))


@takes_files(LIMITS.file_bytes)
@requires(Action.FORM_KEEP)
@require_http_methods(["GET", "POST"])
def form_upload(request: HttpRequest) -> HttpResponse:
    """Send a workbook, see what is wrong with it or what it changes, and keep it."""
    if request.method == "GET":
        token = request.GET.get("token", "")
        kept = pending.find(request.session, "form", token)
        return _shown(request, kept) if kept else _upload_page(request, FormUploadForm())
    if "token" in request.POST:
        return _decide(request, request.POST["token"])
    sent = FormUploadForm(request.POST, request.FILES)
    if not sent.is_valid():
        return _upload_page(request, sent)
    file = sent.cleaned_data["file"]
    checked = check(file.name, file.read())
    if checked.form is None:
        return _upload_page(request, sent, checked.faults)
    try:
        plan_edition(checked.form)
    except Refused as refused:
        sent.refuse(refused)
        return _upload_page(request, sent, checked.faults)
    kept = pending.keep(request.session, "form", [file], {}, request.access.at)  # type: ignore[attr-defined]
    return _shown(request, kept, checked.faults)


@requires(Action.FORM_KEEP)
@require_http_methods(["GET", "POST"])
def form_upload_try(request: HttpRequest, token: str) -> HttpResponse:
    """A form that was sent and is not kept yet, as a respondent would see it."""
    kept = pending.find(request.session, "form", token)
    if kept is None:
        raise Http404
    back = f"{reverse('surveys:form_upload')}?token={token}"
    return trying.answer(request, _form_in(kept), back)


def _decide(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the form that was shown, or give it up."""
    kept = pending.find(request.session, "form", token)
    if kept is None:
        messages.error(request, _("This form is no longer there. Nothing was kept; send it again."))
        return redirect("surveys:form_upload")
    if "keep" not in request.POST:
        pending.give_up(request.session, "form")
        messages.info(request, _("Nothing was kept."))
        return redirect("surveys:form_list")
    actor = request.access.actor(Action.FORM_KEEP)  # type: ignore[attr-defined]
    ((name, content),) = kept.contents()
    try:
        new = keep_edition(actor, name, content)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("surveys:form_upload")
    pending.give_up(request.session, "form")
    messages.success(request, _("Version %(version)s is kept.") % {"version": new.version})
    return redirect("surveys:edition", new.pk)


def _shown(
    request: HttpRequest, kept: pending.Pending, faults: tuple[Fault, ...] | None = None
) -> HttpResponse:
    """What was sent and can be kept: what changed, its questions, the way to try it."""
    if faults is None:
        ((name, content),) = kept.contents()
        faults = check(name, content).faults
    form = _form_in(kept)
    try:
        plan = plan_edition(form)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("surveys:form_upload")
    language = _language(request, form)
    context = {
        "plan": plan,
        "form": form,
        "token": kept.token,
        "who": who_answers(form).label,
        "spoken": _named(form.languages),
        "language": language,
        "notes": form_fault_lines(faults[:_FAULTS_SHOWN]),
        "faults_left": max(len(faults) - _FAULTS_SHOWN, 0),
        "changes": form_change_lines(plan.changes),
        "parts": form_parts(form, language),
    }
    return render(request, "surveys/form_new.html", context)


def _form_in(kept: pending.Pending) -> Form:
    ((_name_of, content),) = kept.contents()
    return _compiled(content)


@lru_cache(maxsize=4)
def _compiled(content: bytes) -> Form:
    """A form that is being tried; each of its pages asks for it."""
    return Form.load(content)


def _upload_page(request: HttpRequest, sent: FormUploadForm, faults: tuple[Fault, ...] = ()) -> HttpResponse:
    context = {
        "form": sent,
        "errors": len(errors_among(faults)),
        "faults": form_fault_lines(faults[:_FAULTS_SHOWN]),
        "faults_left": max(len(faults) - _FAULTS_SHOWN, 0),
    }
    return render(request, "surveys/form_upload.html", context, status=422 if sent.is_bound else 200)


class _OnEdition(Act):
    """Something done to one edition."""

    action = Action.FORM_KEEP

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The edition."""
        self.found = _find(pk)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def back(self) -> str:
        """The page of the edition."""
        return _address(self.found)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list of forms."""
        return [(reverse("surveys:form_list"), _("Questionnaires")), (self.back(), self.found.title)]

    def subtitle(self) -> Text:
        """Which version."""
        return _("version %(version)s") % {"version": self.found.version}


class RetireEdition(_OnEdition):
    """No new wave asks with it."""

    title, verb = gettext_lazy("Retire this version"), gettext_lazy("Retire it")
    intro = gettext_lazy("No new wave can ask with it. Waves that do go on, and its answers stay.")
    done = gettext_lazy("The version is retired.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Retire it."""
        retire_edition(actor, self.found)


class TakeUpEdition(_OnEdition):
    """New waves may ask with it again."""

    title, verb = gettext_lazy("Take this version up again"), gettext_lazy("Take it up")
    intro = gettext_lazy("New waves can ask with it again.")
    done = gettext_lazy("The version is in use again.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it up."""
        take_up_edition(actor, self.found)


class RemoveEdition(_OnEdition):
    """An edition that nobody was asked with goes."""

    title, verb = gettext_lazy("Remove this version"), gettext_lazy("Remove it")
    intro = gettext_lazy("No wave asked with it. Its workbook goes with it and cannot be brought back.")
    done = gettext_lazy("The version was removed.")
    removed = False

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Remove it."""
        remove_edition(actor, self.found)
        self.removed = True

    def back(self) -> str:
        """The page of the edition, or the list once it is gone."""
        return reverse("surveys:form_list") if self.removed else super().back()


def _find(pk: int) -> FormEdition:
    return get_object_or_404(editions().select_related("kept_by"), pk=pk)


def _before(edition: FormEdition) -> FormEdition | None:
    """The edition of the same form that was kept before."""
    earlier = editions().filter(name=edition.name, kept_at__lte=edition.kept_at, pk__lt=edition.pk)
    return earlier.first()


def _language(request: HttpRequest, form: Form) -> str:
    """The language asked for, else that of the page, else the form's first."""
    wanted = (request.GET.get("in", ""), (get_language() or "ja").split("-")[0])
    return next((each for each in wanted if each in form.languages), form.languages[0])


def _named(codes: Any) -> str:
    return ", ".join(str(_LANGUAGES.get(code, code)) for code in codes)


def _address(edition: FormEdition) -> str:
    return reverse("surveys:edition", args=[edition.pk])


def _name(edition: FormEdition) -> str:
    return edition.name


def _who(edition: FormEdition) -> str:
    return str(who_answers(form_of(edition)).label)


def _questions(edition: FormEdition) -> int:
    return len([question for question in form_of(edition).shown if question.kind != "note"])


def _spoken(edition: FormEdition) -> str:
    return _named(edition.languages)


def _state(edition: FormEdition) -> str:
    return str(_("In use") if edition.retired_at is None else _("Retired"))


def _state_shown(edition: FormEdition) -> SafeString:
    return status("ok" if edition.retired_at is None else "dash", _state(edition))
