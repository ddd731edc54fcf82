"""Pages of tables that are published together: prepared by one person, published by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from banso.apps import progress
from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.surveys import table_services as services
from banso.apps.surveys.answer_tables import shown
from banso.apps.surveys.answer_tables.files import EXTENSIONS, Taken, data_of_told
from banso.apps.surveys.answer_tables.told import Told, ToldTable
from banso.apps.surveys.models import Release, ReleaseState, SavedTable
from banso.apps.surveys.release_tasks import tell_release
from banso.engines.statistics.disclosure import LEAST_FIRMS
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.downloads import download
from banso.web.formats import language, local_date
from banso.web.lists import Column, RecordList

_EVENTS_SHOWN = 20


def _reach(access: Access) -> QuerySet[Release]:
    """The releases that somebody reads: who prepares them all, everybody else those that are published."""
    rows = Release.objects.select_related("prepared_by", "published_by")
    if access.can(Action.RELEASE_PREPARE):
        return rows
    return rows.filter(state=ReleaseState.PUBLISHED)


@requires(Action.RELEASE_VIEW)
@require_GET
def release_list(request: HttpRequest) -> HttpResponse:
    """What was published, and for who prepares it what is on its way."""
    access: Access = request.access  # type: ignore[attr-defined]
    may_prepare = access.can(Action.RELEASE_PREPARE)
    name = "name_en" if language() == "en" else "name_ja"
    columns = [
        Column("name", gettext_lazy("Tables published together"), sort=name, link=_address),
        Column("tables", gettext_lazy("Tables"), value=lambda row: len(row.contents), kind="number"),
        Column("published_at", gettext_lazy("Published at"), sort="published_at", kind="moment"),
    ]
    if may_prepare:
        columns[2:2] = [
            Column("state", gettext_lazy("State"), value="get_state_display", sort="state"),
            Column("prepared_by", gettext_lazy("Prepared by"), value="prepared_by.name"),
            Column("prepared_at", gettext_lazy("Prepared at"), sort="prepared_at", kind="moment"),
        ]
    listed = RecordList(
        request,
        _reach(access),
        columns=columns,
        default_sort="-prepared_at" if may_prepare else "-published_at",
        name="releases",
        empty=gettext_lazy("No tables have been published yet."),
    )
    return listed.response("surveys/release_list.html", {"may_prepare": may_prepare})


def _address(row: Release) -> str:
    return reverse("surveys:release", args=[row.ref])


@requires(Action.RELEASE_VIEW)
@require_GET
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """A release: its tables with what is told of them, or how far it is."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(_reach(access), ref=ref)
    busy = found.state == ReleaseState.PREPARING
    told = Told.of_json(found.result) if found.result else None
    percent = progress.percent(services.work_of(found)) if busy else 100
    may_publish = found.state == ReleaseState.PREPARED and access.can(Action.RELEASE_PUBLISH)
    may_prepare = access.can(Action.RELEASE_PREPARE)
    context = {
        "release": found,
        "busy": busy,
        "percent": percent,
        "said": percent // 10 * 10,
        "told": told,
        "tables": [_drawn(table, may_link=access.can(Action.TABLE_VIEW)) for table in told.tables]
        if told
        else [],
        "waves": [words.in_language(language()) for words in told.waves] if told else [],
        "narrowed": [
            (label.in_language(language()), said.in_language(language())) for label, said in told.filters
        ]
        if told
        else [],
        "protection": protection(),
        "may_prepare": may_prepare,
        "may_publish": may_publish and found.prepared_by_id != access.user.pk,
        "waits_for_another": may_publish and found.prepared_by_id == access.user.pk,
        "may_withdraw": may_prepare and found.state in (ReleaseState.PREPARED, ReleaseState.PUBLISHED),
        "timeline": timeline([services.subject_of_release(found)], limit=_EVENTS_SHOWN)
        if may_prepare
        else [],
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "surveys/parts/release_state.html" if part else "surveys/release.html", context)


