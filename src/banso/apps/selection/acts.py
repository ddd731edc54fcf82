"""The pages on which somebody does one thing to an application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.casework.selectors import goal_value
from banso.apps.casework.services import GoalMetric
from banso.apps.directory.models import Firm
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import Actor
from banso.apps.selection import services
from banso.apps.selection.forms import (
    ApplicationForm,
    DeterminationForm,
    EditionForm,
    FirmChoiceForm,
    ScreeningForm,
    draft_of,
    effort_rows,
)
from banso.apps.selection.models import Application
from banso.apps.selection.recommendation import recommend
from banso.apps.selection.selectors import adoption_this_year
from banso.web import formats, forms
from banso.web.acts import Act, Text, frame_of


class _Write(View):
    """Write an application: the firm itself, or staff for it."""

    action = Action.APPLICATION_WRITE

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep who asks."""
        super().setup(request, *args, **kwargs)
        self.access: Access = request.access  # type: ignore[attr-defined]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form."""
        application, firm = self.find(**kwargs)
        if firm is None:
            return self.ask_firm()
        form = ApplicationForm(initial=_initial(application), day=self.access.today)
        return self.page(form, effort_rows(None, application), application, firm)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store the draft, or show what is wrong with everything kept as typed."""
        application, firm = self.find(**kwargs)
        if firm is None:
            return self.ask_firm()
        form = ApplicationForm(request.POST, initial=_initial(application), day=self.access.today)
        rows = effort_rows(request.POST, application)
        valid = form.is_valid()
        if rows.is_valid() and valid:
            actor = self.access.actor(self.action)
            try:
                stored = self.store(actor, firm, application, form, rows)
            except Refused as refused:
                _place(refused, form, rows)
            else:
                messages.success(request, _("The draft is stored. Read it through, then submit it."))
                return redirect("selection:application", stored.ref)
        return self.page(form, rows, application, firm)

    def find(self, **kwargs: Any) -> tuple[Application | None, Firm | None]:
        """The application (None: a new one) and its firm (None: not chosen yet)."""
        raise NotImplementedError

    def store(
        self, actor: Actor, firm: Firm, application: Application | None, form: ApplicationForm, rows: Any
    ) -> Application:
        """Call the service."""
        raise NotImplementedError

    def ask_firm(self) -> HttpResponse:
        """For which firm?"""
        raise NotImplementedError

    def page(
        self, form: ApplicationForm, rows: Any, application: Application | None, firm: Firm
    ) -> HttpResponse:
        """The page around the form."""
        context = {
            "form": form,
            "rows": rows,
            "application": application,
            "firm": firm,
            "may_correct": self.access.can(Action.FIRM_EDIT) and self.access.allows(Action.FIRM_EDIT, firm),
            "frame": frame_of(self.access),
        }
        return render(self.request, "selection/application_form.html", context)


class New(_Write):
    """A new application."""

    def find(self, **_kwargs: Any) -> tuple[None, Firm | None]:
        """The member's own firm, or the one that staff name."""
        self.consultation = self._asked_before()
        firms = self.access.rows(
            Action.FIRM_VIEW, Firm.objects.select_related("office", "prefecture", "industry")
        )
        held = [item.firm for item in self.access.assignments if item.role == Role.FIRM_MEMBER]
        if held and self.access.roles == {Role.FIRM_MEMBER}:
            return None, firms.get(pk=held[0].pk)
        self.choice = FirmChoiceForm(self.request.GET if "firm" in self.request.GET else None, firms=firms)
        return None, self.choice.cleaned_data["firm"] if self.choice.is_valid() else None

    def ask_firm(self) -> HttpResponse:
        """Staff first say for which firm."""
        return render(
            self.request, "selection/application_firm.html", {"form": self.choice, "frame": "work.html"}
        )

    def store(
        self, actor: Actor, firm: Firm, application: Application | None, form: ApplicationForm, rows: Any
    ) -> Application:
        """Start it."""
        asked = self.consultation
        if asked is not None and asked.firm_id != firm.pk:
            asked = None
        return services.start(actor, firm, firm.office, draft_of(form, rows), asked)

    def _asked_before(self) -> Consultation | None:
        """The consultation that this application comes out of, as its page says in the address."""
        rows = self.access.rows(Action.CONSULTATION_VIEW, Consultation.objects.all())
        return rows.filter(ref=self.request.GET.get("consultation", "")).first()


class Edit(_Write):
    """Change a draft."""

    def find(self, ref: str, **_kwargs: Any) -> tuple[Application, Firm]:
        """The application, within reach."""
        rows = Application.objects.select_related(
            "firm__office", "firm__prefecture", "firm__industry", "service"
        )
        found = get_object_or_404(self.access.rows(self.action, rows), ref=ref)
        return found, found.firm

    def store(
        self, actor: Actor, firm: Firm, application: Application | None, form: ApplicationForm, rows: Any
    ) -> Application:
        """Write it anew."""
        assert application is not None
        return services.change(actor, application, draft_of(form, rows), form.cleaned_data["edition"])


