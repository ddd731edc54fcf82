"""Pages on which a record is corrected or moved, what it was before, and the list of all corrections."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework.models import Case
from banso.apps.corrections import selectors, services
from banso.apps.corrections.kinds import KINDS, Kind
from banso.apps.corrections.models import Correction
from banso.apps.corrections.moving import where_to
from banso.apps.corrections.values import as_text, label, seen, shown
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Text, frame_of
from banso.web.lists import Column, RecordList


def find(access: Access, action: Action, code: str, pk: int) -> tuple[Kind, Any]:
    """The kind and the record, within the reach of the action.

    Raises:
        Http404: no such kind, or the record is out of reach.
    """
    kind = KINDS.get(code)
    if kind is None:
        raise Http404
    rows = access.rows(action, kind.model._default_manager.all()).select_related(*kind.joins)
    return kind, get_object_or_404(rows, pk=pk)


def form_of(kind: Kind) -> type[forms.ModelForm]:
    """The form of the fields that can be corrected."""

    class CorrectionForm(forms.ModelForm):
        # Not "reason": decisions have a reason of their own that may be what is corrected.
        why = forms.CharField(
            label=_("Why it is corrected"),
            max_length=services.LONGEST_REASON,
            widget=forms.Textarea({"rows": 3}),
        )
        page = forms.CharField(widget=forms.HiddenInput)

        class Meta:
            model = kind.model
            fields = kind.fields

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            for name in kind.fields:
                # Shown as they stand: "optional" beside what may not be emptied would mislead.
                self.fields[name].mark = " "
                if isinstance(self.fields[name].widget, forms.Textarea):
                    self.fields[name].widget.attrs["rows"] = 4

        def _post_clean(self) -> None:
            """The service holds the values against the rules, on the record as stored."""

    return CorrectionForm


class _OnRecord(Act):
    """Something done to one record of a kind that can be corrected."""

    action = Action.CORRECT
    kind: Kind
    row: Any

    def find(self, kind: str, pk: int, **_kwargs: Any) -> None:
        """The record, within reach."""
        self.kind, self.row = find(self.access, self.action, kind, pk)

    def back(self) -> str:
        """Where the record stands."""
        return self.kind.address(self.row)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the page of the record."""
        return [(self.back(), self.kind.subject(self.row)[1])]

    def subtitle(self) -> Text:
        """What kind of record it is."""
        return self.kind.words


class Correct(_OnRecord):
    """Put a recorded fact right."""

    title, verb = _("Correct a record"), _("Correct it")
    done = _("The record is corrected; the old value stays readable.")
    intro = _("Figures follow at once. What stood here before, the reason and your name are kept.")

    def form(self, data: Any) -> forms.Form:
        """The values as they stand."""
        return form_of(self.kind)(data, instance=self.row, initial={"page": seen(self.kind, self.row)})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Correct it."""
        values = {name: data[name] for name in self.kind.fields}
        services.correct(actor, self.kind, self.row, values, reason=data["why"], page=data["page"])


class MoveForm(forms.Form):
    """To which case or firm, and why."""

    to = forms.CharField(max_length=20)
    why = forms.CharField(
        label=_("Why it is moved"), max_length=services.LONGEST_REASON, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places
        of_case = places.model is Case
        self.fields["to"].label = _("Number of the right case") if of_case else _("Number of the right firm")

    def clean_to(self) -> Case | Firm:
        """A case or firm within reach."""
        found = self._places.filter(ref=self.cleaned_data["to"].strip()).first()
        if found is None and self._places.model is Case:
            raise forms.ValidationError(_("No case within your reach has this number."))
        if found is None:
            raise forms.ValidationError(_("No firm within your reach has this number."))
        return found


class Move(_OnRecord):
    """Move a record to the right case or firm."""

    verb = _("Move it")
    done = _("The record is moved. Both places say so.")

    def find(self, kind: str, pk: int, **kwargs: Any) -> None:
        """Only what can be moved."""
        super().find(kind, pk)
        if self.kind.moves is None:
            raise Http404
        self.moving = self.kind.moves
        self.title, self.intro = where_to(self.moving), self.moving.words

    def form(self, data: Any) -> forms.Form:
        """The places within reach."""
        places = self.access.rows(Action.CORRECT, self.moving.places.objects.all())
        return MoveForm(data, places=places)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Move it."""
        services.move(actor, self.kind, self.row, data["to"], reason=data["why"])
        setattr(self.row, self.moving.column, data["to"])

    def known(self) -> list[tuple[Text, Any]]:
        """Where it stands now, and what it says."""
        firm = self.row.firm if self.moving.column == "firm" else self.row.case.firm
        stands = [(_("Firm now"), f"{firm.name}　{firm.ref}")]
        if self.moving.column == "case":
            stands.insert(0, (_("Case now"), self.row.case.ref))
        return [*stands, *self._values()]

    def _values(self) -> list[tuple[Text, Any]]:
        form = form_of(self.kind)(instance=self.row)
        names = {
            (field.name, str(found.pk)): str(found)
            for field in self.kind.model._meta.concrete_fields
            if field.name in self.kind.fields and field.is_relation
            if (found := getattr(self.row, field.name)) is not None
        }
        return [
            (form[name].label, shown(self.kind, name, as_text(self.row, name), names))
            for name in self.kind.fields
        ]


