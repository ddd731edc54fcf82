"""What is done about dues: months marked as paid, and payments that did not arrive or were marked wrongly."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.sales import services
from banso.apps.sales.dues import OPEN, Due, sums
from banso.apps.sales.models import Payout
from banso.apps.sales.owed import dues_of
from banso.apps.sales.sites import Site, site_of
from banso.apps.sales.words import money
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text

_MOST = 200


class PayForm(forms.Form):
    """When, and by what the payment is found."""

    paid_on = forms.DateField(label=_("Paid on"))
    reference = forms.CharField(
        label=_("Reference of the payment"),
        required=False,
        max_length=60,
        help_text=_("As it stands on the transfer; the firms see it."),
    )


class Pay(Act):
    """Months that were ticked were paid. Those out of reach, and those paid by now, are left out."""

    action = Action.PAYOUT_MARK
    template = "sales/pay.html"
    title, verb = _("Mark as paid"), _("Mark as paid")
    done = _("Marked as paid. The firms see it, and can say if it did not arrive.")
    intro = _("What is left of each month is marked as paid on this day.")
    site: Site | None
    items: list[Due]

    def find(self, **_kwargs: Any) -> None:
        """The months ticked, of the site of the first."""
        self.keys = self.request.GET.getlist("d")[:_MOST]
        self.site = site_of(self.keys[0].partition("/")[0]) if self.keys else None
        owed = dues_of(self.access, self.action, self.site) if self.site else []
        self.items = [due for due in owed if due.key in self.keys and due.standing in OPEN]

    def form(self, data: Any) -> forms.Form:
        """Today, unless another day is given."""
        return PayForm(data, initial={"paid_on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Mark all of them, or none."""
        if self.site is None or not self.items:
            raise Refused("nothing_chosen", str(_("Choose at least one month.")))
        if any(key.partition("/")[0] != self.site.code for key in self.keys):
            raise Refused("other_mall", str(_("Choose months of one mall.")))
        keys = [due.key for due in self.items]
        services.mark_paid(actor, self.site, keys, data["paid_on"], data["reference"])

    def subtitle(self) -> Text:
        """Whose payment."""
        return self.site.name if self.site else ""

    def back(self) -> str:
        """The months of the site."""
        return reverse("sales:due_board", args=[self.site.code]) if self.site else reverse("sales:due_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """All dues."""
        return [(reverse("sales:due_list"), _("Payments due"))]

    def more(self) -> dict[str, Any]:
        """The months, with what is left of each."""
        items = [(due, money(due.left, due.currency)) for due in self.items if due.left is not None]
        totals = [money(row.left, row.currency) for row in sums(self.items)]
        return {"items": items, "totals": totals}


class Missing(Act):
    """The firm says that a payment did not arrive."""

    action = Action.PAYOUT_MISSING
    title, verb = _("The payment did not arrive"), _("It did not arrive")
    done = _("Stored. The month is shown as unpaid again, to the site too.")
    intro = _("Please look at your account first. The site and its office see what you say here.")
    payout: Payout

    def find(self, *, pk: int) -> None:
        """A payment within reach that stands."""
        rows = self.access.rows(self.action, Payout.objects.filter(voided=""))
        self.payout = get_object_or_404(rows.select_related("firm", "mall", "channel"), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """It counts no longer."""
        services.say_missing(actor, self.payout)

    def back(self) -> str:
        """The dues."""
        return reverse("sales:due_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """The dues."""
        return [(self.back(), _("Payments due"))]

    def subtitle(self) -> Text:
        """Of which site and month."""
        return formats.joined(Site(self.payout.channel, self.payout.mall).name, f"{self.payout.month:%Y-%m}")

    def known(self) -> list[tuple[Text, Any]]:
        """What the site says it paid."""
        said = [
            (_("Firm"), self.payout.firm.name),
            (_("Amount"), money(self.payout.amount, self.payout.currency)),
            (_("Paid on"), formats.day(self.payout.paid_on)),
        ]
        if self.payout.reference:
            said.append((_("Reference of the payment"), self.payout.reference))
        return said


class Mistake(Missing):
    """A payment was marked by mistake."""

    action = Action.PAYOUT_MARK
    title, verb = pgettext_lazy("payout", "Marked by mistake"), _("Take the mark back")
    done = _("Taken back. The month is shown as unpaid again.")
    intro = _("Nothing was paid, or to somebody else: the month is owed again.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """It counts no longer."""
        services.take_back_payout(actor, self.payout)

    def back(self) -> str:
        """The months of the site."""
        code = Site(self.payout.channel, self.payout.mall).code
        return reverse("sales:due_board", args=[code])
