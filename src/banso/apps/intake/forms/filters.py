"""The filters over the lists of this room."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.directory.models import Office
from banso.apps.directory.selectors import firms_found
from banso.apps.intake import selectors
from banso.apps.intake.clocks import HAND_OVER, NUDGE
from banso.apps.intake.models import Channel, Consultation, Proposal, ProposalState
from banso.web import forms


class ConsultationFilter(forms.FilterForm):
    """Filters over consultations. ``for_page`` gives it the person and the day."""

    user: User
    day: date

    q = forms.CharField(label=_("Firm, reference or words"), max_length=60)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("waiting", _("Without an answer")),
            ("silent", _("No reply yet, late")),
            ("ours", _("Without reply, handed to the office")),
            ("answered", _("Answered")),
            ("abandoned", _("Abandoned")),
        ],
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=[("", _("All")), *Channel.choices])
    mine = forms.BooleanField(label=_("Mine"))

    @classmethod
    def for_page(cls, user: User, day: date) -> type[ConsultationFilter]:
        """The filters as one person sees them on a day."""
        return type(cls.__name__, (cls,), {"user": user, "day": day})

    def filter_q(self, rows: QuerySet[Consultation], value: str) -> QuerySet[Consultation]:
        """By the firm's name, kana or number, the reference, or words of the title."""
        firms = firms_found(value).order_by().values("pk")
        return rows.filter(Q(firm__in=firms) | Q(ref__iexact=value) | Q(title__icontains=value))

    def filter_state(self, rows: QuerySet[Consultation], value: str) -> QuerySet[Consultation]:
        """Those in one of the states that a consultation's needs give it."""
        found = {
            "waiting": selectors.consultations_waiting,
            "answered": selectors.consultations_answered,
            "abandoned": selectors.consultations_abandoned,
            "silent": partial(self._silent, step=NUDGE),
            "ours": partial(self._silent, step=HAND_OVER),
        }
        return rows.filter(pk__in=found[value](Consultation.objects.all()).order_by().values("pk"))

    def _silent(self, rows: QuerySet[Consultation], step: int) -> QuerySet[Consultation]:
        limits = selectors.silence_limits(self.day)
        return selectors.consultations_silent(rows, self.day, limits, step)

    def filter_mine(self, rows: QuerySet[Consultation], value: bool) -> QuerySet[Consultation]:
        """What the person wrote down, took needs out of, or was asked about."""
        return selectors.consultations_of(rows, self.user)


class ConsultationFilterWithOffice(ConsultationFilter):
    """The same, for those who see several offices."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    lookups = {"office": "office"}


class ReceivedFilter(forms.FilterForm):
    """Filters over what somebody received."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *ProposalState.choices])
    mine = forms.BooleanField(label=_("Mine"))

    user: User

    @classmethod
    def for_page(cls, user: User) -> type[ReceivedFilter]:
        """The filters as one person sees them."""
        return type(cls.__name__, (cls,), {"user": user})

    def filter_mine(self, rows: QuerySet[Proposal], value: bool) -> QuerySet[Proposal]:
        """Sent to the person by name."""
        return rows.filter(Q(staff=self.user) | Q(expert__user=self.user))
