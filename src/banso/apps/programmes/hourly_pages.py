"""The pages of what an hour of work costs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.programmes.hourly import HourlyRateData, add_hourly_rate
from banso.apps.programmes.models import HourlyRate, RateBasis, Worker
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


class HourlyRateForm(forms.Form):
    """A rate from a day on."""

    worker = forms.ChoiceField(label=_("Whose hour"), choices=Worker.choices, widget=forms.RadioSelect)
    yen = forms.MoneyField(label=_("Cost of an hour"))
    in_force_from = forms.DateField(
        label=_("In force from"), help_text=_("Today or later. What work cost before stays as it was.")
    )
    basis = forms.ChoiceField(label=_("It rests on"), choices=RateBasis.choices, widget=forms.RadioSelect)


@requires(Action.RATE_VIEW)
def rate_list(request: HttpRequest) -> HttpResponse:
    """Every rate, the latest first; the one of today is marked."""
    access: Access = request.access  # type: ignore[attr-defined]
    latest: dict[str, int] = {}
    for pk, worker in (
        HourlyRate.objects.filter(in_force_from__lte=access.today)
        .order_by("in_force_from")
        .values_list("pk", "worker")
    ):
        latest[worker] = pk
    records = RecordList(
        request,
        HourlyRate.objects.all(),
        columns=_columns(set(latest.values()), access.today),
        default_sort="-in_force_from",
        name="hourly-rates",
        empty=_("No rate is stored: the cost of work is not known."),
    )
    return records.response("programmes/hourly_rates.html", {"may_set": access.can(Action.RATE_SET)})


def _columns(now: set[int], today: date) -> list[Column]:
    def state(row: HourlyRate) -> SafeString:
        if row.pk in now:
            return status("now", _("in force"))
        return status("dash", _("ahead") if row.in_force_from > today else _("past"))

    return [
        Column("in_force_from", _("In force from"), kind="day", sort="in_force_from"),
        Column("worker", _("Whose hour"), value=lambda row: row.get_worker_display(), sort="worker"),
        Column("yen", _("Cost of an hour"), kind="yen", sort="yen"),
        Column("basis", _("It rests on"), value=lambda row: row.get_basis_display(), sort="basis"),
        Column("state", _("State"), value=lambda row: "", html=state),
    ]


class AddHourlyRate(Act):
    """Add a rate."""

    action = Action.RATE_SET
    title, verb, done = _("Add an hourly rate"), _("Add it"), _("The rate is stored.")

    def form(self, data: Any) -> forms.Form:
        """Whose hour, how much, from when, and on what it rests."""
        return HourlyRateForm(data, initial={"in_force_from": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        add_hourly_rate(actor, HourlyRateData(**data))

    def back(self) -> str:
        """The list of rates."""
        return reverse("programmes:hourly_rates")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Hourly rates"))]
