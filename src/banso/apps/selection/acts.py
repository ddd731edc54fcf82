"""The pages on which somebody does one thing to an application."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views import View

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.casework.goal_forms import initial_of
from banso.apps.directory.models import Firm
from banso.apps.fees.selectors import prices_shown
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import Actor
from banso.apps.programmes.selectors import services_in_force
from banso.apps.selection import services
from banso.apps.selection.forms import (
    ApplicationForm,
    EditionForm,
    FirmChoiceForm,
    draft_of,
    effort_rows,
)
from banso.apps.selection.models import Application
from banso.apps.selection.typed import asked_for, typed_at, typed_of
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
        typed = typed_of(application)
        initial = {**_initial(application), **typed}
        form = ApplicationForm(initial=initial, day=self.access.today)
        return self.page(form, effort_rows(None, application, typed), application, firm)

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
            "prices": prices_shown(
                services_in_force(self.access.today, screened=True), firm, self.access.today
            ),
            "own": self.access.roles == {Role.FIRM_MEMBER},
            "sees_prices": self.access.can(Action.PRICE_VIEW),
            "typed": typed_at(application),
            "asked": asked_for(application),
            "frame": frame_of(self.access),
        }
        return render(self.request, "selection/application_form.html", context)


class New(_Write):
    """A new application."""

    def find(self, **_kwargs: Any) -> tuple[None, Firm | None]:
        """The member's own firm, or the one that staff name."""
        self.consultation = self._asked_before()
        firms = self.access.rows(
            Action.FIRM_VIEW, Firm.objects.standing().select_related("office", "prefecture", "industry")
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
            "firm__office", "firm__prefecture", "firm__industry", "service", "typed"
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
        return {**initial_of(None), "edition": 0}
    goal = application.goals.prefetch_related("milestones").order_by("-version").first()
    return {
        **initial_of(goal),
        "service": application.service_id,
        "reason": application.reason,
        "plan_after_support": application.plan_after_support,
        "edition": application.edition,
    }


def _place(refused: Refused, form: ApplicationForm, rows: Any) -> None:
    """Show a refusal beside its field: ``0.promised_by`` is the first own effort that was filled in."""
    index, dot, name = (refused.field or "").partition(".")
    filled = [row for row in rows if row.cleaned_data.get("kind")]
    if dot and index.isdigit() and int(index) < len(filled):
        filled[int(index)].add_error(name, refused.message)
    else:
        form.refuse(refused)


class OnApplication(Act):
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


class Submit(OnApplication):
    """Hand the application in."""

    action = Action.APPLICATION_WRITE
    title, verb, done = _("Submit the application"), _("Submit"), _("The application is submitted.")
    intro = _(
        "Once submitted, the application can no longer be changed, unless you are asked for more. "
        "You can still withdraw it."
    )

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The application; whatever it lacks is written on its form."""
        super().find(ref)
        form = reverse("selection:application_edit", args=[ref])
        self.intro = format_html('{} <a href="{}">{}</a>', self.intro, form, _("Change the application"))

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it in."""
        services.submit(actor, self.application, data["edition"])


class Withdraw(OnApplication):
    """Take the application back."""

    action = Action.APPLICATION_WRITE
    title, verb, done = _("Withdraw the application"), _("Withdraw"), _("The application is withdrawn.")
    intro = _("A withdrawn application cannot be taken up again. You can apply anew at any time.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        services.withdraw(actor, self.application, data["edition"])
