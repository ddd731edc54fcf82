"""The pages on which reviewers and deciders act on an application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.casework.past import past_of
from banso.apps.journal.actor import Actor
from banso.apps.selection import dossier, revisions, services
from banso.apps.selection.acts import OnApplication
from banso.apps.selection.facts import applied_on
from banso.apps.selection.judging_forms import (
    ADOPT,
    ASK_MORE,
    DECLINE,
    WAIT,
    DeclarationForm,
    DeterminationForm,
    DiscussionForm,
    LookForm,
    ScreeningForm,
)
from banso.apps.selection.models import Application, ApplicationState, Discussion, SecondLook
from banso.apps.selection.recommendation import recommend
from banso.apps.selection.selectors import adoption_this_year, parts_in_use, standing_views
from banso.apps.selection.veil import Veil, veil
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


def latest_revision(application: Application) -> revisions.Shown:
    """The revision that is judged; what stands in the application where none was kept."""
    return revisions.shown(application, application.revisions.order_by("-number").first())


class _Judge(OnApplication):
    """A reviewer or decider acts. Its rows come with what the pages show."""

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The application, within the reach of the action."""
        rows = Application.objects.select_related(
            "firm__prefecture", "firm__industry", "office", "service", "round__service"
        )
        self.application = get_object_or_404(self.access.rows(self.action, rows), ref=ref)


class Declare(_Judge):
    """Say whether there is a conflict of interest, before the application opens."""

    action = Action.APPLICATION_SCREEN
    title, verb = _("Conflict of interest"), _("Declare")
    done = _("Your declaration is stored.")
    form_class = DeclarationForm
    intro = _(
        "The application opens once you have declared that you have no conflict of interest. If you see one "
        "later, declare it then: your view no longer counts. A declared conflict stays."
    )

    def form(self, data: Any) -> forms.Form:
        """The form."""
        return DeclarationForm(data)

    def known(self) -> list[tuple[Text, Any]]:
        """Whose application it is; nothing that the firm wrote."""
        return [(_("Firm"), self.application.firm.name), (_("Office"), self.application.office.name)]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.declare(actor, self.application, data["conflict"])


class _Reviewer(_Judge):
    """Something that a reviewer does to an open application: without a declaration it leads there first."""

    action = Action.APPLICATION_SCREEN
    hidden: Veil

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the declaration first."""
        self.find(**kwargs)
        self.hidden = veil(self.access, self.application)
        if self.hidden.out:
            messages.info(request, _("You declared a conflict of interest with this firm; you are out."))
            return redirect(self.back())
        if self.hidden.closed:
            return redirect("selection:application_declare", self.application.ref)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[return-value]

    def shown(self) -> dict[str, Any]:
        """What is screened, and the criteria as far as the reviewer may see them."""
        recommendation = recommend(self.application, self.today)
        return {
            "application": self.application,
            "revision": latest_revision(self.application),
            "criteria": dossier.entry_criteria(self.application, recommendation, blind=self.hidden.blind),
        }


class Screen(_Reviewer):
    """Score a revision part by part, and say what a reviewer thinks."""

    title, verb, done = _("Screen the application"), _("Store the view"), _("Your view is stored.")
    template = "selection/application_screen.html"

    def form(self, data: Any) -> forms.Form:
        """The form, on the present revision."""
        return ScreeningForm(data, parts=parts_in_use(), initial={"revision": self.application.revision})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store the view, with the points by part."""
        form = self.form(request.POST)
        assert isinstance(form, ScreeningForm)
        if form.is_valid():
            names = ("view", "goal_feasible", "opinion", "revision")
            values = {name: form.cleaned_data[name] for name in names}
            try:
                services.screen(
                    self.access.actor(self.action), self.application, points=form.points, **values
                )
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, self.done)
                return redirect(self.back())
        return self.page(form)

    def more(self) -> dict[str, Any]:
        """What is screened."""
        return self.shown()