class Enter(Act):
    """Add a record that a closed year lacks."""

    action = Action.CORRECT
    title, verb = _("Add a record to a closed fiscal year"), _("Add it with the reason")
    done = _("The record is added. The list of corrections shows it with your reason.")
    intro = _(
        "For a day of a closed fiscal year only. Figures of that year follow; the reason and your name are"
        " kept."
    )
    late_title = _("Add what was told after the end of support")
    late_intro = _(
        "For what took place while support went on. Figures of that day follow; the reason and your name are"
        " kept."
    )
    kind: Kind
    case: Case

    def find(self, kind: str, ref: str, **_kwargs: Any) -> None:
        """A kind that is added so, and a case within reach."""
        found = KINDS.get(kind)
        if found is None or found.enter is None:
            raise Http404
        cases = self.access.rows(self.action, Case.objects.select_related("firm", "office"))
        self.kind, self.case = found, get_object_or_404(cases, ref=ref)
        if found.late(self.case):
            self.title, self.intro = self.late_title, self.late_intro

    def form(self, data: Any) -> forms.Form:
        """The fields of the record, empty, and the reason."""
        form = form_of(self.kind)(data)
        del form.fields["page"]
        form.fields["why"].label = _("Why it was not entered in time")
        return form

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        values = {name: data[name] for name in self.kind.fields}
        services.enter(actor, self.kind, self.case, values, reason=data["why"])

    def back(self) -> str:
        """The case."""
        return reverse("casework:case", args=[self.case.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the case."""
        return [(self.back(), self.case.ref)]

    def subtitle(self) -> Text:
        """What is added, and for whom."""
        return f"{self.kind.words}　{self.case.firm.name}"


@requires(Action.CORRECTION_VIEW)
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """What a record said before each correction."""
    access: Access = request.access  # type: ignore[attr-defined]
    found, row = find(access, Action.CORRECTION_VIEW, kind, pk)
    corrections = Correction.objects.filter(kind=kind, row=pk).select_related("corrected_by")
    context = {
        "frame": frame_of(access),
        "kind": found,
        "subject": found.subject(row)[1],
        "back": found.address(row),
        "lines": selectors.lines(list(corrections)),
        "correct_url": reverse("corrections:correct", args=[kind, pk])
        if access.can(Action.CORRECT) and access.allows(Action.CORRECT, row)
        else "",
        "move_url": reverse("corrections:move", args=[kind, pk]) if found.moves else "",
        "move_words": where_to(found.moves) if found.moves else "",
    }
    return render(request, "corrections/history.html", context)


class CorrectionFilter(forms.FilterForm):
    """Filters over corrections."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All")), *((kind.code, kind.words) for kind in KINDS.values())]
    )
    ref = forms.CharField(label=_("Number of the case or consultation"), max_length=20)
    lookups = {"ref": "subject_ref__iexact"}


@requires(Action.CORRECTION_VIEW)
def correction_list(request: HttpRequest) -> HttpResponse:
    """All corrections within reach, the latest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.CORRECTION_VIEW, Correction.objects.select_related("corrected_by", "office"))
    records = RecordList(
        request,
        rows,
        columns=[
            Column("corrected_at", _("Corrected"), kind="moment", sort="corrected_at"),
            Column(
                "kind",
                _("What was corrected"),
                value=lambda row: str(KINDS[row.kind].words) if row.kind in KINDS else row.kind,
                sort="kind",
                link=lambda row: reverse("corrections:history", args=[row.kind, row.row]),
                second=lambda row: row.subject_ref,
            ),
            Column("field", _("Field"), value=_field),
            Column("reason", _("Reason")),
            Column("office", _("Office"), value="office.name", sort="office__code"),
            Column("by", _("Corrected by"), value="corrected_by.name"),
        ],
        filters=CorrectionFilter,
        default_sort="-corrected_at",
        name="corrections",
        empty=_("Nothing has been corrected."),
    )
    return records.response("corrections/correction_list.html", {"frame": frame_of(access)})


def _field(row: Correction) -> str:
    return label(KINDS[row.kind], row.field) if row.kind in KINDS else row.field
