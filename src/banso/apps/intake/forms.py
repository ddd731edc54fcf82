"""The forms of the consultation window. What is allowed is checked by the services."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.base import CodedModel, Refused, in_use
from banso.apps.directory.models import Expert, Firm, Market, Office
from banso.apps.directory.selectors import firm_meant
from banso.apps.intake import selectors
from banso.apps.intake.models import Channel, Consultation, RefusalReason, Subject
from banso.web import forms
from banso.web.formats import joined, language

#: What a firm asks on the web it writes down itself.
BY_STAFF = [(channel.value, channel.label) for channel in Channel if channel != Channel.WEB]


class QuestionForm(forms.Form):
    """A firm asks."""

    title = forms.CharField(
        label=_("In short"), max_length=80, help_text=_("One line, for example: labels for tea in Germany")
    )
    body = forms.CharField(
        label=_("What would you like to know?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("In your own words. What you sell, to where, and what holds you up."),
    )
    market = forms.ModelChoiceField(
        Market.objects.none(), label=_("Country or region"), required=False, help_text=_("If it is settled.")
    )
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["market"].queryset = in_use(Market.objects.order_by("position", "code"), day)
        self.fields["office"].queryset = in_use(Office.objects.order_by("position", "code"), day)


class QuestionOnBehalfForm(QuestionForm):
    """Staff or a partner body write down what a firm asked."""

    firm = forms.CharField(
        label=_("Firm"), max_length=120, help_text=_("Its name, its reference or its corporate number.")
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=BY_STAFF, widget=forms.RadioSelect)

    field_order = ("firm", "channel", "title", "body", "market", "office")

    def __init__(self, *args: Any, firms: QuerySet[Firm], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._firms = firms
        self.fields["body"].label = _("What the firm asks")
        self.fields["body"].help_text = _("In the firm's own words.")

    def clean_firm(self) -> Firm:
        """The firm within reach that is meant."""
        try:
            return firm_meant(self._firms, self.cleaned_data["firm"])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class NeedForm(forms.Form):
    """One need."""

    subject = forms.ModelChoiceField(Subject.objects.none(), label=_("Subject of the need"))
    description = forms.CharField(
        label=_("What is needed"), max_length=400, widget=forms.Textarea({"rows": 3})
    )
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["subject"].queryset = in_use(Subject.objects.order_by("position", "code"), day)
        self.fields["market"].queryset = in_use(Market.objects.order_by("position", "code"), day)


class AnswerForm(forms.Form):
    """An answer that the firm reads."""

    answer = forms.CharField(
        label=_("Answer to the firm"),
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("The firm reads this as it stands."),
    )


class _ExpertChoice(forms.ModelChoiceField):
    """Experts with what they can do."""

    def label_from_instance(self, obj: Expert) -> SafeString:
        """Name, office, subjects, markets, languages, hours."""
        return format_html(
            '<b>{}</b>　{}<span class="l2">{}</span><span class="l2">{}</span>',
            obj.name,
            joined(obj.office.name, _("%(hours)s hours a month") % {"hours": obj.monthly_hours}),
            _("Subjects: %(names)s") % {"names": _names(obj.subjects.all())},
            joined(
                _("Markets: %(names)s") % {"names": _names(obj.markets.all())},
                _("Languages: %(names)s") % {"names": _names(obj.languages.all())},
            ),
        )


def _names(rows: Iterable[CodedModel]) -> str:
    """The names of codes, side by side in the way of the language."""
    return ("、" if language() == "ja" else ", ").join(row.name for row in rows)


class ProposalForm(forms.Form):
    """Which expert."""

    expert = _ExpertChoice(
        Expert.objects.none(), label=_("Expert"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, experts: QuerySet[Expert], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts


class RefusalForm(forms.Form):
    """Why a need is handed back."""

    reason = forms.ModelChoiceField(
        RefusalReason.objects.none(), label=_("Reason"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = in_use(RefusalReason.objects.order_by("position", "code"), day)


class OutcomeForm(AnswerForm):
    """How it went, and what the firm is told."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[
            ("helped", _("Helped")),
            ("no_help", _("Could not help")),
            ("not_reachable", _("Firm not reachable")),
        ],
        widget=forms.RadioSelect,
    )
    field_order = ("outcome", "answer")


class ConsultationFilter(forms.FilterForm):
    """Filters over consultations."""

    q = forms.CharField(label=_("Firm, reference or words"), max_length=60)
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), ("waiting", _("Without an answer")), ("answered", _("Answered"))],
    )
    channel = forms.ChoiceField(label=_("Came by"), choices=[("", _("All")), *Channel.choices])

    def filter_q(self, rows: QuerySet[Consultation], value: str) -> QuerySet[Consultation]:
        """By the firm's name or kana, the reference, or words of the title."""
        return rows.filter(
            Q(firm__name__icontains=value)
            | Q(firm__name_kana__icontains=value)
            | Q(ref__iexact=value)
            | Q(title__icontains=value)
        )

    def filter_state(self, rows: QuerySet[Consultation], value: str) -> QuerySet[Consultation]:
        """Those still waiting for an answer, or those that have all of it."""
        found = selectors.consultations_waiting if value == "waiting" else selectors.consultations_answered
        return rows.filter(pk__in=found(rows).order_by().values("pk"))


class ConsultationFilterWithOffice(ConsultationFilter):
    """The same, for those who see several offices."""

    office = forms.ModelChoiceField(Office.objects.order_by("position", "code"), label=_("Office"))
    lookups = {"office": "office"}