class Discuss(_Reviewer):
    """Write down what a discussion among reviewers came to."""

    title, verb = _("Result of the discussion"), _("Store the result")
    done = _("The result is stored. It holds once every reviewer has agreed to it.")
    template = "selection/application_discuss.html"

    def form(self, data: Any) -> forms.Form:
        """The form, on the present revision."""
        return DiscussionForm(data, parts=parts_in_use(), initial={"revision": self.application.revision})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store the result, with the points agreed on."""
        form = self.form(request.POST)
        assert isinstance(form, DiscussionForm)
        if form.is_valid():
            values = {name: form.cleaned_data[name] for name in ("view", "note", "revision")}
            try:
                services.discuss(
                    self.access.actor(self.action), self.application, points=form.points, **values
                )
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, self.done)
                return redirect(self.back())
        return self.page(form)

    def more(self) -> dict[str, Any]:
        """The views side by side, for one who has given a view."""
        judged = None if self.hidden.blind else dossier.judgement(self.application)
        return {"application": self.application, "judgement": judged}


class Assent(_Reviewer):
    """Agree to what a discussion came to."""

    title, verb = _("Agree to the result of the discussion"), _("Agree to the result")
    done = _("You have agreed to the result.")
    template = "selection/application_discuss.html"
    discussion: Discussion

    def find(self, ref: str, **kwargs: Any) -> None:
        """The latest result on the present revision."""
        super().find(ref, **kwargs)
        rows = Discussion.objects.filter(application=self.application, revision=self.application.revision)
        self.discussion = get_object_or_404(rows.order_by("-number")[:1])

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.assent(actor, self.discussion)

    def more(self) -> dict[str, Any]:
        """The views side by side with the result."""
        judged = None if self.hidden.blind else dossier.judgement(self.application)
        return {"application": self.application, "judgement": judged}


class Determine(_Judge):
    """Adopt, decline, put on the waiting list, or ask for more: on one page with all that it needs."""

    action = Action.APPLICATION_DETERMINE
    title, verb, done = _("Determine the application"), _("Store"), _("It is stored.")
    intro = _("Adoption opens the case at once and takes a place of the round. The firm reads the reason.")
    template = "selection/application_determine.html"

    def form(self, data: Any) -> forms.Form:
        """The form, on the present edition, with what can be done now."""
        limited = self.application.round is not None and self.application.round.places is not None
        offered = [ADOPT, DECLINE]
        if self.application.state != ApplicationState.WAITING:
            offered += [WAIT, ASK_MORE] if limited else [ASK_MORE]
        return DeterminationForm(data, offered=offered, initial={"edition": self.application.edition})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        outcome, kept = data.pop("outcome"), data
        if outcome == ASK_MORE:
            services.ask_more(actor, self.application, **kept)
        elif outcome == WAIT:
            services.wait_list(actor, self.application, **kept)
        else:
            services.determine(actor, self.application, outcome=outcome, **kept)

    def more(self) -> dict[str, Any]:
        """Everything that a determination stands on."""
        hidden = veil(self.access, self.application)
        if hidden.closed or hidden.blind:
            return {"hidden": True}
        recommendation = recommend(self.application, self.today)
        judged = dossier.judgement(self.application)
        said = recommendation.said
        own = {view.reviewer_id for view in standing_views(self.application)}
        found = self.application.round
        return {
            "hidden": False,
            "application": self.application,
            "revision": latest_revision(self.application),
            "recommendation": recommendation,
            "criteria": dossier.entry_criteria(self.application, recommendation, blind=False),
            "judgement": judged,
            "goal": self.application.goals.order_by("-version").first(),
            "standing": dossier.standing(found, said.version if said else None) if found else None,
            "neighbours": dossier.neighbours(self.application),
            "rates": dossier.rates(self.application, judged.views, self.today),
            "adoption": adoption_this_year(self.application, self.today),
            "past": past_of(self.access, self.application.firm_id, applied_on(self.application)),
            "screened_by_me": self.access.user.pk in own,
        }


class LookAgain(Act):
    """Another decider looks at a determination that was drawn."""

    action = Action.SECOND_LOOK
    title, verb, done = _("Second look"), _("Store"), _("Your second look is stored.")
    intro = _("Say whether you would have determined the same. Nothing is undone by it; the manager sees it.")
    template = "selection/look_again.html"
    look: SecondLook

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The second look that was given to this person."""
        rows = SecondLook.objects.select_related(
            "determination__application__firm",
            "determination__application__service",
            "determination__application__round__service",
            "determination__decider",
        )
        self.look = get_object_or_404(self.access.rows(self.action, rows), pk=pk)
        self.application = self.look.determination.application

    def form(self, data: Any) -> forms.Form:
        """The form."""
        return LookForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.look_again(actor, self.look, **data)

    def back(self) -> str:
        """The list of second looks."""
        return reverse("selection:look_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list of second looks."""
        return [(self.back(), _("Second looks"))]

    def subtitle(self) -> Text:
        """Whose application it was."""
        return formats.joined(self.application.ref, self.application.firm.name, self.application.service.name)

    def more(self) -> dict[str, Any]:
        """What was determined, and what it stood on."""
        return {
            "application": self.application,
            "determination": self.look.determination,
            "revision": latest_revision(self.application),
            "judgement": dossier.judgement(self.application),
        }
