"""The forms of this room. What is allowed is checked by the services; a form only reads what was typed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

from django.db.models import Case as When
from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.db.models import When as Then
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from banso.apps.casework import selectors
from banso.apps.casework.follow_up import FollowUpStatus
from banso.apps.casework.models import (
    ActivityKind,
    Case,
    CaseState,
    FollowUp,
)
from banso.apps.casework.services.ending import OUTCOMES
from banso.apps.directory.models import Expert, Office
from banso.apps.journal.actor import ZONE
from banso.apps.programmes.models import Service
from banso.web import forms


class OnceForm(forms.Form):
    """A form with a number of its own: sent twice, it is stored once."""

    entry = forms.CharField(widget=forms.HiddenInput, initial=uuid4)


class ActivityForm(OnceForm):
    """Hours and advice."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ActivityKind.choices, widget=forms.RadioSelect)
    done_on = forms.DateField(label=_("Day"))
    hours = forms.DecimalField(
        label=_("Hours"), unit=_("hours"), help_text=_("In quarters, for example 1.25.")
    )
    travel_yen = forms.MoneyField(
        label=_("Cost of travelling"),
        required=False,
        help_text=_("What travelling cost. Leave empty when it is not known; the cost of a visit needs it."),
    )
    advice = forms.CharField(
        label=_("Advice and result"), max_length=2000, widget=forms.Textarea({"rows": 5})
    )


class ExpertChoice(forms.ModelChoiceField):
    """Experts with their office and how many cases they have in hand."""

    def label_from_instance(self, obj: Expert) -> str:
        """Name, office and cases in hand."""
        in_hand = ngettext("%(count)s case in hand", "%(count)s cases in hand", obj.in_hand) % {
            "count": obj.in_hand
        }
        return _("%(name)s (%(office)s, %(in_hand)s)") % {
            "name": obj.name,
            "office": obj.office.name,
            "in_hand": in_hand,
        }


class ExpertForm(forms.Form):
    """Who is put in charge."""

    expert = ExpertChoice(
        Expert.objects.none(),
        label=_("Expert"),
        help_text=_("Experts under contract; those of the case's office come first."),
    )

    def __init__(self, *args: Any, case: Case, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = (
            Expert.objects.filter(contract_from__lte=day)
            .filter(Q(contract_to__isnull=True) | Q(contract_to__gte=day))
            .exclude(pk=case.expert_id)
            .select_related("office")
            .annotate(
                in_hand=Count("cases", filter=~Q(cases__state=CaseState.ENDED)),
                elsewhere=When(
                    Then(office=case.office_id, then=Value(0)), default=Value(1), output_field=IntegerField()
                ),
            )
            .order_by("elsewhere", "in_hand", "code")
        )


class EndForm(forms.Form):
    """The end of support."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=[(outcome.value, outcome.label) for outcome in OUTCOMES],
        widget=forms.RadioSelect,
    )
    ended_on = forms.DateField(label=_("Last day of support"))
    note = forms.CharField(label=_("Why it ends so"), max_length=2000, widget=forms.Textarea({"rows": 4}))
    sure = forms.BooleanField(label=_("I have checked this: an end cannot be taken back."))


class CaseFilter(forms.FilterForm):
    """The filters over cases."""

    service = forms.ModelChoiceField(
        Service.objects.order_by("programme__position", "position", "code"), label=_("Service")
    )
    state = forms.ChoiceField(label=_("State"), choices=[("", _("All")), *CaseState.choices])
    contact = forms.ChoiceField(
        label=_("Contact"), choices=[("", _("All")), ("silent", _("Silent for too long"))]
    )

    def filter_contact(self, queryset: QuerySet[Case], _value: str) -> QuerySet[Case]:
        """Those under support that have been silent for too long."""
        silent = selectors.silent_cases(Case.objects.all(), timezone.now().astimezone(ZONE).date())
        return queryset.filter(pk__in=silent.order_by().values("pk"))


class CaseFilterWithOffice(CaseFilter):
    """With the office, for those who see more than one."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    field_order = ("office", "service", "state", "contact")


class FollowUpFilter(forms.FilterForm):
    """The filters over follow-ups; without one the list shows what is to be done."""

    TO_DO, NO_CONTACT, ALL = "to_do", "no_contact", "all"

    status = forms.ChoiceField(
        label=_("Status"),
        choices=[
            (TO_DO, _("To do (due or overdue)")),
            (NO_CONTACT, _("Nobody to write to")),
            *FollowUpStatus.choices,
            (ALL, _("All")),
        ],
    )
    service = forms.ModelChoiceField(
        Service.objects.order_by("programme__position", "position", "code"), label=_("Service")
    )

    def filter_status(self, queryset: QuerySet[FollowUp], status: str) -> QuerySet[FollowUp]:
        """Those of a status today."""
        today = timezone.now().astimezone(ZONE).date()
        if status == self.ALL:
            return queryset
        if status == self.TO_DO:
            return queryset.filter(pk__in=selectors.follow_ups_to_do(queryset, today).order_by().values("pk"))
        if status == self.NO_CONTACT:
            return queryset.filter(done_on__isnull=True, no_contact_on__isnull=False)
        found = selectors.follow_ups_by_status(queryset, status, today)
        return found.order_by()

    lookups = {"service": "case__service", "office": "case__office"}


class FollowUpFilterWithOffice(FollowUpFilter):
    """With the office, for those who see more than one."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    field_order = ("status", "office", "service")
