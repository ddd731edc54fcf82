"""The forms of the one-stop programme. What is allowed is checked by the services."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import Access
from banso.apps.base import Refused, in_use
from banso.apps.directory.models import Firm, PartnerBody, TradingCompany
from banso.apps.directory.selectors import firm_meant
from banso.apps.new_exporters import selectors
from banso.apps.new_exporters.models import CloseReason, ComponentKind, Readiness, Registration
from banso.web import forms


class RegisterForm(forms.Form):
    """A firm that is known already enters the programme."""

    firm = forms.CharField(
        label=_("Firm"), max_length=120, help_text=_("Its name, its reference or its corporate number.")
    )
    readiness = forms.ModelChoiceField(
        Readiness.objects.none(), label=_("Readiness"), widget=forms.RadioSelect, empty_label=None
    )
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For example: asked by a buyer at a trade fair, price list in English ready."),
    )
    agreed = forms.BooleanField(
        label=_("The firm agrees that the bodies taking part share this record"),
        required=False,
        help_text=_("Without it nothing can be handed to another body."),
    )

    def __init__(self, *args: Any, day: date, firms: QuerySet[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._firms = firms
        self.fields["readiness"].queryset = in_use(Readiness.objects.order_by("position", "code"), day)

    def clean_firm(self) -> Firm:
        """The firm within reach that is meant."""
        try:
            return firm_meant(self._firms, self.cleaned_data["firm"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class ReadinessForm(forms.Form):
    """How near the firm is to exporting now."""

    readiness = forms.ModelChoiceField(
        Readiness.objects.none(), label=_("Readiness"), widget=forms.RadioSelect, empty_label=None
    )
    since = forms.DateField(label=_("Since"))
    evidence = forms.CharField(label=_("What shows it"), max_length=300, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readiness"].queryset = in_use(Readiness.objects.order_by("position", "code"), day)


class ConsentForm(forms.Form):
    """Whether the firm agrees to sharing."""

    agreed = forms.BooleanField(
        label=_("The firm agrees that the bodies taking part share this record"), required=False
    )


class CloseForm(forms.Form):
    """Why a registration is closed."""

    reason = forms.ModelChoiceField(
        CloseReason.objects.none(), label=_("Reason"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = in_use(CloseReason.objects.order_by("position", "code"), day)


class PartForm(forms.Form):
    """A part to plan."""

    kind = forms.ModelChoiceField(
        ComponentKind.objects.none(), label=_("Part"), widget=forms.RadioSelect, empty_label=None
    )
    title = forms.CharField(label=_("What it is about"), max_length=120)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = in_use(ComponentKind.objects.order_by("position", "code"), day)


class StepForm(forms.Form):
    """What is said with a step; only what the step needs is asked."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    amount_yen = forms.MoneyField(label=_("Amount (yen)"), required=False)
    trading_company = forms.ModelChoiceField(
        TradingCompany.objects.none(), label=_("Trading company"), required=False
    )
    note = forms.CharField(
        label=_("What came of it, or why"), max_length=400, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, day: date, needs: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "has_amount" not in needs:
            del self.fields["amount_yen"]
        if "has_company" in needs:
            companies = TradingCompany.objects.order_by("position", "code")
            self.fields["trading_company"].queryset = in_use(companies, day)
        else:
            del self.fields["trading_company"]


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=_("To whom"))
    reason = forms.CharField(
        label=_("Why it is handed over"), max_length=400, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", _("Choose")), *choices]


class HandBackForm(forms.Form):
    """Why it is handed back."""

    answer = forms.CharField(label=_("Why you return it"), max_length=400, widget=forms.Textarea({"rows": 3}))


class RegistrationFilter(forms.FilterForm):
    """Filters over registrations."""

    q = forms.CharField(label=_("Firm or reference"), max_length=60)
    readiness = forms.ModelChoiceField(Readiness.objects.order_by("position", "code"), label=_("Readiness"))
    body = forms.ModelChoiceField(PartnerBody.objects.order_by("position", "code"), label=_("Registered by"))
    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("open", _("Still open")),
            ("offered", _("A hand-over waits")),
            ("to_answer", _("A hand-over waits for us")),
            ("closed", _("Closed")),
        ],
    )
    lookups = {"readiness": "readiness", "body": "body"}

    access: Access

    @classmethod
    def for_page(cls, access: Access) -> type[RegistrationFilter]:
        """The filters as one person sees them."""
        return type(cls.__name__, (cls,), {"access": access})

    def filter_q(self, rows: QuerySet[Registration], value: str) -> QuerySet[Registration]:
        """By the firm's name or kana, or the reference."""
        return rows.filter(
            Q(firm__name__icontains=value) | Q(firm__name_kana__icontains=value) | Q(ref__iexact=value)
        )

    def filter_state(self, rows: QuerySet[Registration], value: str) -> QuerySet[Registration]:
        """Open, with a hand-over that waits for anybody or for those for whom one acts, or closed."""
        if value == "to_answer":
            return rows.filter(pk__in=selectors.to_answer(self.access).order_by().values("registration"))
        if value == "offered":
            return rows.filter(pk__in=rows.order_by().filter(hand_overs__state="waiting").values("pk"))
        return rows.filter(closed_on__isnull=value == "open")
