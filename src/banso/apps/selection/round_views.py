"""The pages of rounds: the list, one round, its form, the draw by lot."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.policies.selectors import version_in_force
from banso.apps.programmes.models import Round
from banso.apps.selection import dossier, services
from banso.apps.selection.deciding import deciding
from banso.apps.selection.models import (
    Application,
    ApplicationState,
    Determination,
    LookResult,
    Lot,
    Outcome,
    Place,
    Purpose,
    Seal,
    SecondLook,
    Waiting,
)
from banso.apps.selection.round_forms import RoundForm, initial_of
from banso.apps.selection.selectors import adoption, adoption_by, edge_of
from banso.engines.kernel.lots import Draw
from banso.web import forms
from banso.web.acts import Act, Confirm, Text
from banso.web.downloads import download
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

#: The family of policies that judges applications.
_FAMILY = "support"


def round_address(found: Round) -> str:
    """The address of a round."""
    return reverse("selection:round", args=[found.code])


def _open_mark(found: Round, access: Access) -> Any:
    if access.today < found.opens_on:
        return status("dash", _("Ahead"))
    if access.today <= found.closes_on:
        return status("now", _("Open for applications"))
    return status("ok", _("Closed"))


@requires(Action.ROUND_VIEW)
def round_list(request: HttpRequest) -> HttpResponse:
    """All rounds, the latest first, each with its rate of adoption."""
    access: Access = request.access  # type: ignore[attr-defined]
    determined = Q(applications__determination__isnull=False)
    adopted = Q(applications__determination__outcome=Outcome.ADOPTED)
    rows = Round.objects.select_related("service").annotate(
        handed_in=Count("applications"),
        determined=Count("applications", filter=determined),
        adopted=Count("applications", filter=adopted),
    )
    columns = [
        Column("name", _("Round"), value="name", sort="fiscal_year", link=round_address),
        Column("service", _("Service"), value="service.name", sort="service__position"),
        Column("opens_on", _("Opens on"), kind="day", sort="opens_on"),
        Column("closes_on", _("Closes on"), kind="day", sort="closes_on"),
        Column("places", _("Places"), value=lambda row: row.places or _("No limit")),
        Column("handed_in", _("Handed in"), kind="number", sort="handed_in"),
        Column("determined", _("Determined"), kind="number", sort="determined"),
        Column("adopted", _("Adopted"), kind="number", sort="adopted"),
        Column("open", _("State"), value=lambda row: "", html=lambda row: _open_mark(row, access)),
    ]
    records = RecordList(
        request, rows, columns=columns, default_sort="-opens_on", name="rounds", empty=_("No round yet.")
    )
    return records.response("selection/round_list.html", {"may_edit": access.can(Action.ROUND_EDIT)})


@requires(Action.ROUND_VIEW)
def round_page(request: HttpRequest, code: str) -> HttpResponse:
    """One round: places and money, rates of adoption, the edge, the waiting list, lots, second looks."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(Round.objects.select_related("service"), code=code)
    determinations = Determination.objects.filter(application__round=found)
    states = dict(
        Application.objects.filter(round=found).order_by().values_list("state").annotate(count=Count("pk"))
    )
    version = version_in_force(_FAMILY, found.opens_on)
    judges = access.can(Action.APPLICATION_DETERMINE)
    manages = access.can(Action.ROUND_EDIT)
    looks = SecondLook.objects.filter(determination__application__round=found)
    who = deciding(Application.objects.filter(round=found), access.today) if judges or manages else None
    context = {
        "round": found,
        "deciding": who if who and who.waiting else None,
        "nobody": len(who.nobody) if who else 0,
        "standing": dossier.standing(found, version),
        "states": [
            (label, states.get(code, 0)) for code, label in ApplicationState.choices if states.get(code)
        ],
        "adoption": adoption(determinations),
        "offices": _by_office(determinations),
        "reviewers": _by_reviewer(determinations),
        "edge": _edge(found) if judges or manages else None,
        "waiting": list(
            Waiting.objects.filter(round=found, application__state=ApplicationState.WAITING)
            .select_related("application__firm", "application__office")
            .order_by("rank")
        ),
        "ended": list(
            Place.objects.filter(
                round=found, freed_on__isnull=True, application__case__ended_on__isnull=False
            )
            .select_related("application__firm", "application__case")
            .order_by("number")
        )
        if found.places is not None and manages
        else [],
        "seals": list(Seal.objects.filter(round=found).select_related("lot").order_by("purpose", "number")),
        "looks": looks.aggregate(
            drawn=Count("pk"),
            agree=Count("pk", filter=Q(result=LookResult.AGREE)),
            disagree=Count("pk", filter=Q(result=LookResult.DISAGREE)),
            unassigned=Count("pk", filter=Q(assigned_to__isnull=True)),
        ),
        "disagreeing": list(
            looks.filter(result=LookResult.DISAGREE)
            .select_related("determination__application__firm", "assigned_to")
            .order_by("-done_on", "pk")
        )
        if manages or access.can(Action.RECORD_LIST)
        else [],
        "may": {"edit": manages and not determinations.exists(), "draw": judges, "free": manages},
        "log": timeline([("round", found.code)], 20),
    }
    return render(request, "selection/round.html", context)


def _by_office(determinations: Any) -> list[dossier.Rate]:
    """The rate of each office, in the order of the offices."""
    found = adoption_by(determinations, "application__office")
    offices = Office.objects.filter(pk__in=found).order_by("position", "code")
    return [dossier.Rate(office.name, found[office.pk]) for office in offices]


