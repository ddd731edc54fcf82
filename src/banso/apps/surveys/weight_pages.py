"""The page of a wave's weights: how they are made, step by step, and what they cost."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.surveys import weighing
from banso.apps.surveys.fact_words import FACT_LABELS, Words
from banso.apps.surveys.models import Wave, WaveState
from banso.apps.surveys.planning import DIVIDED_BY
from banso.apps.surveys.weighing import Weighed, Weighting
from banso.engines.statistics.weights import WeightError
from banso.web import forms

_STEPS = {
    "design": gettext_lazy("By the draw"),
    "silence": gettext_lazy("For those who did not answer"),
    "raked": gettext_lazy("Raked to the frame"),
    "trimmed": gettext_lazy("Trimmed"),
}
_MOST_CAP = 1000


class WeightForm(forms.Form):
    """How answers are weighted."""

    classes = forms.MultipleChoiceField(
        label=gettext_lazy("Answers stand for the silent of the same"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen: for all who are silent alike."),
    )
    margins = forms.MultipleChoiceField(
        label=gettext_lazy("Rake to what the frame holds by"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    cap = forms.DecimalField(
        label=gettext_lazy("No weight over"),
        required=False,
        min_value=1,
        max_value=_MOST_CAP,
        decimal_places=2,
        max_digits=6,
        unit=gettext_lazy("times the mean weight"),
        help_text=gettext_lazy("Empty: nothing is trimmed."),
    )

    def __init__(self, *args: Any, wave: Wave, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(fact, FACT_LABELS[fact]) for fact in DIVIDED_BY[wave.asked]]
        for name in ("classes", "margins"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def weighting(self) -> Weighting:
        """What was chosen."""
        given = self.cleaned_data
        return Weighting(tuple(given["classes"]), tuple(given["margins"]), given["cap"])


class _OnWeights(View):
    """The weights of a wave that was opened."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the wave."""
        super().setup(request, *args, **kwargs)
        self.access = request.access  # type: ignore[attr-defined]
        self.wave = get_object_or_404(Wave.objects.filter(opened_at__isnull=False), code=kwargs["code"])

    def page(self, form: WeightForm, how: Weighting | None) -> HttpResponse:
        """The page with what weights would be, or why they cannot be made."""
        found: Weighed | None = None
        if how is not None:
            try:
                found = weighing.weigh(self.wave, how)
            except WeightError as fault:
                form.refuse(weighing.refused(fault, how))
        words = Words()
        kept = weighing.stored(self.wave)
        context = {
            "wave": self.wave,
            "form": form,
            "found": found,
            "steps": [(_STEPS[step.name], step) for step in found.steps] if found and how else [],
            "classes": [(words.stratum(one.name, how.classes), one) for one in found.classes]
            if found and how
            else [],
            "margins": [
                (FACT_LABELS[one.fact], words.value(one.fact, one.code), one) for one in found.margins
            ]
            if found
            else [],
            "singles": [words.stratum(one.name, how.classes) for one in found.singles]
            if found and how
            else [],
            "kept": kept is not None,
            "is_kept": kept is not None and kept == how,
            "provisional": self.wave.state == WaveState.OPEN,
            "may_store": self.wave.state == WaveState.CLOSED and self.access.can(Action.WAVE_PLAN),
        }
        return render(self.request, "surveys/weights.html", context)


class Weights(_OnWeights):
    """Look at weights; the address holds how they are made."""

    action = Action.WAVE_VIEW

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """As asked for; at first as they are kept, or by the strata of the wave."""
        if request.GET:
            form = WeightForm(request.GET, wave=self.wave)
            return self.page(form, form.weighting if form.is_valid() else None)
        how = weighing.stored(self.wave) or Weighting(tuple(self.wave.strata))
        initial = {"classes": how.classes, "margins": how.margins, "cap": how.cap}
        # Bound, so that what keeps the weights from being made stands beside its field.
        form = WeightForm({name: value for name, value in initial.items() if value}, wave=self.wave)
        form.is_valid()
        return self.page(form, how)


class StoreWeights(_OnWeights):
    """Keep the weights of a closed wave."""

    action = Action.WAVE_PLAN

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Stored, or the page again with what is wrong."""
        form = WeightForm(request.POST, wave=self.wave)
        if not form.is_valid():
            return self.page(form, None)
        try:
            found = weighing.store_weights(self.access.actor(self.action), self.wave, form.weighting)
        except Refused as refused:
            form.refuse(refused)
            return self.page(form, None)
        text = _("The weights are stored: %(n)s answers. Tables use them from now on.")
        messages.success(request, text % {"n": f"{len(found.weights):,}"})
        return redirect(reverse("surveys:weights", args=[self.wave.code]))
