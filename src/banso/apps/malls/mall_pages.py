"""One mall for staff, and those who run it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.permissions import Action
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.malls import services
from banso.apps.malls.missing import missing_months
from banso.apps.malls.models import Closing
from banso.apps.malls.selectors import contract_ends, operators_of, running_cost, standing
from banso.apps.sales.models import Campaign
from banso.apps.sales.selectors import disposals_since
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text

_EVENTS, _CAMPAIGNS = 20, 12
_YEAR = timedelta(days=365)


def address(mall: Mall) -> str:
    """The page of a mall."""
    return reverse("malls:mall", args=[mall.code])


@requires(Action.MALL_VIEW)
@require_GET
def mall(request: HttpRequest, code: str) -> HttpResponse:
    """One mall: its results, campaigns, and who runs it."""
    access: Access = request.access  # type: ignore[attr-defined]
    malls = Mall.objects.select_related("market").annotate(result_count=Count("results"))
    found = get_object_or_404(malls, code=code)
    today = access.today
    operators = [
        (held, held.valid_to is None or held.valid_to >= today, held.waits) for held in operators_of(found)
    ]
    stands = standing(found)
    closing = Closing.objects.filter(mall=found).select_related("closed_by").first()
    context = {
        "mall": found,
        "operators": operators,
        "closing": closing,
        "stock": disposals_since(found, closing.closed_on) if closing else (),
        "may_close": access.can(Action.MALL_CLOSE) and found.closed_on is None,
        "owed": missing_months(today, [found.pk]).get(found.pk, []),
        "campaigns": Campaign.objects.filter(mall=found)[:_CAMPAIGNS],
        "stands": stands,
        "ends": contract_ends(found, stands, today),
        "running": running_cost(found, today),
        "may_manage": access.can(Action.OPERATOR_MANAGE),
        "may_write_campaign": access.can(Action.CAMPAIGN_WRITE) and found.closed_on is None,
        "may_see_campaigns": access.can(Action.CAMPAIGN_VIEW),
        "log": timeline([("mall", found.code)], limit=_EVENTS),
    }
    return render(request, "malls/mall.html", context)


class OfMall(Act):
    """Something done about one mall."""

    action = Action.OPERATOR_MANAGE
    mall: Mall

    def find(self, code: str = "", **_kwargs: Any) -> None:
        """The mall."""
        self.mall = get_object_or_404(
            self.access.rows(self.action, Mall.objects.select_related("channel")), code=code
        )

    def back(self) -> str:
        """Its page."""
        return address(self.mall)

    def subtitle(self) -> Text:
        """Which mall."""
        return self.mall.name

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("malls:mall_list"), _("Malls of JAPAN MALL")), (self.back(), self.mall.name)]


class OperatorForm(forms.Form):
    """Whom to invite, and until when."""

    name = forms.CharField(label=_("Name of the person"), max_length=80)
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language"), choices=User._meta.get_field("language").choices, widget=forms.RadioSelect
    )
    last_day = forms.DateField(label=_("Last day of access"))


class InviteOperator(OfMall):
    """Let somebody run the mall."""

    title, verb = _("Invite an operator"), _("Send the invitation")
    done = _("The invitation is on its way.")
    intro = _(
        "The person gets a personal link by mail, and sees what is offered to this mall, nothing of others. "
        "Somebody who runs another mall already is given this one too."
    )

    def form(self, data: Any) -> forms.Form:
        """For a year, unless another day is given."""
        return OperatorForm(data, initial={"language": "en", "last_day": self.today + _YEAR})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Invite the person."""
        services.invite_operator(actor, self.mall, services.OperatorData(**data))


class _OfOperator(OfMall):
    """Something done about one who runs the mall."""

    held: RoleAssignment

    def find(self, code: str = "", pk: int = 0, **_kwargs: Any) -> None:
        """The mall and the person."""
        super().find(code=code)
        self.held = get_object_or_404(operators_of(self.mall), pk=pk)

    def subtitle(self) -> Text:
        """Who."""
        return formats.joined(self.held.user.name, self.mall.name)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)


class SendLink(_OfOperator):
    """Mail the invitation again."""

    title, verb, done = (
        _("Send the invitation again"),
        _("Send the invitation"),
        _("A new link is on its way."),
    )
    intro = _("The link sent before stops working.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.invite_operator_again(actor, self.mall, self.held.user)


class EndOperator(_OfOperator):
    """The person runs the mall no longer."""

    title, verb = _("End the access"), _("End the access")
    done = _("The person sees nothing of this mall from now on.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end_operator(actor, self.held)
