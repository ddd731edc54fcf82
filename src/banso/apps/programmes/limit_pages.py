"""The pages of how far support may be extended or shortened."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused, in_use
from banso.apps.journal.actor import Actor
from banso.apps.programmes.limits import (
    MOST_MONTHS,
    GateLimitData,
    add_gate_limit,
    change_gate_limit,
    edition,
)
from banso.apps.programmes.models import (
    Agreement,
    GateGround,
    GateLimit,
    LimitedResult,
    Service,
    ServiceVersion,
)
from banso.web import formats, forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList

_NOBODY = _("Nobody else")


class LimitFilter(forms.FilterForm):
    """Which limits are shown."""

    service = forms.ModelChoiceField(
        Service.objects.order_by("programme__position", "position", "code"), label=_("Service")
    )
    result = forms.ChoiceField(label=_("Decision"), choices=[("", _("All")), *LimitedResult.choices])
    lookups = {"service": "version__service"}


class LimitForm(forms.Form):
    """How many months, and who must agree."""

    most_months = forms.IntegerField(
        label=_("Months at most, in all of one case"), min_value=1, max_value=MOST_MONTHS
    )
    agreed_by = forms.ChoiceField(
        label=_("Who must agree, besides who decides"),
        choices=[("", _NOBODY), *Agreement.choices],
        widget=forms.RadioSelect,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def refuse(self, refused: Refused) -> None:
        """Say why; who was told of a change made by somebody else has seen it when sending again."""
        super().refuse(refused)
        if refused.rule == "stale":
            self.data = self.data.copy()
            self.data["seen"] = self.initial["seen"]


class NewLimitForm(LimitForm):
    """The same for a ground that allowed nothing so far."""

    version = forms.ModelChoiceField(
        ServiceVersion.objects.filter(service__screened=True)
        .select_related("service")
        .order_by("service__position", "-in_force_from"),
        label=_("Service, as of its version"),
    )
    result = forms.ChoiceField(label=_("Decision"), choices=LimitedResult.choices, widget=forms.RadioSelect)
    ground = forms.ModelChoiceField(GateGround.objects.order_by("position", "code"), label=_("Ground"))
    field_order = ("version", "result", "ground", "most_months", "agreed_by")


def _limits() -> QuerySet[GateLimit]:
    return GateLimit.objects.select_related("version__service", "ground")


@requires(Action.GATE_LIMIT_VIEW)
def limit_list(request: HttpRequest) -> HttpResponse:
    """Every limit; a ground without one allows nothing."""
    access: Access = request.access  # type: ignore[attr-defined]
    may_set = access.can(Action.GATE_LIMIT_SET)
    records = RecordList(
        request,
        _limits(),
        columns=[
            Column(
                "service",
                _("Service"),
                value="version.service.name",
                sort="version__service__position",
                second=lambda row: _("version of %(day)s") % {"day": formats.day(row.version.in_force_from)},
            ),
            Column("result", _("Decision"), value=lambda row: row.get_result_display(), sort="result"),
            Column("ground", _("Ground"), value="ground.name", sort="ground__position"),
            Column("most_months", _("Months at most"), kind="number", sort="most_months"),
            Column("agreed_by", _("Must agree"), value=_who, sort="agreed_by"),
        ],
        filters=LimitFilter,
        default_sort="service",
        name="gate-limits",
        empty=_("No limit is stored: nothing can be extended or shortened."),
        verb=(lambda row: (reverse("programmes:gate_limit", args=[row.pk]), _("Change")))
        if may_set
        else None,
    )
    return records.response("programmes/gate_limits.html", {"may_set": may_set})


def _who(row: GateLimit) -> Any:
    return row.get_agreed_by_display() if row.agreed_by else _NOBODY


class _Limit(Act):
    """Something done to the limits."""

    action = Action.GATE_LIMIT_SET

    def back(self) -> str:
        """The list of limits."""
        return reverse("programmes:gate_limits")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Limits of extensions and shortenings"))]


class ChangeLimit(_Limit):
    """Change a limit."""

    title, verb, done = _("Change a limit"), _("Store"), _("The limit is changed.")
    intro = _("It judges decisions taken from now on. What was decided before stays as it is.")
    limit: GateLimit

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The limit."""
        self.limit = get_object_or_404(_limits(), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """What holds now."""
        limit = self.limit
        initial = {
            "most_months": limit.most_months,
            "agreed_by": limit.agreed_by,
            "seen": edition(limit),
        }
        return LimitForm(data, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        change_gate_limit(
            actor, self.limit, GateLimitData(data["most_months"], data["agreed_by"]), seen=data["seen"]
        )

    def known(self) -> list[tuple[Text, Any]]:
        """Which limit it is."""
        limit = self.limit
        return [
            (_("Service"), limit.version.service.name),
            (_("Version in force from"), formats.day(limit.version.in_force_from)),
            (_("Decision"), limit.get_result_display()),
            (_("Ground"), limit.ground.name),
        ]


class AddLimit(_Limit):
    """Allow a decision on a ground that allowed nothing so far."""

    title, verb, done = _("Allow another ground"), _("Add it"), _("The limit is stored.")
    intro = _("A ground without a limit allows nothing.")

    def form(self, data: Any) -> forms.Form:
        """Service, decision, ground, months, and who must agree."""
        form = NewLimitForm(data)
        grounds: Any = form.fields["ground"]
        grounds.queryset = in_use(grounds.queryset, self.today)
        return form

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        add_gate_limit(
            actor,
            data["version"],
            data["result"],
            data["ground"],
            GateLimitData(data["most_months"], data["agreed_by"]),
        )
