"""Pages of waves and answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.selectors import timeline
from banso.apps.surveys import pending, selectors
from banso.apps.surveys.display import answer_lines, change_lines, fault_lines
from banso.apps.surveys.forms import UploadForm
from banso.apps.surveys.forms_kept import editions, form_of, shipped_edition
from banso.apps.surveys.imports import ImportPlan, plan_import, subject_of
from banso.apps.surveys.lists import answer_list
from banso.apps.surveys.models import FormEdition, Wave
from banso.apps.surveys.services import commit_import
from banso.engines.questionnaire.exports import read_file
from banso.engines.questionnaire.files import read_answers
from banso.engines.questionnaire.form import SUPPORTED_FIRM

# What a page shows of a long list; the command line gives all of it.
_FAULTS_SHOWN = 500
_CHANGES_SHOWN = 200
_EVENTS_SHOWN = 20


@requires(Action.WAVE_VIEW)
@require_GET
def wave_list(request: HttpRequest) -> HttpResponse:
    """All waves, latest first."""
    context = {
        "waves": selectors.waves(),
        "may_import": request.access.can(Action.ANSWER_IMPORT),
        "may_plan": request.access.can(Action.WAVE_PLAN),
    }
    return render(request, "surveys/wave_list.html", context)


@requires(Action.WAVE_VIEW)
@require_GET
def wave(request: HttpRequest, code: str) -> HttpResponse:
    """A wave's answers."""
    found = get_object_or_404(selectors.waves(), code=code)
    rows = request.access.rows(Action.ANSWER_VIEW, selectors.answers(found))
    context = {
        "wave": found,
        "may_import": request.access.can(Action.ANSWER_IMPORT),
        "timeline": timeline([("wave", found.code)], limit=_EVENTS_SHOWN),
    }
    records = answer_list(request, rows, f"answers-{found.pk}", form_of(found.edition))
    return records.response("surveys/wave.html", context)


@requires(Action.ANSWER_VIEW)
@require_GET
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer: what was said, as it was given, and what cleaning did."""
    found = get_object_or_404(request.access.rows(Action.ANSWER_VIEW, selectors.all_answers()), pk=pk)
    asked = found.programme.code if found.programme else found.wave.asked
    subject = subject_of(found.wave.code, asked, found.firm_ref)
    context = {
        "answer": found,
        "lines": answer_lines(form_of(found.wave.edition), found),
        "firm": found.firm if found.firm and request.access.allows(Action.FIRM_VIEW, found.firm) else None,
        "timeline": timeline([subject], limit=_EVENTS_SHOWN),
    }
    return render(request, "surveys/answer.html", context)


@requires(Action.ANSWER_IMPORT)
@require_http_methods(["GET", "POST"])
def answer_upload(request: HttpRequest) -> HttpResponse:
    """Send files of answers, see what they would change, and store them."""
    if request.method == "GET":
        latest = selectors.latest_wave()
        name = request.GET.get("wave") or (latest.code if latest else "")
        return _upload_page(request, UploadForm(initial={"wave": name}))
    if "token" in request.POST:
        return _decide(request, request.POST["token"])
    return _preview(request)


def _preview(request: HttpRequest) -> HttpResponse:
    """Show what the files would change. They are kept only if there is something to store."""
    sent = UploadForm(request.POST, request.FILES)
    if not sent.is_valid():
        return _upload_page(request, sent)
    files, name = sent.cleaned_data["files"], sent.cleaned_data["wave"]
    edition = _edition(request, name, sent.cleaned_data["edition"])
    read = [read_file(file.name, file.read()) for file in files]
    found = read_answers(form_of(edition), read, today=request.access.today)
    try:
        plan = plan_import(found, name)
    except Refused as refused:
        sent.refuse(refused)
        return _upload_page(request, sent)
    token = ""
    if not plan.errors and not plan.changes_nothing:
        told = {"wave": name, "edition": edition.pk, "fingerprint": plan.fingerprint}
        token = pending.keep(request.session, "answers", files, told, request.access.at).token
    context = {
        "plan": plan,
        "token": token,
        "faults": fault_lines(plan.files.faults[:_FAULTS_SHOWN]),
        "faults_left": max(len(plan.files.faults) - _FAULTS_SHOWN, 0),
        "changes": change_lines(plan.changed[:_CHANGES_SHOWN]),
        "changes_left": max(len(plan.changed) - _CHANGES_SHOWN, 0),
    }
    return render(request, "surveys/answer_preview.html", context)


def _edition(request: HttpRequest, name: str, chosen: FormEdition | None) -> FormEdition:
    """The edition that answers are read by: that of the wave, else the one chosen, else that of firms."""
    asked = editions().filter(waves__code=name).first()
    return asked or chosen or shipped_edition(SUPPORTED_FIRM, request.access.at)


def _decide(request: HttpRequest, token: str) -> HttpResponse:
    """Store what was shown, or give it up."""
    kept = pending.find(request.session, "answers", token)
    if kept is None:
        messages.error(request, _("These files are no longer kept. Nothing was stored; send them again."))
        return redirect("surveys:answer_upload")
    if "store" not in request.POST:
        pending.give_up(request.session, "answers")
        messages.info(request, _("Nothing was stored."))
        return redirect("surveys:answer_upload")
    edition = get_object_or_404(editions(), pk=kept.told["edition"])
    read = [read_file(*file) for file in kept.contents()]
    found = read_answers(form_of(edition), read, today=request.access.today)
    actor = request.access.actor(Action.ANSWER_IMPORT)
    try:
        plan = commit_import(actor, found, kept.told["wave"], expected=kept.told["fingerprint"])
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("surveys:answer_upload")
    pending.give_up(request.session, "answers")
    messages.success(request, _stored(plan))
    return _to_wave(kept.told["wave"])


def _stored(plan: ImportPlan) -> str:
    count = len(plan.new) + len(plan.changed) + len(plan.linked)
    text = ngettext("%(n)s answer was stored.", "%(n)s answers were stored.", count)
    return text % {"n": f"{count:,}"}


def _to_wave(code: str) -> HttpResponseRedirect:
    return redirect("surveys:wave", code)


def _upload_page(request: HttpRequest, sent: UploadForm) -> HttpResponse:
    context = {"form": sent, "wave_names": list(Wave.objects.values_list("code", flat=True))}
    status = 422 if sent.is_bound else 200
    return render(request, "surveys/answer_upload.html", context, status=status)
