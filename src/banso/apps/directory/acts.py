"""Pages on which something about a firm is written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.directory import lists, services
from banso.apps.directory.forms import AskAccessForm, ChangeFirmForm, RegisterForm
from banso.apps.directory.models import AccessRequest, Firm
from banso.apps.directory.numbers import number_of
from banso.apps.directory.views import find_firm
from banso.web import formats, forms
from banso.web.acts import Act


@requires(Action.FIRM_REGISTER)
@require_http_methods(["GET", "POST"])
def firm_register(request: HttpRequest) -> HttpResponse:
    """Register a firm: one's own, or on behalf of one at the window."""
    access: Access = request.access  # type: ignore[attr-defined]
    on_behalf = bool(access.roles)
    known = {} if on_behalf else {"contact_name": request.user.name, "contact_email": request.user.email}
    form = RegisterForm(request.POST or None, on_behalf=on_behalf, initial={"kind": "corporation", **known})
    existing: Firm | None = None
    exists = False
    if request.method == "POST" and form.is_valid():
        data = form.firm_data
        partner = next((h.partner_body for h in access.assignments if h.role == Role.PARTNER_MEMBER), None)
        try:
            firm = services.register_firm(
                access.actor(Action.FIRM_REGISTER), data, form.contact_data, brought_by=partner
            )
        except Refused as refused:
            form.refuse(refused)
            exists = refused.rule == "firm_exists"
            existing = _within_reach(access, data) if exists else None
        else:
            said = _("%(name)s is registered as %(ref)s at %(office)s.")
            messages.success(request, said % {"name": firm.name, "ref": firm.ref, "office": firm.office})
            # Another prefecture's firm belongs to the office there: who registered it may not see it.
            seen = not on_behalf or access.allows(Action.FIRM_VIEW, firm)
            return redirect(lists.firm_address(firm) if seen else "today:home")
    context = {
        "form": form,
        "on_behalf": on_behalf,
        "exists": exists,
        "existing": existing,
        "may_ask": access.can(Action.FIRM_ACCESS_ASK),
        "frame": "work.html" if on_behalf else "public.html",
    }
    return render(request, "directory/firm_register.html", context)


def _within_reach(access: Access, data: services.FirmData) -> Firm | None:
    """The firm that has the number already, but only for who may see it anyway."""
    number = number_of(data.kind, data.corporate_number)
    return access.rows(Action.FIRM_VIEW, Firm.objects.filter(corporate_number=number)).first()


@requires(Action.FIRM_ACCESS_ASK)
@require_http_methods(["GET", "POST"])
def firm_access(request: HttpRequest) -> HttpResponse:
    """Ask to act for a firm that is registered already."""
    access: Access = request.access  # type: ignore[attr-defined]
    form = AskAccessForm(request.POST or None, initial={"corporate_number": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actor = access.actor(Action.FIRM_ACCESS_ASK)
            services.ask_access(actor, data["corporate_number"], data["message"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The office was asked. You see here when it has decided."))
            return redirect("today:home")
    return render(request, "directory/firm_access.html", {"form": form})


@requires(Action.FIRM_ACCESS_DECIDE)
@require_GET
def access_list(request: HttpRequest) -> HttpResponse:
    """Requests to act for firms of one's offices."""
    return lists.access_list(request).response("directory/access_list.html")


@requires(Action.FIRM_ACCESS_DECIDE)
@require_http_methods(["GET", "POST"])
def access_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse one request."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = AccessRequest.objects.select_related("firm__office", "user")
    asked = get_object_or_404(access.rows(Action.FIRM_ACCESS_DECIDE, rows), pk=pk)
    refusal = ""
    if request.method == "POST":
        grant = request.POST.get("decision") == "grant"
        try:
            services.decide_access(access.actor(Action.FIRM_ACCESS_DECIDE), asked, grant=grant)
        except Refused as refused:
            refusal = refused.message
        else:
            messages.success(request, _("Access was granted.") if grant else _("The request was refused."))
            return redirect("directory:access_list")
    return render(request, "directory/access_decide.html", {"asked": asked, "refusal": refusal})


class _FirmAct(Act):
    """Something done to one firm."""

    firm: Firm

    def find(self, **kwargs: Any) -> None:
        """The firm, within reach."""
        self.firm = find_firm(self.request, self.action, kwargs["ref"])

    def back(self) -> str:
        """The page of the firm."""
        return lists.firm_address(self.firm)

    def crumbs(self) -> list[tuple[str, Any]]:
        """The firm."""
        return [(lists.firm_address(self.firm), self.firm.name)]

    def subtitle(self) -> str:
        """The firm's reference."""
        return formats.joined(self.firm.name, self.firm.ref)


class EditFirm(_FirmAct):
    """Change what is said of a firm."""

    action = Action.FIRM_EDIT
    title = gettext_lazy("Change the firm's data")
    verb = gettext_lazy("Store")
    done = gettext_lazy("The firm's data were stored.")

    def form(self, data: Any) -> forms.ModelForm:
        """The form, filled in."""
        return ChangeFirmForm(data, instance=self.firm)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """As every act; the form's own data object is what the service takes."""
        self.find(**kwargs)
        form = ChangeFirmForm(request.POST, instance=self.firm)
        if form.is_valid():
            since = form.cleaned_data["since"]
            try:
                services.change_firm(self.access.actor(self.action), self.firm, form.firm_data, since=since)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, self.done)
                return redirect(self.back())
        return self.page(form)
