"""The pages on which staff say that a document proves an EC record, and take that back."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.casework import services
from banso.apps.casework.models import ECProof, ProvenRecord
from banso.apps.directory.models import Firm
from banso.apps.documents.models import Document, ScanState
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Text


class ProofForm(forms.Form):
    """Which document, what it shows, and since when."""

    document = forms.ModelChoiceField(
        Document.objects.none(),
        label=_("Document"),
        help_text=_("A document of the firm, for example a page of its shop or a statement of a site."),
    )
    kind = forms.ChoiceField(label=_("What it shows"), choices=ProvenRecord.choices, widget=forms.RadioSelect)
    since = forms.DateField(label=_("First sale shown"))

    def __init__(self, data: Any, *, firm: Firm) -> None:
        super().__init__(data)
        rows = Document.objects.filter(firm=firm, deleted_at__isnull=True, superseded_by__isnull=True)
        self.fields["document"].queryset = rows.exclude(  # type: ignore[attr-defined]
            scan_state__in=[ScanState.INFECTED, ScanState.FAILED]
        ).order_by("-uploaded_at", "-pk")


class _OnFirm(Act):
    action = Action.EC_RECORD_PROVE
    firm: Firm

    def back(self) -> str:
        """The page of the firm."""
        return reverse("directory:firm", args=[self.firm.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the firm."""
        return [(reverse("directory:firm_list"), _("Firms")), (self.back(), self.firm.ref)]

    def subtitle(self) -> Text:
        """Whose record it is."""
        return self.firm.name


class AcceptProof(_OnFirm):
    """Say that a document shows EC sales."""

    title, verb, done = _("Proof of an EC record"), _("Store"), _("The proof is stored.")
    intro = _("Look at the document first. From today on, places are judged by what it shows.")

    def find(self, *, ref: str) -> None:
        """The firm within reach."""
        self.firm = get_object_or_404(self.access.rows(self.action, Firm.objects.all()), ref=ref)

    def known(self) -> list[tuple[Text, Any]]:
        """What the firm says itself."""
        return [(_("The firm's own word"), self.firm.get_ec_record_display())]

    def form(self, data: Any) -> forms.Form:
        """The documents of the firm."""
        return ProofForm(data, firm=self.firm)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.accept_ec_proof(actor, self.firm, **data)


class WithdrawForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class WithdrawProof(_OnFirm):
    """Take a proof back."""

    title, verb, done = _("Withdraw a proof"), _("Withdraw the proof"), _("The proof is withdrawn.")
    intro = _("It counts no longer from today on. What was decided by it stays decided.")
    proof: ECProof

    def find(self, *, pk: int) -> None:
        """The proof within reach."""
        rows = self.access.rows(self.action, ECProof.objects.select_related("firm", "document"))
        self.proof = get_object_or_404(rows, pk=pk)
        self.firm = self.proof.firm

    def known(self) -> list[tuple[Text, Any]]:
        """What it showed."""
        return [
            (_("Document"), formats.joined(self.proof.document.ref, self.proof.document.title)),
            (_("What it shows"), self.proof.get_kind_display()),
            (_("First sale shown"), formats.day(self.proof.since)),
            (_("Looked at on"), formats.day(self.proof.looked_on)),
        ]

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return WithdrawForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Withdraw it."""
        services.withdraw_ec_proof(actor, self.proof, data["reason"])
