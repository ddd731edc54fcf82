"""The forms around gates and root causes. What is allowed is checked by the services."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from banso.apps.base import in_use
from banso.apps.casework.models import CauseKind, GateResult
from banso.apps.casework.services.gates import DECISIONS
from banso.apps.casework.services.limits import Room
from banso.apps.programmes.models import Agreement, LimitedResult
from banso.web import forms


class GateForm(forms.Form):
    """A decision at a gate."""

    result = forms.ChoiceField(
        label=_("Decision"),
        choices=[(decision.value, decision.label) for decision in DECISIONS],
        widget=forms.RadioSelect,
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        required=False,
        help_text=_("Only to extend or to shorten. It sets the limit, and says who else must agree."),
    )
    months = forms.IntegerField(
        label=_("How many months"),
        unit=_("months"),
        required=False,
        help_text=_(
            "Only to extend or to shorten. Extend: by so many months. Shorten: support ends so many "
            "months from today, with the present stage."
        ),
    )
    remedy = forms.CharField(
        label=_("What the firm has to put right"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Needed for a pause; it may go with an extension. The firm reads it."),
    )
    remedy_due_on = forms.DateField(label=_("To be put right by"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The firm reads the reason of a pause and of a shortening."),
    )
    stage = forms.IntegerField(widget=forms.HiddenInput())
    seen_reviews = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, results: list[str], rooms: list[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [
            choice for choice in self.fields["result"].choices if choice[0] in results
        ]
        self.fields["ground"].choices = [("", _("Please choose")), *_grounds(rooms, results)]


def _grounds(rooms: list[Room], results: list[str]) -> list[tuple[str | Promise, list[tuple[str, str]]]]:
    """The grounds by decision, each with its limit and who must agree."""
    return [
        (
            result.label,
            [(room.limit.ground.code, ground_words(room)) for room in rooms if room.limit.result == result],
        )
        for result in LimitedResult
        if result in results
    ]


def ground_words(room: Room) -> str:
    """A ground with its limit, what is used up of it, and who must agree."""
    said = gettext("%(ground)s (%(most)s months at most in all, %(used)s used up)") % {
        "ground": room.limit.ground.name,
        "most": room.limit.most_months,
        "used": room.used,
    }
    if not room.limit.agreed_by:
        return said
    who = Agreement(room.limit.agreed_by).label
    return gettext("%(said)s – must be agreed to by: %(who)s") % {"said": said, "who": who}


class ResumeForm(forms.Form):
    """Whether what had to be put right is there."""

    remedied = forms.TypedChoiceField(
        label=_("Has it been put right?"),
        choices=[("yes", _("Yes")), ("no", _("No, support goes on all the same"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Why support goes on"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed if it has not been put right."),
    )

    def __init__(self, *args: Any, owed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not owed:
            del self.fields["remedied"]
            del self.fields["note"]


class RemedyForm(forms.Form):
    """When it was put right."""

    done_on = forms.DateField(label=_("Put right on"))


class AgreeForm(forms.Form):
    """To agree or not."""

    agreed = forms.TypedChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("I agree")), ("no", _("I do not agree"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Needed if you do not agree."),
    )


class ReplyForm(forms.Form):
    """What the firm says to a shortening."""

    reply = forms.CharField(
        label=_("Your reply"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("In your own words. You can reply once."),
    )


class SettleForm(forms.Form):
    """What becomes of a decision that waits."""

    CONFIRM, WITHDRAW = "confirm", "withdraw"

    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            (CONFIRM, _("It stays so: support is shortened")),
            (WITHDRAW, _("Withdraw it: nothing changes")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, may_confirm: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_confirm:
            self.fields["answer"].choices = [(self.WITHDRAW, _("Withdraw it: nothing changes"))]
            self.fields["answer"].initial = self.WITHDRAW


class CauseForm(forms.Form):
    """A root cause."""

    kind = forms.ModelChoiceField(CauseKind.objects.none(), label=_("Kind"))
    description = forms.CharField(label=_("What stands in the way"), max_length=200)
    since = forms.DateField(label=_("Since when"), help_text=_("When it began, not when it was found."))
    remedy = forms.CharField(
        label=_("What was agreed to solve it"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    remedy_due_on = forms.DateField(label=_("To be solved by"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = in_use(CauseKind.objects.order_by("position", "code"), day)


class SolveForm(forms.Form):
    """How a root cause was solved."""

    solved_on = forms.DateField(label=_("Solved on"))
    how = forms.CharField(label=_("How"), max_length=500, widget=forms.Textarea({"rows": 3}))


class ReopenForm(forms.Form):
    """Why a root cause is open again."""

    reason = forms.CharField(
        label=_("Why it is not solved"), max_length=500, widget=forms.Textarea({"rows": 3})
    )


def results_for(state: str, *, last: bool) -> list[str]:
    """What may be decided on a case of a state: a paused one can only be shortened, or ended elsewhere."""
    if state == "paused":
        return [GateResult.SHORTEN.value]
    return [result.value for result in DECISIONS if not (last and result == GateResult.ADVANCE)]
