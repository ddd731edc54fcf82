"""Pages of a wave: its plan, where it stands, and each step from drawn to closed."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.surveys import board, planning
from banso.apps.surveys.fact_words import FACT_LABELS, Words
from banso.apps.surveys.forms_kept import usual_edition
from banso.apps.surveys.frames import FrameSpec, presets
from banso.apps.surveys.framing import candidates, counts
from banso.apps.surveys.models import Asked, Drawing, Exclusion, FrameUnit, Wave
from banso.apps.surveys.transitions import WAVE
from banso.apps.surveys.unit_list import unit_list
from banso.apps.surveys.wave_forms import (
    DrawForm,
    PlanForm,
    ReasonForm,
    ReopenForm,
    frame_initial,
    plan_initial,
)
from banso.engines.kernel.lots import commitment
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text

_EVENTS_SHOWN = 20


def board_address(wave: Wave) -> str:
    """Where a wave stands."""
    return reverse("surveys:board", args=[wave.code])


@requires(Action.WAVE_VIEW)
@require_GET
def wave_board(request: HttpRequest, code: str) -> HttpResponse:
    """Where a wave stands: strata, who is not asked, days, units, and what comes next."""
    access = request.access  # type: ignore[attr-defined]
    rows = Wave.objects.exclude(drawing=Drawing.BROUGHT).select_related("edition", "before", "planned_by")
    wave = get_object_or_404(rows.defer("edition__workbook"), code=code)
    words = Words()
    lines = board.tallies(wave, words.of(wave.strata))
    days = board.days_of(wave, access.today) if wave.opened_at else None
    before = board.days_of(wave.before, access.today) if days and wave.before else None
    spec = FrameSpec.read(wave.frame)
    context = {
        "wave": wave,
        "lines": lines,
        "whole": board.in_all(lines),
        "small": [line for line in lines if line.tally.small],
        "least": board.SMALL,
        "left_out": board.left_out(wave),
        "divided_by": [FACT_LABELS[fact] for fact in wave.strata],
        "parts": [(words.value("service", part.service), part) for part in spec.parts],
        "narrowed": [words.value("region", code) for code in spec.regions]
        + [words.value("size", code) for code in spec.sizes]
        + [words.value("experience", code) for code in spec.experience],
        "rest_months": spec.rest_months,
        "commitment": commitment(wave.seed) if wave.seed else "",
        "drawing": board.drawing(days, before) if days else None,
        "weeks": board.weeks(days, before) if days else [],
        "events": {event for role in access.roles for event in WAVE.events(wave.state, role)},
        "timeline": timeline([("wave", wave.code)], limit=_EVENTS_SHOWN),
    }
    units = access.rows(Action.WAVE_VIEW, FrameUnit.objects.filter(wave=wave))
    listed = unit_list(request, wave, units, lines)
    return listed.response("surveys/board.html", context)


class _Plan(Act):
    """Plan a wave, or change its plan; shows on the way whom the frame would hold."""

    action = Action.WAVE_PLAN
    template = "surveys/plan.html"
    wave: Wave | None = None
    preset = ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What was typed: counted, stored, or the form again with what is wrong."""
        if "count" not in request.POST:
            return super().post(request, **kwargs)
        self.find(**kwargs)
        form = self.form(request.POST)
        form.is_valid()
        return self.page(form)

    def form(self, data: QueryDict | None) -> PlanForm:
        """The form, with a frame that ships if one was chosen."""
        initial = plan_initial(self.wave) if self.wave else {"edition": usual_edition()}
        chosen = presets().get(self.request.GET.get("preset", ""))
        if chosen is not None:
            self.preset = chosen.code
            day = self.wave.asked_on if self.wave else self.today
            initial = {"strata": ["service"], **initial, **frame_initial(chosen.asked_on(day))}
        self._form = PlanForm(data, found=self.wave, initial=initial)
        return self._form

    def more(self) -> dict[str, Any]:
        """The frames that ship, and what the frame typed would hold."""
        return {
            "presets": [
                (preset.code, preset.name_en if formats.language() == "en" else preset.name_ja)
                for preset in presets().values()
            ],
            "preset": self.preset,
            "wave": self.wave,
            "counted": self._counted(),
        }

    def _counted(self) -> dict[str, Any] | None:
        """The strata of the frame as it was typed; nothing before there is a frame that can be read."""
        form = self._form
        if not form.is_bound or form.errors:
            return None
        given = form.cleaned_data
        found = candidates(
            given["asked"],
            form.frame,
            self.today,
            self.wave.pk if self.wave else None,
        )
        words = Words().of(given["strata"])
        strata = counts(found, given["strata"])
        return {
            "lines": [(words(one.stratum), one, one.left < board.SMALL) for one in strata],
            "framed": len(found),
            "left": sum(one.left for one in strata),
            "reasons": [
                (str(reason.label), sum(one.excluded == reason for one in found))
                for reason in Exclusion
                if any(one.excluded == reason for one in found)
            ],
            "least": board.SMALL,
        }

    def back(self) -> str:
        """The wave, or the list."""
        return board_address(self.wave) if self.wave else reverse("surveys:wave_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        own = [(self.back(), self.wave.name)] if self.wave else []
        return [(reverse("surveys:wave_list"), _("Surveys")), *own]


class Plan(_Plan):
    """Plan a wave."""

    title, verb = _("Plan a wave"), _("Store the plan")
    done = _("The wave is planned, and its frame is stored. Look at who is asked, then draw.")
    intro = _(
        "Who stands in the frame is worked out from casework. Count as often as you like before you store."
    )

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Plan it."""
        self.wave = planning.plan_wave(actor, self._form.plan_data)


class ChangePlan(_Plan):
    """Change the plan of a wave that is not drawn yet."""

    title, verb = _("Change the plan"), _("Store the plan")
    done = _("The plan is changed, and the frame is made anew.")
    intro = _("Storing makes the frame anew from the records of today. Who was left out by hand stays out.")

    def find(self, code: str, **_kwargs: Any) -> None:
        """The wave."""
        self.wave = get_object_or_404(Wave.objects.exclude(drawing=Drawing.BROUGHT), code=code)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        assert self.wave is not None
        self.wave = planning.change_wave(actor, self.wave, self._form.plan_data)


class OnWave(Act):
    """Something done to a wave."""

    action = Action.WAVE_PLAN
    wave: Wave

    def find(self, code: str, **_kwargs: Any) -> None:
        """The wave."""
        self.wave = get_object_or_404(Wave.objects.exclude(drawing=Drawing.BROUGHT), code=code)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def back(self) -> str:
        """The wave."""
        return board_address(self.wave)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the wave."""
        return [(reverse("surveys:wave_list"), _("Surveys")), (self.back(), self.wave.name)]

    def subtitle(self) -> Text:
        """Which wave it is."""
        return self.wave.name


class DrawWave(OnWave):
    """Draw those who are asked; shows first what the sizes come to."""

    title, verb, done = _("Draw who is asked"), pgettext_lazy("wave", "Draw"), _("The wave is drawn.")
    intro = _(
        "The seed was made with the frame; with the draw it is published. Whoever has both draws again "
        "and finds the same."
    )
    template = "surveys/draw.html"

    def find(self, code: str, **kwargs: Any) -> None:
        """The wave with its strata."""
        super().find(code, **kwargs)
        self.lines = board.tallies(self.wave, Words().of(self.wave.strata))
        self.held = {line.code: line.tally.left for line in self.lines if line.tally.left}
        self.sizes: dict[str, int] = {}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What was typed: shown by stratum, drawn, or the form again with what is wrong."""
        if "count" not in request.POST:
            return super().post(request, **kwargs)
        self.find(**kwargs)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.sizes = planning.sizes_of(self.held, self._form.draw_data)
            except Refused as refused:
                form.refuse(refused)
        return self.page(form)

    def form(self, data: Any) -> forms.Form:
        """How many."""
        self._form = DrawForm(data, held=self.held)
        return self._form

    def more(self) -> dict[str, Any]:
        """The strata with what is drawn of each."""
        fields = self._form.by_stratum
        rows = [
            (line, fields.get(line.code), self.sizes.get(line.code)) for line in self.lines if line.tally.left
        ]
        return {
            "wave": self.wave,
            "rows": rows,
            "left": sum(self.held.values()),
            "sum": sum(self.sizes.values()),
            "commitment": commitment(self.wave.seed),
        }

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Draw."""
        planning.draw_wave(actor, self.wave, self._form.draw_data)


class DrawAgain(OnWave):
    """Undo the draw of a wave that is not open yet."""

    title, verb, done = (
        _("Undo the draw"),
        pgettext_lazy("wave", "Undo"),
        _("The draw is undone. The next one has another seed."),
    )
    intro = _("The seed of this draw is published already, so that the next draw has another one.")

    def form(self, data: Any) -> forms.Form:
        """Why."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Undo it."""
        planning.draw_again(actor, self.wave, data["reason"])


class OpenWave(OnWave):
    """Open a drawn wave."""

    title, verb, done = (
        _("Open the wave"),
        pgettext_lazy("wave", "Open"),
        _("The wave is open and takes answers."),
    )
    intro = _("From now on the wave takes answers, and who is asked stands.")

    def known(self) -> list[tuple[Text, Any]]:
        """How many are asked, until when."""
        asked = self.wave.units.filter(drawn=True).count()
        return [
            (pgettext_lazy("wave", "Asked"), f"{asked:,}"),
            (_("Closes on"), formats.day(self.wave.closes_on)),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Open it."""
        planning.open_wave(actor, self.wave)


class CloseWave(OnWave):
    """Close a wave."""

    title, verb, done = _("Close the wave"), pgettext_lazy("wave", "Close"), _("The wave is closed.")
    intro = _("A closed wave takes no more answers. It can be opened again with a reason.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Close it."""
        planning.close_wave(actor, self.wave)


class ReopenWave(OnWave):
    """Take answers again."""

    title, verb, done = _("Open the wave again"), pgettext_lazy("wave", "Open"), _("The wave is open again.")
    intro = _("Weights that were made of its answers no longer hold then.")

    def form(self, data: Any) -> forms.Form:
        """Until when, and why."""
        return ReopenForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Open it."""
        planning.reopen_wave(actor, self.wave, data["closes_on"], data["reason"])


class _OnUnit(OnWave):
    """Something done to one unit of a frame."""

    unit: FrameUnit

    def find(self, code: str, pk: int = 0, **kwargs: Any) -> None:
        """The unit within the wave."""
        super().find(code, **kwargs)
        rows = self.wave.units.select_related("firm", "programme", "office", "provider")
        self.unit = get_object_or_404(rows, pk=pk)

    def known(self) -> list[tuple[Text, Any]]:
        """Who it is."""
        who = self.unit.firm or self.unit.provider or self.unit.office
        known: list[tuple[Text, Any]] = [(Asked(self.wave.asked).label, who)]
        if self.unit.programme:
            known.append((_("Programme"), self.unit.programme.short))
        return known


class LeaveOut(_OnUnit):
    """Leave somebody out by hand."""

    title, verb, done = (
        _("Leave out of the wave"),
        _("Leave out"),
        _("It is left out and stays in the frame."),
    )

    def form(self, data: Any) -> forms.Form:
        """Why."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Leave it out."""
        planning.leave_out(actor, self.unit, data["reason"])


class TakeIn(_OnUnit):
    """Ask somebody again who was left out by hand."""

    title, verb, done = _("Take into the wave again"), _("Take in"), _("It can be drawn again.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it in."""
        planning.take_in(actor, self.unit)