def _drawn(table: ToldTable, *, may_link: bool) -> dict[str, Any]:
    return {
        "table": table,
        "question": table.question.in_language(language()),
        "by": table.by.in_language(language()) if table.by else "",
        "columns": shown.columns_of_told(table),
        "lines": shown.lines_of_told(table),
        "extra": {"se": False, "mentions": table.several, "plain": False},
        "link": f"{reverse('surveys:table_build')}?{table.query}" if may_link else "",
    }


@requires(Action.RELEASE_VIEW)
@require_GET
def release_file(request: HttpRequest, ref: str, extension: str) -> HttpResponse:
    """All tables of a release to take away."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(_reach(access), ref=ref)
    if extension not in EXTENSIONS or not found.result:
        raise Http404
    told = Told.of_json(found.result)
    day = local_date(found.published_at or found.prepared_at)
    taken = Taken(ref.lower(), found.name, data_of_told(told.tables), _notes(told), day)
    return download(taken.file(extension), taken.path(extension))


def _notes(told: Told) -> list[str]:
    said = [
        _("Waves: %(waves)s.") % {"waves": _(", ").join(each.in_language(language()) for each in told.waves)},
        *(
            _("Only answers with %(variable)s: %(choices)s.")
            % {"variable": label.in_language(language()), "choices": given.in_language(language())}
            for label, given in told.filters
        ),
        protection(),
    ]
    if any(not table.percentages for table in told.tables):
        said.append(_("Private providers are few: counts are told, and no percentages."))
    return said


def protection() -> str:
    """What is left out of a release."""
    text = _(
        "Cells of fewer than %(n)s answers are not told, nor are those from which one could be worked out, "
        "within a table or between the tables of the release."
    )
    return text % {"n": LEAST_FIRMS}


class ReleaseForm(forms.Form):
    """Saved tables and the name under which they are published."""

    name_ja = forms.CharField(label=gettext_lazy("Japanese name"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120)
    tables = forms.ModelMultipleChoiceField(
        SavedTable.objects.none(),
        label=gettext_lazy("Tables"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("All of them have the same waves and the same filters."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = (
            SavedTable.objects.filter(removed_at=None).prefetch_related("waves").order_by("-saved_at", "-pk")
        )
        self.fields["tables"].queryset = rows
        self.fields["tables"].label_from_instance = _called


def _called(table: SavedTable) -> str:
    waves = _(", ").join(wave.name for wave in services.waves_of(table))
    return f"{table.name} ({waves})"


class PrepareRelease(Act):
    """Put saved tables together for publishing."""

    action = Action.RELEASE_PREPARE
    title = gettext_lazy("Publish tables together")
    verb = gettext_lazy("Prepare them")
    done = gettext_lazy("The tables are being prepared. Somebody else publishes them then.")
    intro = gettext_lazy(
        "Small cells are protected in all tables at once. Tables that are published another time are not "
        "looked at: put together what belongs together."
    )

    def form(self, data: Any) -> forms.Form:
        """Names and tables."""
        return ReleaseForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Order it, and hand it to the worker in one transaction."""
        tables = sorted(data["tables"], key=lambda table: (table.saved_at, table.pk))
        with transaction.atomic():
            given = services.ReleaseData(data["name_ja"], data["name_en"], tables)
            self.prepared = services.prepare_release(actor, given)
            tell_release.enqueue(self.prepared.pk, actor.user_id, actor.role)

    def back(self) -> str:
        """To the release, or to all of them."""
        prepared = getattr(self, "prepared", None)
        return _address(prepared) if prepared else reverse("surveys:release_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The way here."""
        return [(reverse("surveys:release_list"), gettext_lazy("Published tables"))]


@requires(Action.RELEASE_PUBLISH)
@require_POST
def release_publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Publish what somebody else prepared."""
    return _move(
        request, ref, Action.RELEASE_PUBLISH, services.publish_release, _("The tables are published.")
    )


@requires(Action.RELEASE_PREPARE)
@require_POST
def release_withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a release back."""
    return _move(
        request, ref, Action.RELEASE_PREPARE, services.withdraw_release, _("The release is withdrawn.")
    )


def _move(request: HttpRequest, ref: str, action: Action, service: Any, done: str) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(_reach(access), ref=ref)
    try:
        service(access.actor(action), found)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("surveys:release", ref)
