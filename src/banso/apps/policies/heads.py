"""What stands around every page of one version: its state, facts, what may be done, tables, versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.policies import selectors
from banso.apps.policies.checking import counts
from banso.apps.policies.grids import Sheet, sheets
from banso.apps.policies.models import PolicyVersion, State, Status, status_on
from banso.apps.policies.notation import say
from banso.web import formats

#: The mark of a status.
MARKS = {
    Status.DRAFT: "part",
    Status.CHECKED: "part",
    Status.APPROVED: "ok",
    Status.SCHEDULED: "now",
    Status.IN_FORCE: "now",
    Status.ENDED: "dash",
    Status.DISCARDED: "dash",
}
_SHIPPED = gettext_lazy("as shipped")


@dataclass(frozen=True)
class Step:
    """One step of a version's life."""

    words: str
    current: bool


@dataclass(frozen=True)
class Deed:
    """Something that may be done with a version: a link, or a disabled button that says why not."""

    address: str
    words: Any
    main: bool = False
    not_now: str = ""


@dataclass(frozen=True)
class TableLink:
    """A table in the tree."""

    name: str
    title: str
    address: str
    faults: int


class Head:
    """A version for the frame of its pages."""

    def __init__(self, version: PolicyVersion, access: Access, table: str = "") -> None:
        """``table`` is the table that the page shows, if it shows one."""
        self.version, self.access, self.table = version, access, table
        self.today: date = access.today
        self.status = status_on(version, self.today)
        self.may_edit = access.allows(Action.POLICY_EDIT, version)
        self.may_approve = access.allows(Action.POLICY_APPROVE, version)
        self.editing = self.may_edit and version.state == State.DRAFT
        self.may_list = access.can(Action.RECORD_LIST)
        self.in_force = selectors.version_in_force(version.family.code, self.today)
        self.sheets: dict[str, Sheet] = sheets(version.files)
        self._counts = counts(version.files)

    @cached_property
    def other(self) -> PolicyVersion | None:
        """The version to compare with: that in force, or of that itself the one before it."""
        if self.in_force is not None and self.in_force.pk != self.version.pk:
            return self.in_force
        before = selectors.published(self.version.family.code).exclude(pk=self.version.pk)
        if self.version.in_force_from:
            before = before.filter(in_force_from__lt=self.version.in_force_from)
        return before.first() or self.version.based_on

    @property
    def faults(self) -> int:
        """How many faults the check finds."""
        return sum(self._counts.values())

    @property
    def mark(self) -> str:
        """The mark of the status."""
        return MARKS[self.status]

    @property
    def steps(self) -> list[Step]:
        """Draft, check, approval, in force, ended."""
        version, status = self.version, self.status
        begins = _("In force")
        if version.in_force_from:
            begins = _("In force from %(day)s") % {"day": formats.day(version.in_force_from)}
        ends = _("Ended")
        if version.in_force_to:
            ends = _("Last day %(day)s") % {"day": formats.day(version.in_force_to)}
        if status is Status.DISCARDED:
            return [Step(_("Draft"), False), Step(_("Discarded"), True)]
        return [
            Step(_("Draft %(edition)s") % {"edition": version.edition}, status is Status.DRAFT)
            if status is Status.DRAFT
            else Step(_("Draft"), False),
            Step(pgettext("policy", "Check"), status is Status.CHECKED),
            Step(_("Approval"), status in (Status.APPROVED, Status.SCHEDULED)),
            Step(begins, status is Status.IN_FORCE),
            Step(ends, status is Status.ENDED),
        ]

    @property
    def applies(self) -> str:
        """To whom the version applies."""
        version = self.version
        if version.in_force_from is None:
            return _("Not set: applications from the first day in force")
        if version.in_force_to:
            return _("Applications of %(first)s to %(last)s") % {
                "first": formats.day(version.in_force_from),
                "last": formats.day(version.in_force_to),
            }
        return _("Applications from %(day)s") % {"day": formats.day(version.in_force_from)}

    @property
    def author(self) -> str:
        """Who wrote it."""
        return self.version.author.name if self.version.author else str(_SHIPPED)

    @property
    def approver(self) -> str:
        """Who approved it, or that somebody else has to."""
        version = self.version
        if version.approver:
            return version.approver.name
        if version.state == State.PUBLISHED:
            return str(_SHIPPED)
        return _("Open: somebody who did not write in it")

    @property
    def deeds(self) -> list[Deed]:
        """What this person may do now, the main thing last."""
        version, state = self.version, self.version.state
        found = [Deed(self._to("workbook"), _("Save as XLSX"))]
        if self.may_edit:
            found.append(Deed(self._to("copy"), _("Copy")))
        if state == State.DRAFT and self.may_edit:
            found.append(Deed(self._to("upload"), _("Read in XLSX")))
            found.append(Deed(self._to("head"), _("Title and basis")))
            found.append(Deed(self._to("discard"), _("Discard")))
            stop = ""
            if self.faults:
                stop = _("It cannot be sent while the check finds faults.")
            found.append(Deed(self._to("send"), _("Send to approval"), main=not self.table, not_now=stop))
        if state in (State.CHECKED, State.APPROVED) and (self.may_edit or self.may_approve):
            found.append(Deed(self._to("return"), _("Return to draft")))
        if state == State.CHECKED and self.may_approve:
            wrote = version.author_id == self.access.user.pk or self._wrote
            stop = _("You wrote in this version: somebody else has to approve it.") if wrote else ""
            found.append(Deed(self._to("approve"), _("Approve"), main=True, not_now=stop))
        if state == State.APPROVED and self.may_approve:
            found.append(Deed(self._to("publish"), _("Publish"), main=True))
        if state == State.PUBLISHED and self.may_approve and version.in_force_to is None:
            found.append(Deed(self._to("end"), _("End the version")))
        return found

    @property
    def _wrote(self) -> bool:
        return self.version.editors.filter(pk=self.access.user.pk).exists()

    @property
    def tables(self) -> list[TableLink]:
        """The tables of the version with what the check finds in each."""
        return [
            TableLink(
                name, say(sheet.table.title), reverse("policies:table", args=[self.version.code, name]),
                self._counts.get(name, 0),
            )
            for name, sheet in self.sheets.items()
        ]  # fmt: skip

    @property
    def versions(self) -> list[tuple[PolicyVersion, Status]]:
        """The other versions of the family that are not discarded, the latest first."""
        rows = self.access.rows(Action.POLICY_VIEW, PolicyVersion.objects.filter(family=self.version.family))
        kept = rows.exclude(state=State.DISCARDED).defer("files").order_by("-in_force_from", "-id")
        found = list(kept[:20])
        return [(version, status_on(version, self.today)) for version in found]

    def _to(self, name: str) -> str:
        return reverse(f"policies:{name}", args=[self.version.code])
