"""The pages on which somebody does one thing to a version or family: each is a form for one service."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.journal.actor import Actor
from banso.apps.policies import selectors, services
from banso.apps.policies.forms import (
    CopyForm,
    EditionForm,
    EndForm,
    HeadForm,
    PublishForm,
    ReasonForm,
    StewardForm,
)
from banso.apps.policies.models import PolicyFamily, PolicySteward, PolicyVersion
from banso.apps.policies.reach import find
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text

Known = list[tuple[Any, Any]]


class OnVersion(Act):
    """Something done to one version."""

    version: PolicyVersion
    form_class: type[forms.Form] = EditionForm

    def find(self, code: str) -> None:
        """The version, within the reach of the action."""
        self.version = find(self.request, code, self.action)

    def form(self, data: Any) -> forms.Form:
        """The form, on the edition of now."""
        return self.form_class(data, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        """What the form says at first."""
        return {"edition": self.version.edition}

    def page(self, form: forms.Form) -> HttpResponse:
        """The page; after a refusal on the edition of now, so that what is sent again counts."""
        if form.is_bound and "edition" in form.fields:
            form.data = {**form.data.dict(), "edition": find(self.request, self.version.code).edition}
        return super().page(form)

    def back(self) -> str:
        """The page of the version."""
        return reverse("policies:version", args=[self.version.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the version."""
        return [(reverse("policies:version_list"), _("Policy")), (self.back(), self.version.title)]

    def subtitle(self) -> Text:
        """Which version it is."""
        return formats.joined(self.version.family.name, self.version.title)


class Copy(OnVersion):
    """Begin a draft from a version."""

    action = Action.POLICY_EDIT
    title, verb = gettext_lazy("Copy the version"), gettext_lazy("Copy")
    done = gettext_lazy("The draft is there. Edit its tables; the check runs while you type.")
    intro = gettext_lazy("A draft with the same tables. The version itself stays as it is.")
    form_class = CopyForm
    _made: PolicyVersion | None = None

    def initial(self) -> dict[str, Any]:
        """A code that is free, and titles that tell the copy from the version."""
        taken = set(PolicyVersion.objects.values_list("code", flat=True))
        stem = f"{self.version.family.code}_{self.today.year}"[:36]
        free = (name for number in range(1, len(taken) + 2) if (name := f"{stem}_{number}") not in taken)
        return {
            "code": next(free),
            "title_ja": f"{self.version.title_ja[:110]}（写し）",
            "title_en": f"{self.version.title_en[:110]} (copy)",
        }

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Copy it."""
        self._made = services.copy_version(actor, self.version, **data)

    def back(self) -> str:
        """The draft once it is made."""
        return reverse("policies:version", args=[(self._made or self.version).code])


class HeadEdit(OnVersion):
    """Change titles and legal basis of a draft."""

    action = Action.POLICY_EDIT
    title, verb, done = gettext_lazy("Title and basis"), gettext_lazy("Save"), gettext_lazy("Saved.")
    form_class = HeadForm

    def initial(self) -> dict[str, Any]:
        """What stands there."""
        version = self.version
        return {
            "edition": version.edition,
            "title_ja": version.title_ja,
            "title_en": version.title_en,
            "legal_basis_ja": version.legal_basis_ja,
            "legal_basis_en": version.legal_basis_en,
        }

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Write them."""
        services.save_head(actor, self.version, **data)


class Send(OnVersion):
    """Send a draft to approval."""

    action = Action.POLICY_EDIT
    title, verb = gettext_lazy("Send to approval"), gettext_lazy("Send it")
    done = gettext_lazy("The version waits for approval. It cannot be edited meanwhile.")
    intro = gettext_lazy(
        "Somebody who did not write in this version reads and approves it. Until then nobody edits it."
    )

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Send it."""
        services.send_to_approval(actor, self.version, data["edition"])


class Return(OnVersion):
    """Give a version back to its author."""

    action = Action.POLICY_VIEW
    title, verb = gettext_lazy("Return to draft"), gettext_lazy("Return it")
    done = gettext_lazy("The version is a draft again.")
    form_class = ReasonForm

    def find(self, code: str) -> None:
        """Those who edit and those who approve may return it."""
        found = find(self.request, code)
        edits = self.access.allows(Action.POLICY_EDIT, found)
        self.action = Action.POLICY_EDIT if edits else Action.POLICY_APPROVE
        super().find(code)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Return it."""
        services.return_to_draft(actor, self.version, data["edition"], data["reason"])


