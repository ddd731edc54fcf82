"""Pages on which a member of staff, or the manager, notes days of absence and takes them back."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts import absences
from banso.apps.accounts.models import StaffAbsence, User
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.services import current
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text


class AbsenceForm(forms.Form):
    """From when until when."""

    first_day = forms.DateField(label=_("First day"))
    last_day = forms.DateField(label=_("Last day"))


class _OfStaff(Act):
    """Something about the absences of one member of staff."""

    action = Action.ABSENCE_KEEP
    person: User

    def find_person(self, pk: int) -> None:
        """Somebody within reach who works for the organisation."""
        rows = self.access.rows(self.action, absences.staff(self.today))
        self.person = get_object_or_404(rows, pk=pk)

    def subtitle(self) -> str:
        """Whose."""
        return self.person.name

    def back(self) -> str:
        """The absences of the person."""
        return reverse("accounts:absences", args=[self.person.pk])


class NoteAbsence(_OfStaff):
    """The absences of a member of staff, and one more."""

    title, verb = _("Absences"), _("Note it")
    done = _("The absence is noted. Nobody gives new work to this person on these days.")
    intro = _(
        "On these days no new need, task or second look goes to this person. Open work stays until somebody"
        " transfers it."
    )
    template = "accounts/absences.html"

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The person."""
        self.find_person(pk)

    def form(self, data: Any) -> forms.Form:
        """The days."""
        return AbsenceForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note them."""
        absences.note_staff_absence(actor, self.person, **data)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From one's own account, or the page of the office or person."""
        return [self._from()]

    def _from(self) -> tuple[str, Text]:
        office = self._office()
        if self.access.can(Action.PEOPLE_MANAGE):
            return reverse("accounts:person", args=[self.person.pk]), self.person.name
        if self.person.pk == self.access.user.pk or office is None:
            return reverse("accounts:own_account"), _("Your account")
        return reverse("directory:office", args=[office.code]), office.name

    def _office(self) -> Any:
        held = current(self.today).filter(user=self.person, office__isnull=False)
        found = held.select_related("office").order_by("pk").first()
        return found and found.office

    def more(self) -> dict[str, Any]:
        """What is noted from today on, and where the open work goes to others."""
        rows = absences.standing(self.today).filter(user=self.person)
        office = self._office()
        hands = office is not None and self.access.allows(Action.WORK_TRANSFER, office)
        return {
            "absences": rows.select_related("noted_by").order_by("first_day"),
            "transfer_url": reverse("transfers:transfer_staff", args=[office.code, self.person.pk])
            if hands
            else "",
            "back": self._from()[0],
        }


class TakeBackAbsence(_OfStaff):
    """Take an absence back."""

    title, verb = _("Take an absence back"), _("Take back")
    done = _("The absence is taken back.")
    absence: StaffAbsence

    def find(self, pk: int, absence: int, **_kwargs: Any) -> None:
        """One that was not taken back."""
        self.find_person(pk)
        rows = self.person.absences.filter(taken_back_at__isnull=True)
        self.absence = get_object_or_404(rows, pk=absence)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it back."""
        absences.take_back_staff_absence(actor, self.absence)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the absences of the person."""
        return [(self.back(), _("Absences"))]

    def known(self) -> list[tuple[Text, Any]]:
        """The days."""
        return [
            (_("First day"), formats.day(self.absence.first_day)),
            (_("Last day"), formats.day(self.absence.last_day)),
        ]
