"""The code lists of reasons: looked at, extended, retired."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.intake import services
from banso.apps.intake.forms.proposing import ReasonForm, RetireForm
from banso.apps.intake.selectors import reasons_with_use
from banso.apps.intake.services.reasons import LISTS
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act, Text

TITLES = {
    "refusal": _("Why receivers hand a need back"),
    "abandonment": _("Why a need is abandoned"),
}


@requires(Action.REASON_MANAGE)
@require_GET
def reason_list(request: HttpRequest) -> HttpResponse:
    """Both lists with how often each reason was given."""
    today = request.access.today  # type: ignore[attr-defined]
    lists = [
        {
            "code": code,
            "title": TITLES[code],
            "rows": [
                (row, row.retired_on is not None and row.retired_on <= today)
                for row in reasons_with_use(model)
            ],
        }
        for code, model in LISTS.items()
    ]
    return render(request, "intake/reasons.html", {"lists": lists})


class _OnReasons(Act):
    """Something done to one of the lists."""

    action = Action.REASON_MANAGE

    def find(self, which: str = "", **_kwargs: Any) -> None:
        """The list."""
        if which not in LISTS:
            raise Http404
        self.which = which

    def back(self) -> str:
        """The page of both lists."""
        return reverse("intake:reason_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the lists."""
        return [(self.back(), _("Reasons"))]

    def subtitle(self) -> Text:
        """Which list."""
        return TITLES[self.which]


class AddReason(_OnReasons):
    """One more reason."""

    title, verb, done = _("Add a reason"), _("Add"), _("The reason was added.")
    intro = _("A reason can be retired, but never deleted or renamed: what was recorded with it keeps it.")

    def form(self, data: Any) -> forms.Form:
        """Code and names."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        services.add_reason(actor, self.which, **data)


class RetireReason(_OnReasons):
    """Let a reason be chosen no more."""

    title, verb, done = _("Retire a reason"), _("Retire"), _("The reason is retired from that day on.")

    def find(self, which: str = "", code: str = "", **_kwargs: Any) -> None:
        """The reason of the list."""
        super().find(which)
        self.row = get_object_or_404(LISTS[which], code=code)

    def form(self, data: Any) -> forms.Form:
        """From today, unless another day is given."""
        return RetireForm(data, initial={"on": self.today.isoformat()})

    def known(self) -> list[tuple[Text, Any]]:
        """The reason."""
        return [(_("Reason"), self.row.name)]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Retire it."""
        services.retire_reason(actor, self.which, self.row.code, data["on"])
