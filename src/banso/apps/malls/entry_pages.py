"""A mall's page in the directory as head office writes it: compared, written, published, dropped."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.malls import services
from banso.apps.malls.directory_pages import terms_context
from banso.apps.malls.entry_content import content_of, missing
from banso.apps.malls.entry_forms import EntryForm
from banso.apps.malls.entry_words import label_of, rows_of
from banso.apps.malls.mall_pages import OfMall
from banso.apps.malls.models import MallEntry
from banso.apps.malls.selectors import Standing, contract_ends, running_cost, standing
from banso.web import forms
from banso.web.acts import Confirm, Text


@requires(Action.MALL_VIEW)
@require_GET
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """What is published of a mall, and beside it the draft of the next edition, field by field."""
    access: Access = request.access  # type: ignore[attr-defined]
    mall = get_object_or_404(Mall.objects.select_related("market"), code=code)
    stands = standing(mall)
    rows = rows_of(stands.draft, stands.published) if stands.draft else rows_of(None, stands.published)
    lacking = missing(content_of(stands.draft)) if stands.draft else []
    writes = access.can(Action.MALL_ENTRY)
    context = {
        "mall": mall,
        "stands": stands,
        "rows": rows,
        "changed": sum(row.differs for row in rows) if stands.draft else 0,
        "lacking": [label_of(name) for name in lacking],
        "running": running_cost(mall, access.today),
        "ends": contract_ends(mall, stands, access.today),
        **terms_context(mall, access.today),
        "may_write": writes and mall.closed_on is None,
        "may_publish": writes and mall.closed_on is None and stands.draft is not None and not lacking,
        "may_drop": writes and stands.draft is not None,
    }
    return render(request, "malls/entry.html", context)


class _OfEntry(OfMall):
    """Something done about the page of one mall."""

    action = Action.MALL_ENTRY
    stands: Standing

    def find(self, code: str = "", **_kwargs: Any) -> None:
        """The mall and how its page stands."""
        super().find(code=code)
        self.stands = standing(self.mall)

    def back(self) -> str:
        """The page with what is published and the draft."""
        return reverse("malls:entry", args=[self.mall.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list, by the mall."""
        mall = (reverse("malls:mall", args=[self.mall.code]), self.mall.name)
        page = (self.back(), _("Page in the directory"))
        return [(reverse("malls:mall_list"), _("Malls of JAPAN MALL")), mall, page]

    @property
    def draft(self) -> MallEntry:
        """The draft; the page is not found where there is none."""
        if self.stands.draft is None:
            raise Http404
        return self.stands.draft


class WriteEntry(_OfEntry):
    """Write the draft; it starts from what is published."""

    title, verb = _("Write the page in the directory"), _("Store the draft")
    done = _("The draft is stored. Firms see it once it is published.")
    intro = _(
        "Firms go on reading what is published until the draft is published. Commission, fees and costs are "
        "not written here: they are taken from what is recorded of terms and months."
    )
    template = "malls/entry_write.html"
    typed: EntryForm

    def form(self, data: Any) -> forms.Form:
        """What the draft says, else what is published, else nothing."""
        self.typed = EntryForm(data, self.stands.shown, self._revision, self.today)
        return self.typed

    @property
    def _revision(self) -> int:
        return self.stands.draft.revision if self.stands.draft else 0

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it, unless somebody else has changed the draft meanwhile."""
        try:
            services.write_entry(actor, self.mall, self.typed.content(), data["seen"])
        except Refused as refused:
            if refused.rule == "as_seen":
                # Sent again, it counts: the page says so.
                self.typed.data = self.typed.data.copy()
                self.typed.data["seen"] = str(self._revision)
            raise


class PublishEntry(_OfEntry):
    """Publish the draft."""

    title, verb = _("Publish the page in the directory"), pgettext_lazy("mall", "Publish")
    done = _("Published. Firms and operators read it now.")
    intro = _("Firms and those who run the mall read it from now on. What was published before is replaced.")
    template = "malls/entry_publish.html"

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Publish it."""
        services.publish_entry(actor, self.draft)

    def more(self) -> dict[str, Any]:
        """What changes, and what is still missing."""
        rows = rows_of(self.draft, self.stands.published)
        return {
            "mall": self.mall,
            "rows": [row for row in rows if row.differs],
            "published": self.stands.published,
            "lacking": [label_of(name) for name in missing(content_of(self.draft))],
        }


class DropEntry(_OfEntry):
    """Give up the draft."""

    title, verb = _("Drop the draft"), _("Drop the draft")
    done = _("The draft is dropped.")
    intro = _("What is published stays as it is.")

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Drop it."""
        services.drop_entry(actor, self.draft)

    def known(self) -> list[tuple[Text, Any]]:
        """What is given up."""
        rows = rows_of(self.draft, self.stands.published)
        return [(row.label, row.value or "–") for row in rows if row.differs]
