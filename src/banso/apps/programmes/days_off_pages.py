"""The pages of days on which nobody works."""

from __future__ import annotations

from typing import Any

from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.programmes.days_off import DaysOffData, add_days_off, change_day_off, put_back, take_out
from banso.apps.programmes.models import DayOff, DayOffKind
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


class _ReasonForm(forms.Form):
    """Why a day is off."""

    kind = forms.ChoiceField(label=_("Kind of day off"), choices=DayOffKind.choices, widget=forms.RadioSelect)
    name_ja = forms.CharField(label=_("Name in Japanese"), max_length=120)
    name_en = forms.CharField(label=_("Name in English"), max_length=120)


class _AddForm(_ReasonForm):
    """One day, or several one after another."""

    first = forms.DateField(label=_("First day"))
    last = forms.DateField(label=_("Last day"), required=False, help_text=_("Leave it empty for one day."))
    field_order = ("first", "last", "kind", "name_ja", "name_en")


@requires(Action.DAY_OFF_VIEW)
@require_GET
def day_off_list(request: HttpRequest) -> HttpResponse:
    """The days off of one year. A year without any is said to be missing: clocks count all its weekdays."""
    access: Access = request.access  # type: ignore[attr-defined]
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else access.today.year
    ends = DayOff.objects.aggregate(first=Min("day"), last=Max("day"))
    found = [day.year for day in ends.values() if day is not None]
    years = range(min([*found, access.today.year]), max([*found, access.today.year]) + 2)
    context = {
        "year": year,
        "years": years,
        "rows": DayOff.objects.filter(day__year=year),
        "may_keep": access.can(Action.DAY_OFF_KEEP),
    }
    return render(request, "programmes/days_off.html", context)


class _OnDaysOff(Act):
    """Something done to the days off."""

    action = Action.DAY_OFF_KEEP
    year = 0

    def back(self) -> str:
        """The year."""
        return f"{reverse('programmes:days_off')}?year={self.year or self.today.year}"

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the year."""
        return [(self.back(), _("Days off"))]


class Add(_OnDaysOff):
    """Further days."""

    title, verb, done = (
        _("Add days off"),
        _("Add"),
        _("The days are added. Clocks leave them out from now on."),
    )
    intro = _("Days of the past count too: what waited then has waited for fewer working days.")

    def form(self, data: Any) -> forms.Form:
        """From when to when, and why."""
        return _AddForm(data, initial={"kind": DayOffKind.CLOSED})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add them."""
        add_days_off(actor, DaysOffData(**data))
        self.year = data["first"].year


class _OnDayOff(_OnDaysOff):
    """Something done to one day."""

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The day."""
        self.day_off = get_object_or_404(DayOff, pk=pk)
        self.year = self.day_off.day.year

    def subtitle(self) -> Text:
        """Which."""
        day = self.day_off.day
        return f"{formats.day(day)} ({formats.weekday(day)})"


class Change(_OnDayOff):
    """Say otherwise why it is off."""

    title, verb, done = _("Change a day off"), _("Store"), _("The day off is changed.")

    def form(self, data: Any) -> forms.Form:
        """What it is now."""
        fields = ("kind", "name_ja", "name_en")
        return _ReasonForm(data, initial={name: getattr(self.day_off, name) for name in fields})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        change_day_off(actor, self.day_off, **data)


class TakeOut(_OnDayOff):
    """Work on it after all."""

    title, verb = _("Take a day off out"), _("Take out")
    done = _("The day is a working day. It can be put back.")
    intro = _("Clocks count this day as a working day from now on.")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it out."""
        take_out(actor, self.day_off)


class PutBack(_OnDayOff):
    """Let it be off again."""

    title, verb, done = _("Put a day off back"), _("Put back"), _("The day is off again.")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Put it back."""
        put_back(actor, self.day_off)
