"""Pages of tables of answers: one is made by its address, saved under a name, and taken away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.surveys import table_services as services
from banso.apps.surveys.answer_tables import shown, words
from banso.apps.surveys.answer_tables.choice import Choice, TableForm
from banso.apps.surveys.answer_tables.files import EXTENSIONS, Taken, data_of_made
from banso.apps.surveys.answer_tables.made import Made, make
from banso.apps.surveys.models import Answer, SavedTable, Wave
from banso.apps.surveys.table_messages import message
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.downloads import download
from banso.web.formats import language
from banso.web.lists import Column, RecordList

_FILE = "table"
#: So many removed tables can be put back from the list.
_REMOVED_SHOWN = 5


def _waves() -> list[Wave]:
    """The waves that anybody answered, latest first."""
    answered = Wave.objects.filter(Exists(Answer.objects.filter(wave=OuterRef("pk"))))
    return list(answered.select_related("edition").defer("edition__workbook").order_by("-asked_on", "-id"))


@requires(Action.TABLE_VIEW)
@require_GET
def table_build(request: HttpRequest) -> HttpResponse:
    """The table that the address asks for, and what else it could be made of."""
    return _page(request, TableForm(request.GET, _waves()))


@requires(Action.TABLE_VIEW)
@require_GET
def table(request: HttpRequest, pk: int) -> HttpResponse:
    """A saved table as it is now."""
    saved = _saved(pk)
    asked = QueryDict(services.choice_of(saved).query)
    return _page(request, TableForm(asked, _waves()), saved)


def _page(request: HttpRequest, form: TableForm, saved: SavedTable | None = None) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    choice = form.choice() if form.waves else None
    made = make(choice, form.waves, form.variables) if choice else None
    extension = request.GET.get("format", "")
    if made is not None and made.table is not None and extension in EXTENSIONS:
        taken = _taken(made, form, saved, access)
        return download(taken.file(extension), taken.path(extension))
    context: dict[str, Any] = {
        "form": form,
        "saved": saved,
        "may_save": access.can(Action.TABLE_SAVE),
        "choice": choice,
        "made": made,
        **form.half_done(),
    }
    if choice is not None and made is not None:
        context |= _shown(made, choice, form)
    return render(
        request, "surveys/table_build.html", context, status=200 if choice or not form.waves else 422
    )


def _shown(made: Made, choice: Choice, form: TableForm) -> dict[str, Any]:
    lines, columns = shown.lines_of(made), shown.columns_of(made)
    return {
        "title": _title(choice, form),
        "extra": {
            "se": choice.errors,
            "mentions": choice.mentions and made.rows.several,
            "plain": made.weighted,
        },
        "narrowed": [
            (label.in_language(language()), said.in_language(language()))
            for label, said in words.filters(choice, form.variables)
        ],
        "lines": lines,
        "columns": columns,
        "multiples": [
            (column, [(line, line.cells[place]) for line in lines]) for place, column in enumerate(columns)
        ],
        "compared": shown.compared(made),
        "bounds": shown.bounds_of(made),
        "silence": next(iter(made.silence.values()), None),
        "sentences": words.sentences(made, form.variables),
        "notes": words.notes(made, form.variables),
        "faults": [message(fault) for fault in made.faults],
    }


def _title(choice: Choice, form: TableForm) -> str:
    return words.title(choice, form.variables).in_language(language())


def _taken(made: Made, form: TableForm, saved: SavedTable | None, access: Access) -> Taken:
    title = saved.name if saved else _title(made.choice, form)
    said = [
        _("Waves: %(waves)s.") % {"waves": _(", ").join(wave.name for wave in made.waves)},
        *(
            _("Only answers with %(variable)s: %(choices)s.")
            % {"variable": label.in_language(language()), "choices": given.in_language(language())}
            for label, given in words.filters(made.choice, form.variables)
        ),
        *words.notes(made, form.variables),
    ]
    return Taken(_FILE, title, data_of_made(title, made), said, access.today)


def _saved(pk: int) -> SavedTable:
    rows = SavedTable.objects.select_related("saved_by").prefetch_related("waves")
    return get_object_or_404(rows, pk=pk, removed_at=None)


class SavedFilter(forms.FilterForm):
    """What saved tables are narrowed by."""

    name = forms.CharField(label=pgettext_lazy("table", "Name"), max_length=120)
    wave = forms.ModelChoiceField(Wave.objects.order_by("-asked_on", "-id"), label=gettext_lazy("Wave"))
    saved_by = forms.ModelChoiceField(User.objects.none(), label=gettext_lazy("Saved by"))

    lookups = {"name": "name__icontains", "wave": "waves"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owners = User.objects.filter(saved_tables__removed_at=None, saved_tables__isnull=False)
        self.fields["saved_by"].queryset = owners.distinct().order_by("name", "pk")


@requires(Action.TABLE_VIEW)
@require_GET
def table_list(request: HttpRequest) -> HttpResponse:
    """The saved tables of everybody; own ones that were removed can be put back."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = SavedTable.objects.filter(removed_at=None).select_related("saved_by").prefetch_related("waves")
    listed = RecordList(
        request,
        rows,
        columns=[
            Column("name", pgettext_lazy("table", "Name"), sort="name", link=_address),
            Column("waves", gettext_lazy("Waves"), value=_wave_names),
            Column("saved_by", gettext_lazy("Saved by"), value="saved_by.name", sort="saved_by__name"),
            Column("saved_at", gettext_lazy("Saved at"), sort="saved_at", kind="moment"),
        ],
        filters=SavedFilter,
        default_sort="-saved_at",
        name="tables",
        empty=gettext_lazy("No table has been saved yet."),
        empty_link=(reverse("surveys:table_build"), gettext_lazy("Make a table")),
        verb=lambda row: _verb(row, access),
    )
    own = SavedTable.objects.filter(saved_by=request.user, removed_at__isnull=False)
    context = {
        "removed": own.order_by("-removed_at", "-pk")[:_REMOVED_SHOWN],
        "may_save": access.can(Action.TABLE_SAVE),
        "may_prepare": access.can(Action.RELEASE_PREPARE),
    }
    return listed.response("surveys/table_list.html", context)


