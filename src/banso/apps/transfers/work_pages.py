"""Pages on which the open work of a person, an expert or an office goes to others in one step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.absences import away, away_until, standing
from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import current
from banso.apps.base import in_use
from banso.apps.directory.models import Expert, Office
from banso.apps.journal.actor import Actor
from banso.apps.transfers import services
from banso.apps.transfers.handing import LONGEST_REASON, Owner, TransferData, owner_kind
from banso.apps.transfers.models import Occasion
from banso.apps.transfers.selectors import Lot, open_work
from banso.web import formats, forms
from banso.web.acts import Act, Text

#: So many rows of a kind are listed with a receiver of their own; of more, one receiver gets all.
ROWS_SHOWN = 30
#: So many rows are named where all go to one receiver.
ROWS_NAMED = 10
_OFFICE_ROLES = (Role.OFFICE_STAFF, Role.OFFICE_MANAGER)


@dataclass(frozen=True)
class Group:
    """The open work of one kind on the page: who gets all of it, and who gets single rows, if it has few."""

    words: Text
    count: int
    field: Any
    rows: list[Any]
    names: str
    open: bool


class TransferForm(forms.Form):
    """Why, until when, and who gets what."""

    occasion = forms.ChoiceField(label=_("Occasion"))
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 2}))
    back_on = forms.DateField(label=_("Back on (leave only)"), required=False)
    last_day = forms.DateField(label=_("Last day of the contract (end of contract only)"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, occasions: list[Occasion], lots: list[Lot], receivers: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["occasion"].choices = [(one.value, one.label) for one in occasions]
        for name, occasion in (("back_on", Occasion.LEAVE), ("last_day", Occasion.CONTRACT)):
            if occasion not in occasions:
                del self.fields[name]
        self.asked = [self[name] for name in self.fields if name != "seen"]
        self.groups: list[Group] = []
        self._rows: dict[str, str | tuple[str, int]] = {}
        for lot in lots:
            label = _("%(what)s (%(count)s) go to") % {"what": lot.work.words, "count": lot.count}
            code = lot.work.code
            self._add(code, code, label, receivers, required=True)
            names = [f"{code}-{row.pk}" for row in lot.rows] if 1 < lot.count <= ROWS_SHOWN else []
            for name, row in zip(names, lot.rows, strict=False):
                self._add(name, (code, row.pk), lot.work.label(row), receivers)
            first = ", ".join(lot.work.label(row) for row in lot.rows[:ROWS_NAMED])
            more = "" if lot.count <= ROWS_NAMED else " ..."
            self.groups.append(
                Group(
                    lot.work.words,
                    lot.count,
                    self[code],
                    [self[name] for name in names],
                    first + more,
                    any(self.data.get(name) for name in names),
                )
            )

    def _add(
        self, name: str, key: str | tuple[str, int], label: Text, receivers: Any, *, required: bool = False
    ) -> None:
        empty = None if required else _("as above")
        self._rows[name] = key
        self.fields[name] = forms.ModelChoiceField(
            receivers, label=label, required=required, empty_label=empty or "－"
        )

    @property
    def receivers(self) -> dict[str | tuple[str, int], Any]:
        """Who gets what."""
        return {key: self.cleaned_data[name] for name, key in self._rows.items() if self.cleaned_data[name]}


class _Transfer(Act):
    """The open work of one owner goes to others."""

    action = Action.WORK_TRANSFER
    verb = _("Transfer the work")
    done = _("The open work went to its new owners. Nothing is left without one.")
    intro = _("Everything moves in one step. What was done stays with whoever did it.")
    template = "transfers/transfer.html"
    occasions: list[Occasion]
    giver: Owner
    office: Office

    def receivers(self) -> Any:
        """Who can be given the work."""
        raise NotImplementedError

    def form(self, data: Any) -> forms.Form:
        """The open work by kind."""
        lots = open_work(self.giver, owner_kind(self.giver), self.today)
        self._form = TransferForm(
            data,
            occasions=self.occasions,
            lots=lots,
            receivers=self.receivers(),
            initial={"seen": lots.token, **self.initial()},
        )
        return self._form

    def initial(self) -> dict[str, Any]:
        """What is known of the occasion."""
        return {}

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Transfer it."""
        said = TransferData(
            office=self.office,
            occasion=data["occasion"],
            reason=data["reason"],
            seen=data["seen"],
            receivers=self._form.receivers,
            back_on=data.get("back_on"),
            last_day=data.get("last_day"),
        )
        services.transfer_work(actor, self.giver, said)

    def back(self) -> str:
        """The page of the office."""
        return reverse("directory:office", args=[self.office.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the office."""
        return [(self.back(), self.office.name)]

    def subtitle(self) -> str:
        """Whose work it is."""
        return str(self.giver)

    def staff(self) -> Any:
        """Who works in an office within reach."""
        offices = self.access.rows(self.action, Office.objects.order_by())
        held = current(self.today).filter(role__in=_OFFICE_ROLES, office__in=offices)
        return User.objects.filter(pk__in=held.order_by().values("user"), is_active=True).order_by("pk")


class TransferStaff(_Transfer):
    """A member of staff moves, or is on leave."""

    title = _("Transfer the work of a member of staff")
    intro = _(
        "Everything moves in one step. What was done stays with whoever did it. A leave is noted as an"
        " absence until the day before the return."
    )
    occasions = [Occasion.MOVE, Occasion.LEAVE]

    def find(self, code: str, pk: int, **_kwargs: Any) -> None:
        """Somebody who works or worked at an office within reach."""
        self.office = get_object_or_404(self.access.rows(self.action, Office.objects.all()), code=code)
        there = User.objects.filter(
            assignments__office=self.office, assignments__role__in=[role.value for role in _OFFICE_ROLES]
        )
        self.giver = get_object_or_404(there.distinct(), pk=pk)

    def receivers(self) -> Any:
        """Colleagues within reach."""
        return self.staff().exclude(pk=self.giver.pk).exclude(pk__in=away(self.today))

    def known(self) -> list[tuple[Text, Any]]:
        """When the person is absent."""
        rows = standing(self.today).filter(user=self.giver)
        days = [f"{formats.day(row.first_day)} – {formats.day(row.last_day)}" for row in rows]
        return [(_("Absent"), "\n".join(days))] if days else []

    def initial(self) -> dict[str, Any]:
        """A leave until the end of the absence that lasts today."""
        last_day = User.objects.annotate(last=away_until(self.today)).get(pk=self.giver.pk).last
        if last_day is None:
            return {}
        return {"occasion": Occasion.LEAVE, "back_on": last_day + timedelta(days=1)}


class TransferExpert(_Transfer):
    """An expert is on leave, or the contract ends."""

    title = _("Transfer the work of an expert")
    occasions = [Occasion.CONTRACT, Occasion.LEAVE, Occasion.MOVE]

    def find(self, code: str, **_kwargs: Any) -> None:
        """An expert of an office within reach."""
        experts = Expert.objects.select_related("office")
        self.giver = get_object_or_404(self.access.rows(self.action, experts), code=code)
        self.office = self.giver.office

    def initial(self) -> dict[str, Any]:
        """A leave until the end of the absence that the address names."""
        asked = self.request.GET.get("absence", "")
        rows = self.giver.absences.filter(taken_back_at__isnull=True, last_day__gte=self.today)
        absence = rows.filter(pk=asked).first() if asked.isdecimal() else None
        if absence is None:
            return {}
        return {
            "occasion": Occasion.LEAVE,
            "back_on": absence.last_day + timedelta(days=1),
            "reason": absence.get_reason_display(),
        }

    def receivers(self) -> Any:
        """Experts under contract, of any office."""
        free = Expert.objects.exclude(contract_to__lt=self.today).exclude(pk=self.giver.pk)
        return free.order_by("name_kana", "pk")


class TransferOffice(_Transfer):
    """An office is merged with others, or closed."""

    title = _("Merge or close an office")
    occasions = [Occasion.OFFICE]

    def find(self, code: str, **_kwargs: Any) -> None:
        """An office within reach that is not closed."""
        offices = in_use(Office.objects.all(), self.today)
        self.giver = self.office = get_object_or_404(self.access.rows(self.action, offices), code=code)

    def receivers(self) -> Any:
        """Every other office."""
        return in_use(Office.objects.exclude(pk=self.giver.pk), self.today).order_by("position", "code")
