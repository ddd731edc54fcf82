"""The pages of second looks: what a decider is to look at again, and who is to look if nobody was found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.selection import services
from banso.apps.selection.models import SecondLook
from banso.apps.selection.selectors import looks_without_anybody, who_may_look
from banso.web import formats, forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList


def _columns(*more: Column) -> list[Column]:
    return [
        Column("ref", _("Application"), value="determination.application.ref"),
        Column("firm", _("Firm"), value="determination.application.firm.name"),
        Column("service", _("Service"), value="determination.application.service.name"),
        Column("outcome", _("Determination"), value=lambda row: row.determination.get_outcome_display()),
        Column(
            "determined_on",
            _("Determined on"),
            value="determination.determined_on",
            kind="day",
            sort="determination__determined_on",
        ),
        *more,
    ]


@requires(Action.SECOND_LOOK)
def look_list(request: HttpRequest) -> HttpResponse:
    """The determinations that this person is to look at again, those to do first."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.SECOND_LOOK, SecondLook.objects.all()).select_related(
        "determination__application__firm", "determination__application__service", "determination__decider"
    )
    result = Column(
        "result", _("Second look"), value=lambda row: row.get_result_display() or _("To do"), sort="result"
    )
    records = RecordList(
        request,
        rows,
        columns=_columns(result),
        default_sort="result",
        name="second-looks",
        empty=_("Nothing was drawn for a second look by you."),
        verb=lambda row: (
            None if row.result else (reverse("selection:look_again", args=[row.pk]), _("Look again"))
        ),
    )
    return records.response("selection/look_list.html", {})


@requires(Action.LOOK_ASSIGN)
def look_open(request: HttpRequest) -> HttpResponse:
    """Second looks that nobody is to take, or only somebody who is no decider any more."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = access.rows(Action.LOOK_ASSIGN, SecondLook.objects.all())
    decider = Column("decider", _("Determined by"), value="determination.decider.name")
    records = RecordList(
        request,
        looks_without_anybody(rows, access.today),
        columns=_columns(decider),
        default_sort="determined_on",
        name="second-looks-open",
        empty=_("Every second look has somebody."),
        verb=lambda row: (reverse("selection:look_assign", args=[row.pk]), _("Choose who looks")),
    )
    return records.response("selection/look_open.html", {})


class AssignForm(forms.Form):
    """Who is to look."""

    decider = forms.ModelChoiceField(User.objects.none(), label=_("Who looks again"))

    def __init__(self, *args: Any, among: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["decider"]
        people.queryset = User.objects.filter(pk__in=among).order_by("name", "pk")
        people.label_from_instance = lambda user: user.name


class AssignLook(Act):
    """Give a second look to somebody."""

    action = Action.LOOK_ASSIGN
    title, verb, done = _("Assign a second look"), _("Choose who looks"), _("The second look is assigned.")
    intro = _("Deciders who neither determined nor screened this application can be chosen.")
    look: SecondLook

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The second look, not yet done."""
        rows = SecondLook.objects.filter(done_on__isnull=True).select_related(
            "determination__application__firm",
            "determination__application__service",
            "determination__decider",
        )
        self.look = get_object_or_404(self.access.rows(self.action, rows), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """The deciders who may look."""
        return AssignForm(data, among=who_may_look(self.look, self.today))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Give it."""
        services.assign_look(actor, self.look, data["decider"])

    def back(self) -> str:
        """The list of those without anybody."""
        return reverse("selection:look_open")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From that list."""
        return [(self.back(), _("Second looks without anybody"))]

    def known(self) -> list[tuple[Text, Any]]:
        """What was determined, when and by whom."""
        found = self.look.determination
        return [
            (
                _("Application"),
                formats.joined(
                    found.application.ref, found.application.firm.name, found.application.service.name
                ),
            ),
            (_("Determination"), found.get_outcome_display()),
            (_("Determined on"), formats.day(found.determined_on)),
            (_("Determined by"), found.decider.name),
        ]