def _address(row: SavedTable) -> str:
    return reverse("surveys:table", args=[row.pk])


def _wave_names(row: SavedTable) -> str:
    return _(", ").join(wave.name for wave in services.waves_of(row))


def _verb(row: SavedTable, access: Access) -> tuple[str, Any] | None:
    if not access.can(Action.TABLE_SAVE) or row.saved_by_id != access.user.pk:
        return None
    return reverse("surveys:table_rename", args=[row.pk]), gettext_lazy("Rename or remove")


class NameForm(forms.Form):
    """The name of a table."""

    name = forms.CharField(label=pgettext_lazy("table", "Name"), max_length=120)


class SaveTable(Act):
    """Keep the table of the address under a name."""

    action = Action.TABLE_SAVE
    title = gettext_lazy("Save the table")
    verb = gettext_lazy("Save")
    done = gettext_lazy("The table is saved.")
    intro = gettext_lazy(
        "What is saved is what you chose. Opened later, the table shows the answers of that day."
    )

    def find(self, **kwargs: Any) -> None:
        """What the address asks for."""
        self.asked = TableForm(self.request.GET, _waves())
        choice = self.asked.choice() if self.asked.waves else None
        if choice is None:
            raise Http404
        self.choice = choice

    def form(self, data: Any) -> forms.Form:
        """The name, begun with what the table shows."""
        return NameForm(data, initial={"name": _title(self.choice, self.asked)[:120]})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Keep it."""
        services.save_table(actor, data["name"], self.choice, self.asked.waves)

    def back(self) -> str:
        """To the saved tables, or to the table."""
        if self.request.method == "POST":
            return reverse("surveys:table_list")
        return f"{reverse('surveys:table_build')}?{self.choice.query}"

    def crumbs(self) -> list[tuple[str, Text]]:
        """The way here."""
        return [(reverse("surveys:table_build"), gettext_lazy("Tables of answers"))]


class RenameTable(Act):
    """Give an own saved table another name."""

    action = Action.TABLE_SAVE
    title = gettext_lazy("Rename the table")
    verb = gettext_lazy("Rename")
    done = gettext_lazy("The table has its new name.")
    template = "surveys/table_rename.html"

    def find(self, **kwargs: Any) -> None:
        """The table; those of others are not found."""
        self.table = _own(self.request, kwargs["pk"])

    def form(self, data: Any) -> forms.Form:
        """The name."""
        return NameForm(data, initial={"name": self.table.name})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Rename it."""
        services.rename_table(actor, self.table, data["name"])

    def back(self) -> str:
        """To the saved tables."""
        return reverse("surveys:table_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The way here."""
        return [(reverse("surveys:table_list"), gettext_lazy("Saved tables"))]

    def more(self) -> dict[str, Any]:
        """The table, which can be removed here too."""
        return {"table": self.table}


@requires(Action.TABLE_SAVE)
@require_POST
def table_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own table out of the list, from where it can be put back."""
    return _change(
        request,
        services.remove_table,
        _own(request, pk),
        _("The table is removed. It can be put back below."),
    )


@requires(Action.TABLE_SAVE)
@require_POST
def table_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an own table back."""
    found = get_object_or_404(SavedTable.objects.filter(saved_by=request.user), pk=pk)
    return _change(request, services.restore_table, found, _("The table is back."))


def _own(request: HttpRequest, pk: int) -> SavedTable:
    return get_object_or_404(_own_tables(request), pk=pk)


def _own_tables(request: HttpRequest) -> QuerySet[SavedTable]:
    return SavedTable.objects.filter(saved_by=request.user, removed_at=None)


def _change(request: HttpRequest, service: Any, found: SavedTable, done: str) -> HttpResponse:
    access: Access = request.access  # type: ignore[attr-defined]
    try:
        service(access.actor(Action.TABLE_SAVE), found)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("surveys:table_list")
