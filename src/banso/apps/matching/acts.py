"""The pages on which somebody is chosen, and rows of a plan are decided."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Expert
from banso.apps.journal.actor import Actor
from banso.apps.matching import services
from banso.apps.matching.asks import Asking, firm_of
from banso.apps.matching.experts import with_offices
from banso.apps.matching.forms import ChangeForm, ChooseForm, ReasonForm
from banso.apps.matching.models import PairState, Plan, PlannedPair
from banso.apps.matching.plans import pairs_with_all, plan_address
from banso.apps.matching.selectors import Fit, judge, shortlist
from banso.apps.matching.views import crumbs, find_case, find_need, own_address, reasons, title
from banso.apps.matching.words import PARTS, names
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text

#: How many experts are offered instead of the plan's own.
OFFERED = 12


class _Choose(Act):
    """Give a need or case to one expert."""

    done = _("The expert is chosen.")
    asking: Asking
    expert: Expert

    def find_expert(self, code: str) -> None:
        """The expert, within reach, and how well they fit."""
        rows = self.access.rows(Action.EXPERT_VIEW, with_offices(Expert.objects.all()))
        self.expert = get_object_or_404(rows, code=code)
        self.fit: Fit = judge(self.asking, self.expert, self.today)

    def form(self, data: Any) -> forms.Form:
        """A reason where a test is failed; nothing to fill in otherwise."""
        return ChooseForm(data) if self.fit.failed else Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Choose."""
        services.choose(actor, self.asking, self.expert, data.get("reason", ""))

    def back(self) -> str:
        """The consultation or the case."""
        return crumbs(self.asking)[-1][0]

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the need or case and its experts."""
        return [*crumbs(self.asking), (own_address(self.asking), _("Experts"))]

    def subtitle(self) -> Text:
        """Who is to be helped, and with what."""
        return formats.joined(firm_of(self.asking).name, title(self.asking))

    def known(self) -> list[tuple[Text, Any]]:
        """Who, how well, and what is failed."""
        points = ", ".join(f"{PARTS[part]} {value}" for part, value in self.fit.parts.items())
        shown: list[tuple[Text, Any]] = [
            (_("Expert"), formats.joined(self.expert.name, self.expert.office.name)),
            (_("Points"), f"{self.fit.score} ({points})"),
        ]
        if self.fit.failed:
            shown.append((_("Not passed"), reasons(self.fit, names())))
        return shown


class ChooseForNeed(_Choose):
    """Propose a need to the expert."""

    action = Action.PROPOSAL_SEND
    title, verb, done = _("Propose to this expert"), _("Send the proposal"), _("The proposal is sent.")

    def find(self, pk: int = 0, code: str = "", **_kwargs: Any) -> None:
        """The need and the expert."""
        self.asking = find_need(self.access, pk)
        self.find_expert(code)


class ChooseForCase(_Choose):
    """Give a case to the expert."""

    action = Action.EXPERT_ASSIGN
    title, verb, done = (
        _("Give the case to this expert"),
        _("Give the case"),
        _("The expert has the case now."),
    )

    def find(self, ref: str = "", code: str = "", **_kwargs: Any) -> None:
        """The case and the expert."""
        self.asking = find_case(self.access, ref)
        self.find_expert(code)


class _OnPair(Act):
    """Something decided on one row of a plan."""

    action = Action.PLAN_DECIDE
    pair: PlannedPair

    def find(self, pk: int = 0, **_kwargs: Any) -> None:
        """The row, within reach."""
        rows = self.access.rows(self.action, pairs_with_all(PlannedPair.objects.all()))
        self.pair = get_object_or_404(rows, pk=pk)

    @property
    def asking(self) -> Asking:
        """The need or case."""
        found = self.pair.need or self.pair.case
        assert found is not None
        return found

    def back(self) -> str:
        """The plan."""
        return plan_address(self.pair.plan)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the plan and the row."""
        return [
            (reverse("matching:plan_list"), _("Weekly plans")),
            (self.back(), self.pair.plan.ref),
            (reverse("matching:pair", args=[self.pair.pk]), firm_of(self.asking).name),
        ]

    def subtitle(self) -> Text:
        """Who is to be helped, and with what."""
        return formats.joined(firm_of(self.asking).name, title(self.asking))

    def known(self) -> list[tuple[Text, Any]]:
        """What the plan says."""
        found = self.pair.found
        return [(_("The plan says"), found.expert.name if found else _("nobody found"))]


