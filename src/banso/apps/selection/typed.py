"""What is typed on the form of an application and not stored yet: kept as it is, shown again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views import View

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.directory.models import Firm
from banso.apps.programmes.selectors import services_in_force
from banso.apps.selection import services
from banso.apps.selection.models import Application, ApplicationState, Return
from banso.web import formats

#: What the form sends besides what was typed.
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "edition", "ref", "firm"})
#: More than a form of this room can hold.
_MOST_CHARACTERS = 50_000


def typed_of(application: Application | None) -> dict[str, Any]:
    """What was typed and is not stored yet, by the names of the fields."""
    return dict(application.typed.data) if application is not None and hasattr(application, "typed") else {}


def typed_at(application: Application | None) -> datetime | None:
    """Until when it was typed; None when all is stored."""
    return application.typed.saved_at if application is not None and hasattr(application, "typed") else None


def asked_for(application: Application | None) -> Return | None:
    """What a decider asks for, while the firm is asked."""
    if application is None or application.state != ApplicationState.RETURNED:
        return None
    return application.returns.order_by("-pk").first()


class KeepTyped(View):
    """Keep what is typed. The form sends it by itself; a new draft begins once its service is chosen."""

    action = Action.APPLICATION_WRITE
    http_method_names = ("post",)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep who asks."""
        super().setup(request, *args, **kwargs)
        self.access: Access = request.access  # type: ignore[attr-defined]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep it, and say so beside the form."""
        data = {name: value for name, value in request.POST.items() if name not in _NOT_TYPED}
        if sum(len(value) for value in data.values()) > _MOST_CHARACTERS:
            return self._said(None, _("This is too long to be stored."), wrong=True)
        ref, edition = request.POST.get("ref", ""), request.POST.get("edition", "")
        try:
            if ref:
                application = self._found(ref)
            else:
                begun = self._begun(request.POST.get("firm", ""), request.POST.get("service", ""))
                if begun is None:
                    said = _("Choose a service first. From then on what you type is stored by itself.")
                    return self._said(None, said)
                application, edition = begun, str(begun.edition)
            stored = services.keep_typed(
                self.access.actor(self.action), application, data, int(edition) if edition.isdigit() else 0
            )
        except Refused as refused:
            return self._said(None, _other_window(refused), wrong=True)
        words = _("Stored at %(time)s") % {"time": formats.time_of_day(self.access.at)}
        response = self._said(stored, words)
        if not ref:
            # Sent by the button or opened again, the form is from now on that of the draft.
            response["HX-Replace-Url"] = reverse("selection:application_edit", args=[stored.ref])
        return response

    def _found(self, ref: str) -> Application:
        rows = self.access.rows(self.action, Application.objects.select_related("service"))
        return get_object_or_404(rows, ref=ref)

    def _begun(self, firm_ref: str, service: str) -> Application | None:
        """A draft with nothing but its service; None while none is chosen."""
        firms = self.access.rows(self.action, Firm.objects.standing().select_related("office"))
        firm = get_object_or_404(firms, ref=firm_ref)
        offered = {str(one.pk): one for one in services_in_force(self.access.today, screened=True)}
        if service not in offered:
            return None
        draft = services.Draft(offered[service])
        return services.start(self.access.actor(self.action), firm, firm.office, draft)

    def _said(self, stored: Application | None, words: Any, *, wrong: bool = False) -> HttpResponse:
        context = {"stored": stored, "words": words, "wrong": wrong}
        return render(self.request, "selection/parts/saved.html", context)


def _other_window(refused: Refused) -> Any:
    if refused.rule != "stale":
        return refused.message
    return _(
        "Not stored: this application was changed in another window or by somebody else. What you typed "
        "stays on this page while it is open. Open the application anew and copy over what is missing."
    )