class Approve(OnVersion):
    """Approve a version."""

    action = Action.POLICY_APPROVE
    title, verb = gettext_lazy("Approve"), gettext_lazy("Approve")
    done = gettext_lazy("The version is approved. Publish it from a day on.")
    intro = gettext_lazy("You have read its tables and what they change, and wrote nothing in it yourself.")

    def known(self) -> Known:
        """Who wrote it, and what differs."""
        author = self.version.author
        return [(_("Author"), author.name if author else _("as shipped"))]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Approve it."""
        services.approve(actor, self.version, data["edition"])


class Publish(OnVersion):
    """Publish an approved version."""

    action = Action.POLICY_APPROVE
    title, verb = gettext_lazy("Publish"), gettext_lazy("Publish")
    done = gettext_lazy("The version is published and cannot be changed any more.")
    intro = gettext_lazy(
        "It judges applications from its first day on. The version in force ends the day before. "
        "What is open stays with the version of its own day."
    )
    form_class = PublishForm

    def initial(self) -> dict[str, Any]:
        """The day that the draft proposed."""
        return {"edition": self.version.edition, "in_force_from": self.version.in_force_from}

    def known(self) -> Known:
        """What is in force now."""
        present = selectors.version_in_force(self.version.family.code, self.today)
        return [(_("Version in force"), present.title if present else _("none"))]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Publish it."""
        services.publish(actor, self.version, **data)


class End(OnVersion):
    """Set the last day of a published version."""

    action = Action.POLICY_APPROVE
    title, verb, done = (
        gettext_lazy("End the version"),
        gettext_lazy("Set the last day"),
        gettext_lazy("The last day is set."),
    )
    intro = gettext_lazy("After its last day no version is in force until another one begins.")
    form_class = EndForm

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Set it."""
        services.end(actor, self.version, **data)


class Discard(OnVersion):
    """Throw away what was not published."""

    action = Action.POLICY_EDIT
    title, verb, done = (
        gettext_lazy("Discard"),
        gettext_lazy("Discard"),
        gettext_lazy("The version is discarded."),
    )
    intro = gettext_lazy("It can still be read, but no longer edited, approved or published.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Discard it."""
        services.discard(actor, self.version, data["edition"])

    def back(self) -> str:
        """The list."""
        return reverse("policies:version_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the version."""
        here = reverse("policies:version", args=[self.version.code])
        return [(self.back(), _("Policy")), (here, self.version.title)]


class _OnFamily(Act):
    """Something done to a family."""

    action = Action.POLICY_STEWARD
    family: PolicyFamily

    def back(self) -> str:
        """The rights of the family."""
        return reverse("policies:stewards", args=[self.family.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("policies:version_list"), _("Policy"))]

    def subtitle(self) -> Text:
        """Which family it is."""
        return self.family.name


class Stewards(_OnFamily):
    """Who may edit and who may approve the versions of a family, and a form to give a right."""

    title, verb, done = (
        gettext_lazy("Rights"),
        gettext_lazy("Give the right"),
        gettext_lazy("The right is given."),
    )
    template = "policies/stewards.html"

    def find(self, family: str) -> None:
        """The family."""
        rows = self.access.rows(self.action, PolicyFamily.objects.order_by("pk"))
        self.family = get_object_or_404(rows, code=family)

    def form(self, data: Any) -> forms.Form:
        """A person and a right."""
        return StewardForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Give it."""
        services.give_right(actor, self.family, data["user"], data["right"])

    def more(self) -> dict[str, Any]:
        """Who holds what today."""
        return {"family": self.family, "stewards": selectors.stewards_on(self.family, self.today)}


class EndRight(_OnFamily):
    """End somebody's right."""

    title, verb, done = (
        gettext_lazy("End the right"),
        gettext_lazy("End it"),
        gettext_lazy("The right has ended."),
    )

    def find(self, family: str, pk: int) -> None:
        """The family and the right."""
        rows = self.access.rows(self.action, PolicyFamily.objects.order_by("pk"))
        self.family = get_object_or_404(rows, code=family)
        self.steward: PolicySteward = get_object_or_404(self.family.stewards.select_related("user"), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def known(self) -> Known:
        """Whose right, and which."""
        return [(_("Person"), self.steward.user.name), (_("Right"), self.steward.get_right_display())]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end_right(actor, self.steward)