def _initial(application: Application | None) -> dict[str, Any]:
    if application is None:
        return {"metric": GoalMetric.AMOUNT, "edition": 0}
    goal = application.goals.order_by("-version").first()
    known = {
        "service": application.service_id,
        "reason": application.reason,
        "plan_after_support": application.plan_after_support,
        "edition": application.edition,
        "metric": GoalMetric.AMOUNT,
    }
    if goal is None:
        return known
    return known | {
        "market": goal.market_id,
        "product": goal.product,
        "metric": goal.metric,
        "unit": goal.unit if goal.metric == GoalMetric.QUANTITY else "",
        "baseline": goal.baseline,
        "target": goal.target,
        "due_on": goal.due_on,
    }


def _place(refused: Refused, form: ApplicationForm, rows: Any) -> None:
    """Show a refusal beside its field: ``0.promised_by`` is the first own effort that was filled in."""
    index, dot, name = (refused.field or "").partition(".")
    filled = [row for row in rows if row.cleaned_data.get("kind")]
    if dot and index.isdigit() and int(index) < len(filled):
        filled[int(index)].add_error(name, refused.message)
    else:
        form.refuse(refused)


class _OnApplication(Act):
    """Something done to one application, on the edition that the page showed."""

    application: Application
    form_class: type[forms.Form] = EditionForm

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The application, within the reach of the action."""
        rows = Application.objects.select_related("firm", "service")
        self.application = get_object_or_404(self.access.rows(self.action, rows), ref=ref)

    def form(self, data: Any) -> forms.Form:
        """The form, on the present edition."""
        return self.form_class(data, initial={"edition": self.application.edition})

    def back(self) -> str:
        """The page of the application."""
        return reverse("selection:application", args=[self.application.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the application."""
        return [
            (reverse("selection:application_list"), _("Applications")),
            (self.back(), self.application.ref),
        ]

    def subtitle(self) -> Text:
        """Whose application it is."""
        return formats.joined(self.application.firm.name, self.application.service.name)


class Submit(_OnApplication):
    """Hand the application in."""

    action = Action.APPLICATION_WRITE
    title, verb, done = _("Submit the application"), _("Submit"), _("The application is submitted.")
    intro = _("Once submitted, the application can no longer be changed. You can still withdraw it.")

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The application; whatever it lacks is written on its form."""
        super().find(ref)
        form = reverse("selection:application_edit", args=[ref])
        self.intro = format_html('{} <a href="{}">{}</a>', self.intro, form, _("Change the application"))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it in."""
        services.submit(actor, self.application, data["edition"])


class Withdraw(_OnApplication):
    """Take the application back."""

    action = Action.APPLICATION_WRITE
    title, verb, done = _("Withdraw the application"), _("Withdraw"), _("The application is withdrawn.")
    intro = _("A withdrawn application cannot be taken up again. You can apply anew at any time.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        services.withdraw(actor, self.application, data["edition"])


class Screen(_OnApplication):
    """Say what a reviewer thinks."""

    action = Action.APPLICATION_SCREEN
    title, verb, done = _("Screen the application"), _("Store the view"), _("Your view is stored.")
    form_class = ScreeningForm

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.screen(actor, self.application, **data)

    def known(self) -> list[tuple[Text, Any]]:
        """The revision that is screened."""
        return [(_("Revision"), self.application.revision), *_contents(self.application)]


class Determine(_OnApplication):
    """Adopt or decline."""

    action = Action.APPLICATION_DETERMINE
    title, verb, done = _("Determine the application"), _("Determine"), _("The application is determined.")
    intro = _("Adoption opens the case at once. The firm reads the reason.")
    form_class = DeterminationForm
    template = "selection/application_determine.html"

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Determine it."""
        services.determine(actor, self.application, **data)

    def known(self) -> list[tuple[Text, Any]]:
        """What reviewers think, and what the firm wrote."""
        views = [
            f"{item.get_view_display()} ({item.reviewer.name}): {item.opinion}"
            for item in self.application.screenings.select_related("reviewer").order_by("pk")
        ]
        return [(_("Views of the reviewers"), "\n".join(views)), *_contents(self.application)]

    def more(self) -> dict[str, Any]:
        """What the policy recommends, and how many are adopted."""
        return {
            "recommendation": recommend(self.application, self.today),
            "adoption": adoption_this_year(self.application, self.today),
        }


def _contents(application: Application) -> list[tuple[Text, Any]]:
    """What the firm wrote, for whoever judges it."""
    goal = application.goals.select_related("market").order_by("-version").first()
    efforts = [
        formats.joined(item.get_kind_display(), item.description, formats.day(item.promised_by))
        for item in application.own_efforts.order_by("promised_by", "pk")
    ]
    return [
        (_("Export goal"), goal_words(goal)),
        (_("Own efforts promised"), "\n".join(efforts) or gettext("None promised")),
        (_("Plan past the end of support"), formats.unknown(application.plan_after_support)),
        (_("Why the firm wants to export"), formats.unknown(application.reason)),
    ]


def goal_words(goal: Any) -> str:
    """A goal (None: none is set) in one line: from where to where, of what, in which market, by when."""
    if goal is None:
        return gettext("No goal is set")
    return gettext("%(market)s, %(product)s: from %(baseline)s to %(target)s in 12 months, by %(day)s") % {
        "market": goal.market.name,
        "product": goal.product,
        "baseline": goal_value(goal, goal.baseline),
        "target": goal_value(goal, goal.target),
        "day": formats.day(goal.due_on),
    }
