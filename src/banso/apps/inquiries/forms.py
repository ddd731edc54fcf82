"""What is typed in conversations, by buyers and by firms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import in_use
from banso.apps.buyers.models import Language
from banso.apps.inquiries.models import (
    Freight,
    MessageTemplate,
    Outcome,
    ReportReason,
    ReportState,
    SampleRefusal,
)
from banso.apps.inquiries.placeholders import About, fill
from banso.apps.inquiries.services.samples import MOST
from banso.apps.inquiries.services.talks import LONGEST
from banso.engines.kernel.filetypes import ENDINGS
from banso.web import forms

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)


class WordForm(forms.Form):
    """A message; ``files``: once both sides have spoken."""

    text = forms.CharField(label=_("Message"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}))
    files = forms.SeveralFilesField(
        label=_("Files"),
        required=False,
        accept=ACCEPT,
        help_text=_("Three at most: PDF, PNG, JPEG, Excel, Word, PowerPoint, CSV, text."),
    )

    def __init__(self, *args: Any, files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not files:
            del self.fields["files"]

    @property
    def sent(self) -> list[Any]:
        """The files that were sent, if any."""
        return [file for file in self.cleaned_data.get("files") or [] if file]


class TemplateForm(forms.FilterForm):
    """Words to begin with, in one of three languages; they fill the message and are changed there."""

    nothing_chosen = _("Please choose")
    template = forms.ModelChoiceField(
        MessageTemplate.objects.none(), label=_("Begin with a template"), to_field_name="code"
    )
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)

    @classmethod
    def of(cls, data: Any, side: str, day: date, language: str) -> TemplateForm:
        """The templates of a side on a day; ``data`` is what stands in the address."""
        asked = data if "template" in data else None
        form = cls(asked, initial={"language": language})
        rows = MessageTemplate.objects.filter(side=side).order_by("position", "code")
        form.fields["template"].queryset = in_use(rows, day)
        return form

    def words(self, about: About) -> str:
        """The words that were chosen, with placeholders filled in; nothing where nothing was."""
        chosen = self.applied() if self.is_bound else {}
        template = chosen.get("template")
        if template is None:
            return ""
        language = chosen.get("language", Language.ENGLISH)
        return fill(template.text(language), about.values(language))


class OutcomeForm(forms.Form):
    """What became of a conversation."""

    outcome = forms.ModelChoiceField(
        Outcome.objects.none(), label=_("What became of it"), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=pgettext_lazy("inquiry", "In words"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The other side reads it too."),
    )

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].queryset = in_use(Outcome.objects.order_by("position", "code"), day)


class WishForm(forms.Form):
    """A sample that a buyer asks for."""

    quantity = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=MOST)
    address = forms.CharField(
        label=_("Where to send it"),
        max_length=400,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Name, street, town, country, and a telephone number for the carrier."),
    )
    freight = forms.ChoiceField(
        label=_("Who pays the freight"), choices=Freight.choices, widget=forms.RadioSelect
    )


class VerdictForm(forms.Form):
    """What a buyer thinks of a sample."""

    verdict = forms.CharField(
        label=_("What you think of it"), max_length=400, required=False, widget=forms.Textarea({"rows": 4})
    )


class ReportForm(forms.Form):
    """Abuse, as one side tells it."""

    reason = forms.ChoiceField(label=_("Reason"), choices=ReportReason.choices, widget=forms.RadioSelect)
    words = forms.CharField(label=_("What happened"), max_length=1000, widget=forms.Textarea({"rows": 5}))


class AgreeForm(forms.Form):
    """What the maker says to a sample that it will send."""

    words = forms.CharField(
        label=_("Message to the buyer"), max_length=400, required=False, widget=forms.Textarea({"rows": 3})
    )


class DeclineForm(forms.Form):
    """Why the maker sends no sample."""

    refusal = forms.ChoiceField(label=_("Reason"), choices=SampleRefusal.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Message to the buyer"), max_length=400, required=False, widget=forms.Textarea({"rows": 3})
    )


class SendForm(forms.Form):
    """How the sample was sent."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60)
    tracking = forms.CharField(label=_("Tracking number"), max_length=60, required=False)
    sent_on = forms.DateField(label=_("Sent on"))


class DecideForm(forms.Form):
    """What staff decide about a report."""

    result = forms.ChoiceField(label=_("Decision"), choices=[], widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, of_buyer: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [
            (ReportState.DISMISSED, _("No abuse: close the report")),
            (ReportState.ENDED, _("End the conversation")),
            *([(ReportState.SUSPENDED, _("End it and suspend the buyer"))] if of_buyer else []),
        ]