def _by_reviewer(determinations: Any) -> list[dossier.Rate]:
    """The rate among what each reviewer screened, by name."""
    found = adoption_by(determinations, "application__screenings__reviewer")
    names = dict(
        determinations.order_by()
        .values_list("application__screenings__reviewer", "application__screenings__reviewer__name")
        .distinct()
    )
    return sorted((dossier.Rate(names[pk], one) for pk, one in found.items()), key=lambda rate: rate.words)


def _edge(found: Round) -> dict[str, Any]:
    at_edge = edge_of(found)
    rows = Application.objects.filter(ref__in=at_edge.equal).select_related("firm", "office").order_by("ref")
    return {"above": at_edge.above, "places": at_edge.places, "equal": list(rows)}


class _RoundForm(Act):
    """A round is set up or changed."""

    action = Action.ROUND_EDIT
    round: Round | None = None

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("selection:round_list"), _("Rounds"))]

    def back(self) -> str:
        """The round, or the list."""
        return round_address(self.round) if self.round else reverse("selection:round_list")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What was typed: stored, or the form again with what is wrong."""
        return super().post(request, **kwargs)


class OpenRound(_RoundForm):
    """Set up a round."""

    title, verb, done = _("Set up a round"), _("Set up"), _("The round is set up.")
    intro = _("Its seeds are sealed at once: their commitments are in the journal before anybody applies.")

    def form(self, data: Any) -> forms.Form:
        """The form."""
        self._form = RoundForm(data, found=None)
        return self._form

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Set it up."""
        self.round = services.open_round(actor, self._form.round_data)


class ChangeRound(_RoundForm):
    """Change a round while nothing is determined in it."""

    title, verb, done = _("Change the round"), _("Store"), _("The round is changed.")
    intro = _("A round can be changed while nothing is determined in it.")

    def find(self, code: str, **_kwargs: Any) -> None:
        """The round."""
        self.round = get_object_or_404(Round.objects.select_related("service"), code=code)

    def subtitle(self) -> Text:
        """Which round it is."""
        assert self.round is not None
        return self.round.name

    def form(self, data: Any) -> forms.Form:
        """The form with what holds now."""
        assert self.round is not None
        self._form = RoundForm(data, found=self.round, initial=initial_of(self.round))
        return self._form

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        assert self.round is not None
        services.change_round(actor, self.round, self._form.round_data)


class _OnRound(Act):
    """Something done to a round."""

    round: Round

    def find(self, code: str, **_kwargs: Any) -> None:
        """The round."""
        self.round = get_object_or_404(Round.objects.select_related("service"), code=code)

    def back(self) -> str:
        """The round."""
        return round_address(self.round)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the round."""
        return [(reverse("selection:round_list"), _("Rounds")), (self.back(), self.round.name)]

    def subtitle(self) -> Text:
        """Which round it is."""
        return self.round.name


class CandidatesForm(Confirm):
    """The candidates as the page showed them."""

    candidates = forms.CharField(widget=forms.HiddenInput(), max_length=20_000)


class DrawLot(_OnRound):
    """Draw by lot among candidates who are equal where the places end."""

    action = Action.APPLICATION_DETERMINE
    title, verb, done = _("Draw by lot"), _("Draw"), _("The lot is drawn.")
    intro = _(
        "The sealed seed orders the candidates. The first get the places that are left, once you adopt them; "
        "the others come on the waiting list in the order drawn. The seed is open from then on."
    )

    def known(self) -> list[tuple[Text, Any]]:
        """Who is equal at the edge, and for how many places."""
        at_edge = edge_of(self.round)
        sealed = Seal.objects.filter(round=self.round, purpose=Purpose.LOT, opened_at__isnull=True).first()
        return [
            (_("Places for them"), at_edge.places),
            (_("Candidates"), "\n".join(sorted(at_edge.equal)) or _("No candidates are equal at the edge.")),
            (_("Commitment"), sealed.commitment if sealed else _("No seed is sealed")),
        ]

    def form(self, data: Any) -> forms.Form:
        """The candidates, as they are now."""
        return CandidatesForm(data, initial={"candidates": " ".join(sorted(edge_of(self.round).equal))})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Draw."""
        services.draw_lot(actor, self.round, data["candidates"].split())


class FreePlace(_OnRound):
    """A place is free again because its case has ended."""

    action = Action.ROUND_EDIT
    title, verb, done = _("Free a place"), _("Free the place"), _("The place is free.")
    intro = _("The case that took this place has ended. The next on the waiting list can be adopted then.")
    place: Place

    def find(self, code: str, number: int = 0, **kwargs: Any) -> None:
        """The place as it is taken now."""
        super().find(code, **kwargs)
        rows = Place.objects.select_related("application__firm").filter(freed_on__isnull=True)
        self.place = get_object_or_404(rows, round=self.round, number=number)

    def known(self) -> list[tuple[Text, Any]]:
        """Which place, taken by whom."""
        return [
            (_("Number of the place"), self.place.number),
            (_("Firm"), self.place.application.firm.name),
        ]

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Free it."""
        services.free_place(actor, self.place)


@requires(Action.LOT_VIEW)
def lot_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A draw as anybody may repeat it; ``?format=json`` is the file for ``banso lot replay``."""
    found = get_object_or_404(Lot.objects.select_related("seal__round__service"), pk=pk)
    tickets = list(found.tickets.select_related("application").order_by("position"))
    seal = found.seal
    order = tuple(ticket.application.ref for ticket in tickets)
    draw = Draw(seal.round.code, seal.commitment, seal.seed, found.places, order)
    if request.GET.get("format") == "json":
        return download(draw.written(), f"lot-{seal.round.code}-{seal.number}.json")
    context = {"lot": found, "draw": draw, "tickets": tickets, "round": seal.round}
    return render(request, "selection/lot.html", context)
