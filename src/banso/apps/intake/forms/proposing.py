"""The forms of proposals, replies, pauses and reasons. What is allowed the services check."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.base import CodedModel, in_use
from banso.apps.directory.models import Expert, Office
from banso.apps.intake.models import AbandonReason, PauseReason, RefusalReason
from banso.web import forms
from banso.web.formats import joined, language


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


class ColleagueForm(forms.Form):
    """Which colleague."""

    to = forms.ModelChoiceField(
        User.objects.none(), label=_("Colleague"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, receivers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = receivers
        self.fields["to"].label_from_instance = lambda user: user.name


class OfficeForm(forms.Form):
    """Which other office."""

    to = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))

    def __init__(self, *args: Any, receivers: QuerySet[Office], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = receivers


class _OutsideChoice(forms.ModelChoiceField):
    """Bodies outside with where they are and what they serve."""

    def label_from_instance(self, obj: Any) -> SafeString:
        """Three lines: name and place; what for; how to reach it."""
        served = [
            _("%(what)s: %(names)s") % {"what": label, "names": _names(getattr(obj, name).all())}
            for name, label in (
                ("subjects", _("Subjects")), ("markets", _("Markets")), ("industries", _("Industries")),
            )
            if hasattr(obj, name)
        ]  # fmt: skip
        kind = obj.get_kind_display() if hasattr(obj, "get_kind_display") else ""
        return format_html(
            '<b>{}</b>　{}<span class="l2">{}</span><span class="l2">{}</span>',
            obj.name,
            joined(kind, obj.prefecture or _("All of the country")),
            joined(*served),
            joined(obj.phone, obj.email),
        )


class OutsideForm(forms.Form):
    """Which private provider, trading company or partner body; and that the firm agrees."""

    to = _OutsideChoice(
        Office.objects.none(), label=_("Receiver"), widget=forms.RadioSelect, empty_label=None
    )
    consent = forms.BooleanField(
        label=_("The firm was asked today and agrees that its name, how to reach it and this need go there."),
        required=False,
    )

    def __init__(self, *args: Any, receivers: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = receivers


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


class PauseForm(forms.Form):
    """Why the clocks stand still, and until when."""

    reason = forms.ChoiceField(label=_("Reason"), choices=PauseReason.choices, widget=forms.RadioSelect)
    until = forms.DateField(
        label=_("Until"), help_text=_("The last day. The clocks run again on the day after, at the latest.")
    )


class AbandonForm(forms.Form):
    """Why nobody works on a need any more."""

    reason = forms.ModelChoiceField(
        AbandonReason.objects.none(), label=_("Reason"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].queryset = in_use(AbandonReason.objects.order_by("position", "code"), day)


class ReasonForm(forms.Form):
    """A reason to add to a list."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and _, such as no_capacity.")
    )
    name_ja = forms.CharField(label=_("Japanese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120)


class RetireForm(forms.Form):
    """From when a reason is chosen no more."""

    on = forms.DateField(label=_("First day without it"))
