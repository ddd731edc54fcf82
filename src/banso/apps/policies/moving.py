"""Move one record to another version than that of the day it applied, with the difference shown before."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.policies import selectors, services
from banso.apps.policies.acts import OnVersion
from banso.apps.policies.forms import MoveForm
from banso.apps.policies.notation import named
from banso.apps.policies.trying import case_by_ref
from banso.web import formats
from banso.web.acts import Text


class Move(OnVersion):
    """Let a published version judge one application or case from now on."""

    action = Action.POLICY_MIGRATE
    title, verb = gettext_lazy("Move to this version"), gettext_lazy("Move")
    done = gettext_lazy("The record is moved. From now on this version judges it.")
    intro = gettext_lazy(
        "A record stays with the version of the day it applied. Moving it is written into its record with "
        "the reason and the difference below; what was determined stays as it is."
    )
    form_class = MoveForm

    def find(self, code: str, ref: str) -> None:  # type: ignore[override]
        """The version, within the reach of the right to it, and the record."""
        super().find(code)
        found = case_by_ref(self.access, ref)
        if found is None:
            raise Http404
        self.subject, self.case = found

    def initial(self) -> dict[str, Any]:
        """Nothing: a published version has no editions to come."""
        return {}

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Move it."""
        services.migrate(actor, self.subject.kind, self.case.ref, self.version, data["reason"])

    def back(self) -> str:
        """The record."""
        return self.subject.address(self.case.ref)

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the version."""
        here = reverse("policies:version", args=[self.version.code])
        return [(reverse("policies:version_list"), _("Policy")), (here, self.version.title)]

    def subtitle(self) -> Text:
        """Which record it is."""
        return formats.joined(self.subject.words, self.case.ref)

    def known(self) -> list[tuple[Any, Any]]:
        """Which version judges now, and what would be different."""
        found = services.difference_if_moved(self.subject, self.case, self.version)
        before = found.before
        known = [
            (_("Judged now by"), before.title if before else _("none")),
            (_("To be judged by"), self.version.title),
        ]
        words = named(selectors.policy_of(self.version))
        for name, (was, now) in found.changed.items():
            column = words[name]
            known.append((column.title, f"{column.value(was)} → {column.value(now)}"))
        if not found.changed:
            known.append((_("Difference"), _("none")))
        return known