class ConfirmPair(_OnPair):
    """Do as the plan says."""

    title, verb, done = _("Confirm the row"), _("Confirm"), _("The row is confirmed.")
    intro = _("A need is proposed to the expert at once; a case is given to the expert.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Confirm it."""
        services.confirm_pair(actor, self.pair)


class ChangePair(_OnPair):
    """Choose another than the plan."""

    title, verb, done = _("Choose another expert"), _("Take this one"), _("The expert is chosen.")
    intro = _("Those who pass every test come first, then those who fail the fewest.")

    def form(self, data: Any) -> forms.Form:
        """The experts of the shortlist but the plan's own, and the reason."""
        found = shortlist(self.asking, self.today)
        planned = self.pair.found.expert_id if self.pair.found else None
        near = [fit for fit in found.others if not fit.barred]
        offered = [fit for fit in (*found.best, *found.fitting, *near) if fit.expert.pk != planned][:OFFERED]
        return ChangeForm(data, said={fit.expert.pk: _words(fit) for fit in offered})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Change it."""
        services.change_pair(actor, self.pair, data["expert"], data["reason"])


def _words(fit: Fit) -> str:
    points = ngettext("%(n)s point", "%(n)s points", fit.score) % {"n": formats.number(fit.score)}
    failed = "" if fit.fits else gettext("%(n)s tests not passed") % {"n": formats.number(len(fit.failed))}
    return formats.joined(fit.expert.name, fit.expert.office.name, points, failed)


class DropPair(_OnPair):
    """Leave the row undone."""

    title, verb, done = _("Leave the row out"), _("Leave it out"), _("The row is left out.")
    intro = _("Nothing happens to the need or case. If it still has nobody next week, it is planned again.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Drop it."""
        services.drop_pair(actor, self.pair, data["reason"])


class ConfirmPlan(Act):
    """Confirm all rows of the newest plan within reach."""

    action = Action.PLAN_DECIDE
    title, verb, done = _("Confirm all rows"), _("Confirm all"), _("The rows are confirmed.")
    intro = _("Each need is proposed to its expert at once; each case is given to its expert.")
    plan: Plan

    def find(self, **_kwargs: Any) -> None:
        """The plan, and its rows within reach that wait for a decision."""
        self.plan = get_object_or_404(Plan.objects.order_by("-week")[:1])
        rows = self.access.rows(self.action, PlannedPair.objects.filter(plan=self.plan))
        self.pairs = list(rows.filter(state=PairState.PROPOSED).order_by("pk"))

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Confirm them; what could not be is told."""
        refused = services.confirm_pairs(actor, self.plan, self.pairs)
        self.done = gettext("%(n)s rows are confirmed.") % {"n": len(self.pairs) - len(refused)}
        for message in dict.fromkeys(message for _pair, message in refused):
            count = sum(1 for _pair, said in refused if said == message)
            rows = ngettext("%(n)s row is not: %(why)s", "%(n)s rows are not: %(why)s", count)
            messages.warning(self.request, rows % {"n": count, "why": message})

    def back(self) -> str:
        """The plan."""
        return plan_address(self.plan)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the plan."""
        return [(reverse("matching:plan_list"), _("Weekly plans")), (self.back(), self.plan.ref)]

    def known(self) -> list[tuple[Text, Any]]:
        """How many."""
        return [(_("Rows to confirm"), formats.number(len(self.pairs)))]
