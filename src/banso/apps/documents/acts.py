"""Pages on which something about documents is written."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.directory.models import Firm
from banso.apps.documents import selectors, services
from banso.apps.documents.forms import ChangeForm, RemoveForm, ReplaceForm, UploadForm
from banso.apps.documents.models import Document, SubjectKind
from banso.apps.documents.subjects import subject_of
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Act


class UploadDocuments(Act):
    """Give files to one record."""

    action = Action.DOCUMENT_UPLOAD
    title = gettext_lazy("Upload documents")
    verb = gettext_lazy("Upload")
    done = gettext_lazy("The documents were stored.")

    def find(self, **kwargs: Any) -> None:
        """The record, within reach."""
        self.kind, self.ref = kwargs["kind"], kwargs["ref"]
        found = selectors.record_of(self.access, self.action, self.kind, self.ref)
        subject = subject_of(self.kind)
        if found is None or subject is None:
            raise Http404
        self.firm = found if isinstance(found, Firm) else found.firm
        self.address = subject.address(self.ref)

    def form(self, data: Any) -> forms.Form:
        """The form; outside the office nobody settles who sees a document."""
        staff = self.access.can(Action.DOCUMENT_CHANGE)
        own = Role.FIRM_MEMBER in self.access.roles
        return UploadForm(data, self.request.FILES if data is not None else None, staff=staff, own=own)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store all files, or none."""
        several = len(data["files"]) > 1
        services.upload_all(
            actor,
            [
                services.Upload(
                    firm=self.firm,
                    subject_kind=SubjectKind(self.kind),
                    subject_ref=self.ref,
                    kind=data["kind"],
                    name=file.name,
                    content=file,
                    title="" if several else data["title"],
                    visible_to_firm=data.get("visible_to_firm", False),
                    visible_to_expert=data.get("visible_to_expert", actor.role == Role.EXPERT),
                )
                for file in data["files"]
            ],
        )

    def back(self) -> str:
        """The page of the record."""
        return self.address

    def crumbs(self) -> list[tuple[str, Any]]:
        """The record."""
        return [(self.address, f"{SubjectKind(self.kind).label} {self.ref}")]

    def subtitle(self) -> str:
        """The firm."""
        return self.firm.name


class _DocumentAct(Act):
    """Something done to one document."""

    document: Document

    def find(self, **kwargs: Any) -> None:
        """The document, within reach."""
        rows = selectors.reachable(self.access, self.action).select_related("firm")
        self.document = get_object_or_404(rows, ref=kwargs["ref"])

    def back(self) -> str:
        """The page of the record that the document belongs to."""
        return selectors.address_of(self.document)

    def crumbs(self) -> list[tuple[str, Any]]:
        """The record."""
        label = SubjectKind(self.document.subject_kind).label
        return [(self.back(), f"{label} {self.document.subject_ref}")]

    def subtitle(self) -> str:
        """The document's title."""
        return self.document.title


class ChangeDocument(_DocumentAct):
    """Change what a document is called and who sees it."""

    action = Action.DOCUMENT_CHANGE
    title = gettext_lazy("Change a document")
    verb = gettext_lazy("Store")
    done = gettext_lazy("The document was stored.")

    def form(self, data: Any) -> forms.Form:
        """The form, filled in."""
        names = ("kind", "title", "visible_to_firm", "visible_to_expert")
        return ChangeForm(data, initial={name: getattr(self.document, name) for name in names})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store what it is."""
        services.change(actor, self.document, data)


class ReplaceDocument(_DocumentAct):
    """A newer file in the place of a document; the older one stays behind it."""

    action = Action.DOCUMENT_CHANGE
    title = gettext_lazy("Replace a document by a newer one")
    verb = gettext_lazy("Replace")
    done = gettext_lazy("The newer document was stored.")

    def form(self, data: Any) -> forms.Form:
        """One file."""
        return ReplaceForm(data, self.request.FILES if data is not None else None)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store the newer file with the title and the readers of the older."""
        old = self.document
        services.upload(
            actor,
            services.Upload(
                firm=old.firm,
                subject_kind=SubjectKind(old.subject_kind),
                subject_ref=old.subject_ref,
                kind=old.kind,
                name=data["files"].name,
                content=data["files"],
                title=old.title,
                visible_to_firm=old.visible_to_firm,
                visible_to_expert=old.visible_to_expert,
                supersedes=old,
            ),
        )


class RemoveDocument(_DocumentAct):
    """Take a document away, after asking why."""

    action = Action.DOCUMENT_REMOVE
    title = gettext_lazy("Remove a document")
    verb = pgettext_lazy("document", "Remove")
    done = gettext_lazy("The document was removed.")
    intro = gettext_lazy("The file is thrown away some weeks later. That there was a document stays.")

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return RemoveForm(data)

    def known(self) -> list[tuple[Any, Any]]:
        """Which document it is."""
        return [
            (pgettext("document", "Title"), self.document.title),
            (_("File"), self.document.original_name),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Remove it."""
        services.remove(actor, self.document, data["reason"])
