"""What the acts on a consultation, a need or a proposal share."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.intake.models import Consultation, Need, Proposal
from banso.apps.intake.selectors import proposals_with_receiver
from banso.apps.journal.selectors import last_number
from banso.web import forms
from banso.web.acts import Act, Text
from banso.web.formats import joined


class OnConsultation(Act):
    """Something done to one consultation."""

    consultation: Consultation

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The consultation, within the reach of the action."""
        rows = self.access.rows(self.action, Consultation.objects.select_related("firm", "office", "market"))
        self.consultation = get_object_or_404(rows, ref=ref)

    def back(self) -> str:
        """The page of the consultation."""
        return reverse("intake:consultation", args=[self.consultation.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the consultation."""
        return [
            (reverse("intake:consultation_list"), _("Consultations")),
            (reverse("intake:consultation", args=[self.consultation.ref]), self.consultation.ref),
        ]

    def subtitle(self) -> Text:
        """Whose question it is."""
        return joined(self.consultation.firm.name, self.consultation.title)

    def known(self) -> list[tuple[Text, Any]]:
        """The question itself."""
        return [(_("What the firm asks"), self.consultation.body)]


class OnNeed(OnConsultation):
    """Something done to one need."""

    need: Need

    def find(self, ref: str, pk: int = 0, **_kwargs: Any) -> None:
        """The need of the consultation."""
        super().find(ref)
        needs = Need.objects.select_related("subject", "market", "language", "consultation")
        self.need = get_object_or_404(needs, pk=pk, consultation=self.consultation)

    def back(self) -> str:
        """The need on the page of the consultation."""
        return f"{super().back()}#need-{self.need.pk}"

    def known(self) -> list[tuple[Text, Any]]:
        """The need, and the question it was taken out of."""
        need = joined(self.need.subject.name, self.need.market, self.need.description)
        return [(_("Need"), need), *super().known()]


class WithSeen(OnNeed):
    """An act that is refused when somebody else changed the consultation after the page was read."""

    def fields(self, data: Any) -> forms.Form:
        """The form without what was seen."""
        raise NotImplementedError

    def form(self, data: Any) -> forms.Form:
        """The form with what was seen."""
        form = self.fields(data)
        form.fields["seen"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=self._newest()
        )
        return form

    def page(self, form: forms.Form) -> HttpResponse:
        """Once the change was shown, the next try is not refused for it any more."""
        if form.is_bound:
            form.data = form.data.copy()
            form.data["seen"] = str(self._newest())
        return super().page(form)

    def _newest(self) -> int:
        return last_number(("consultation", self.consultation.ref))


class OnProposalOfOffice(OnNeed):
    """Something the office does to a proposal that it sent."""

    proposal: Proposal

    def find(self, ref: str, pk: int = 0, **_kwargs: Any) -> None:
        """The proposal of the consultation."""
        OnConsultation.find(self, ref)
        rows = proposals_with_receiver().select_related(
            "need__subject", "need__market", "need__consultation__firm"
        )
        self.proposal = get_object_or_404(rows, pk=pk, need__consultation=self.consultation)
        self.need = self.proposal.need

    def known(self) -> list[tuple[Text, Any]]:
        """Whom it was sent to, and what is needed."""
        to = joined(self.proposal.get_receiver_display(), self.proposal.to)
        return [(_("Receiver"), to), *super().known()]
