"""Pages on which staff note that a firm has closed, with what is still open for it."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.transfers import services
from banso.apps.transfers.selectors import Lot, open_of_firm
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text

#: So many records of a kind are named; the number tells how many there are.
ROWS_NAMED = 20


class _OnFirm(Act):
    """Something noted of a firm."""

    action = Action.FIRM_CLOSE
    firm: Firm

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The firm, within reach; not one that leads to another."""
        rows = Firm.objects.standing()
        self.firm = get_object_or_404(self.access.rows(self.action, rows), ref=ref)

    def back(self) -> str:
        """The page of the firm."""
        return reverse("directory:firm", args=[self.firm.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the firm."""
        return [(self.back(), self.firm.name)]

    def subtitle(self) -> str:
        """Which firm."""
        return f"{self.firm.name} {self.firm.ref}"


def _named(lot: Lot) -> str:
    """How many there are, and the first of them."""
    first = ", ".join(lot.work.label(row) for row in lot.rows[:ROWS_NAMED])
    return formats.joined(formats.number(lot.count), first)


class CloseForm(forms.Form):
    """The day on which it ceased to be."""

    on = forms.DateField(label=_("Closed on"))


class CloseFirm(_OnFirm):
    """A firm ceased to be."""

    title, verb = _("The firm has closed"), _("Note it")
    done = _("The firm is noted as closed.")
    intro = _(
        "Follow-ups to come end. What else is open stays on the lists of its owners until they end it; "
        "nothing new begins for the firm."
    )

    def form(self, data: Any) -> forms.Form:
        """The day."""
        return CloseForm(data, initial={"on": self.today})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.close_firm(actor, self.firm, data["on"])

    def known(self) -> list[tuple[Text, Any]]:
        """What is open for the firm."""
        return [(lot.work.words, _named(lot)) for lot in open_of_firm(self.firm, self.today)] or [
            (_("Still open"), _("Nothing"))
        ]


class ReopenFirm(_OnFirm):
    """It had not closed, or began again."""

    title, verb = _("The firm has not closed after all"), _("Note it")
    done = _("The firm is noted as open.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note it."""
        services.reopen_firm(actor, self.firm)
