"""Pages on which a fiscal year is prepared, opened and closed, and an office's plan laid down."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Office
from banso.apps.journal.actor import Actor
from banso.apps.journal.models import FiscalYear
from banso.apps.years import services
from banso.apps.years.copying import KINDS, OfficeForm
from banso.apps.years.models import OfficeYear, Take
from banso.apps.years.selectors import year_to_prepare
from banso.apps.years.services import OfficeYearData, preview
from banso.apps.years.unfinished import KINDS as UNFINISHED
from banso.apps.years.unfinished import totals
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


class OnYear(Act):
    """Something done to one fiscal year."""

    action = Action.YEAR_MANAGE
    year: FiscalYear

    def find(self, year: int, **_kwargs: Any) -> None:
        """The year."""
        self.year = get_object_or_404(FiscalYear, year=year)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def back(self) -> str:
        """The page of the year."""
        return reverse("years:year", args=[self.year.year])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list of years."""
        return [
            (reverse("years:year_list"), gettext_lazy("Fiscal years")),
            (self.back(), formats.fiscal(self.year.year)),
        ]

    def subtitle(self) -> Text:
        """Which year it is."""
        return formats.fiscal(self.year.year)


class Prepare(OnYear):
    """Begin to prepare the next year; it has no row yet."""

    title, verb = gettext_lazy("Prepare a fiscal year"), gettext_lazy("Begin to prepare")
    done = gettext_lazy("The fiscal year is being prepared. Look through what is taken over, then open it.")
    intro = gettext_lazy(
        "Rounds, budgets, hours of experts, rates and plans of offices of the year before are put together "
        "for you to look through. Nothing is copied until you open the year."
    )

    def find(self, year: int, **_kwargs: Any) -> None:
        """The year whose turn it is; it is not stored yet. One that is stored says itself what it takes."""
        stored = FiscalYear.objects.filter(year=year).first()
        if stored is None and year != year_to_prepare(self.today):
            raise Http404
        self.year = stored or FiscalYear(year=year)

    def back(self) -> str:
        """The page of the year once it is stored."""
        if FiscalYear.objects.filter(year=self.year.year).exists():
            return super().back()
        return reverse("years:year_list")

    def act(self, actor: Actor, _data: dict[str, Any]) -> None:
        """Begin."""
        services.prepare_year(actor, self.year.year)


class Open(OnYear):
    """Open a prepared year."""

    title, verb = gettext_lazy("Open the fiscal year"), gettext_lazy("Open and copy")
    done = gettext_lazy("The fiscal year is open. What was chosen has been copied.")
    intro = gettext_lazy(
        "Everything is copied in one step, or nothing. What the new year has already is not copied again."
    )

    def act(self, actor: Actor, _data: dict[str, Any]) -> None:
        """Open it."""
        services.open_year(actor, self.year)

    def known(self) -> list[tuple[Text, Any]]:
        """How many rows of each kind go over."""
        found: list[tuple[Text, Any]] = []
        for kind in KINDS.values():
            fates = [line.fate for line in preview(self.year, kind)]
            said = _("%(copied)s taken over, %(changed)s of them with other values; %(left)s left out")
            numbers = {
                "copied": formats.number(fates.count(Take.COPY) + fates.count(Take.CHANGE)),
                "changed": formats.number(fates.count(Take.CHANGE)),
                "left": formats.number(fates.count(Take.LEAVE)),
            }
            found.append((kind.words, said % numbers))
        return found


class Close(OnYear):
    """Close a year to entries."""

    title, verb = gettext_lazy("Close the fiscal year"), gettext_lazy("Close the year")
    done = gettext_lazy("The fiscal year is closed.")
    intro = gettext_lazy(
        "Its days take no entries any more. What it lacks or has wrong is put right by a correction with a "
        "reason. What is open below stays open and can be finished."
    )

    def act(self, actor: Actor, _data: dict[str, Any]) -> None:
        """Close it."""
        services.close_year(actor, self.year)

    def known(self) -> list[tuple[Text, Any]]:
        """What it leaves open."""
        found = totals(self.year.year, self.today)
        return [(kind.words, formats.number(found[code])) for code, kind in UNFINISHED.items()]


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("Why it takes entries again"),
        max_length=services.LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )


class Reopen(OnYear):
    """Let a closed year take entries again."""

    title, verb = gettext_lazy("Open a closed fiscal year again"), gettext_lazy("Take entries again")
    done = gettext_lazy("The fiscal year takes entries again.")
    intro = gettext_lazy(
        "Figures of this year can change again. A single mistake needs no reopening: correct the record."
    )

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return ReasonForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Open it again."""
        services.reopen_year(actor, self.year, data["reason"])


class OfficePlan(OnYear):
    """Lay down what an office takes on in a year."""

    title, verb = gettext_lazy("Plan of an office"), gettext_lazy("Store")
    done = gettext_lazy("The plan is stored.")
    intro = gettext_lazy("Leave empty what is not laid down.")
    office: Office

    def find(self, year: int, code: str = "", **_kwargs: Any) -> None:
        """The year and an office within reach."""
        super().find(year)
        self.office = get_object_or_404(self.access.rows(self.action, Office.objects.all()), code=code)

    def form(self, data: Any) -> forms.Form:
        """What is laid down now."""
        row = OfficeYear.objects.filter(office=self.office, fiscal_year=self.year.year).first()
        return OfficeForm(data, initial={name: getattr(row, name, None) for name in OfficeForm.base_fields})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.lay_down(actor, self.office, self.year.year, OfficeYearData(**data))

    def back(self) -> str:
        """The plans of all offices."""
        return reverse("years:office_list", args=[self.year.year])

    def subtitle(self) -> Text:
        """Which office and year."""
        return formats.joined(self.office.name, formats.fiscal(self.year.year))
