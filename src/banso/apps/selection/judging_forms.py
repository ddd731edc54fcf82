"""The forms of those who judge applications."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused
from banso.apps.selection.forms import EditionForm
from banso.apps.selection.models import Conflict, Feasible, LookResult, ScorePart, View
from banso.web import forms

#: How a form says that a part is not scored: a word, so that nobody leaves a part out unseen.
NOT_SCORED = "none"
ADOPT, DECLINE, ASK_MORE, WAIT = "adopted", "declined", "ask_more", "wait"


class DeclarationForm(forms.Form):
    """Whether a reviewer has a conflict of interest."""

    conflict = forms.ChoiceField(
        label=_("Do you have a conflict of interest with this firm?"),
        choices=Conflict.choices,
        widget=forms.RadioSelect,
        help_text=_("With a conflict you are out: the application stays closed to you."),
    )


class _ScoringForm(forms.Form):
    """Points part by part, on one revision."""

    revision = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, parts: Sequence[ScorePart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._codes = [part.code for part in parts]
        for part in parts:
            choices = [(str(points), f"{points}　{words}") for points, words in part.anchors]
            self.fields[f"part_{part.code}"] = forms.ChoiceField(
                label=part.name,
                choices=[*reversed(choices), (NOT_SCORED, _("Not scored: the application does not tell"))],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose a number of points, or that it is not scored.")},
            )

    @property
    def part_fields(self) -> list[Any]:
        """The fields of the parts, in their order."""
        return [self[f"part_{code}"] for code in self._codes]

    @property
    def points(self) -> dict[str, int | None]:
        """Points by the code of the part; None: not scored."""
        typed = {code: self.cleaned_data[f"part_{code}"] for code in self._codes}
        return {code: None if value == NOT_SCORED else int(value) for code, value in typed.items()}

    def refuse(self, refused: Refused) -> None:
        """Say it. Whoever has been told of a new revision may send the form again, knowingly."""
        super().refuse(refused)
        if refused.rule == "stale":
            self.data = self.data.copy()
            self.data["revision"] = self.initial["revision"]


class ScreeningForm(_ScoringForm):
    """What a reviewer thinks: points; apart from them whether the goal can be reached, view and opinion."""

    goal_feasible = forms.ChoiceField(
        label=_("Can the goal be reached by its date?"), choices=Feasible.choices, widget=forms.RadioSelect
    )
    view = forms.ChoiceField(label=_("View"), choices=View.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=2000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What the points do not say. The firm does not read it."),
    )


class DiscussionForm(_ScoringForm):
    """What reviewers who differed agreed on."""

    view = forms.ChoiceField(label=_("View agreed on"), choices=View.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("How it was settled"), max_length=2000, widget=forms.Textarea({"rows": 5}))


class DeterminationForm(EditionForm):
    """What a decider does with an application."""

    outcome = forms.ChoiceField(
        label=_("Determination"),
        choices=[
            (ADOPT, _("Adopt")),
            (DECLINE, _("Decline")),
            (WAIT, _("Put on the waiting list")),
            (ASK_MORE, _("Ask the firm for more")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 5}),
        help_text=_("The firm reads this as it stands. If you ask for more, say what is missing."),
    )

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["outcome"]
        field.choices = [(code, words) for code, words in field.choices if code in offered]


class LookForm(forms.Form):
    """What another decider thinks of a determination."""

    result = forms.ChoiceField(label=_("Second look"), choices=LookResult.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 5}))
