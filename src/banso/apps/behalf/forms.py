"""The forms of this room. What is allowed is checked by the services; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from banso.apps.behalf.known import Lines
from banso.apps.behalf.models import Entry, EntryKind, EntryState, WordAnswer
from banso.apps.behalf.services import LONGEST, Answer
from banso.apps.directory.models import Contact, Office
from banso.engines.kernel.filetypes import ENDINGS
from banso.web import formats, forms

_ANSWERS = [(WordAnswer.AS_WRITTEN, _("It is right")), (WordAnswer.DIFFERENT, _("Something is different"))]


class AnswersForm(forms.Form):
    """What a person says of several entries. The fields of one are called ``<key>-<field>``.

    That it is right is chosen beforehand: one button confirms everything that was read.
    """

    def __init__(self, data: Any, *args: Any, entries: Sequence[tuple[Entry, Lines]], **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        #: Of what was sent only that counts which its page showed: what came since is asked another time.
        self.entries = [
            (entry, lines) for entry, lines in entries if data is None or f"{entry.pk}-number" in data
        ]
        for entry, _lines in self.entries:
            self.fields[f"{entry.pk}-number"] = forms.IntegerField(widget=forms.HiddenInput)
            self.fields[f"{entry.pk}-answer"] = forms.ChoiceField(
                label=_("Is this right?"),
                choices=_ANSWERS,
                widget=forms.RadioSelect,
                initial=WordAnswer.AS_WRITTEN,
            )
            self.fields[f"{entry.pk}-comment"] = forms.CharField(
                label=_("What is different"),
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea({"rows": 2}),
                help_text=_("Only where something is different. Your office then corrects it."),
            )

    def asked(self) -> list[tuple[Entry, Lines, list[BoundField]]]:
        """Each entry, line by line, with its fields; the page itself says which writing it shows."""
        return [
            (entry, lines, [self[f"{entry.pk}-{name}"] for name in ("answer", "comment")])
            for entry, lines in self.entries
        ]

    def answers(self) -> dict[int, Answer]:
        """What was typed, by the key of the entry."""
        found: dict[int, dict[str, Any]] = {}
        for name, value in self.cleaned_data.items():
            key, dash, field = name.partition("-")
            if dash:
                found.setdefault(int(key), {})[field] = value
        return {key: Answer(**values) for key, values in found.items()}


class LinkForm(AnswersForm):
    """The same behind a personal link, where nobody has signed in."""

    myself = forms.BooleanField(
        label=_("I am the person named above"),
        error_messages={
            "required": _(
                "Only the person named above may answer by this link. If you are somebody else, ask the "
                "office for a link of your own."
            )
        },
    )


class ContactsField(forms.ModelMultipleChoiceField):
    """People of the firm."""

    def label_from_instance(self, obj: Contact) -> str:
        """Name and position."""
        return formats.joined(obj.name, obj.position)


class AskForm(forms.Form):
    """Who is asked."""

    contacts = ContactsField(
        Contact.objects.none(), label=_("Who is asked"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contacts"].queryset = contacts


class PaperForm(forms.Form):
    """What somebody confirmed on signed paper."""

    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Who signed"))
    entries = forms.MultipleChoiceField(
        label=_("What was signed"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Leave out what is different on the paper, and correct the record itself."),
    )
    files = forms.UploadField(
        label=_("The signed paper"), accept=",".join(f".{ending}" for ending in ENDINGS)
    )

    def __init__(
        self,
        *args: Any,
        contacts: QuerySet[Contact],
        entries: Sequence[tuple[Entry, Lines]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts
        choices = [(str(entry.pk), entry_words(entry)) for entry, _lines in entries]
        self.fields["entries"].choices = choices
        self.fields["entries"].initial = [key for key, _words in choices]


class KeepForm(forms.Form):
    """Why an entry stays as it is."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Talk to the firm before you decide."),
    )


def entry_words(entry: Entry) -> str:
    """An entry in one line: what it is, of which record, and from which day."""
    reference = entry.subject_ref if entry.subject_kind != "firm" else ""
    return formats.joined(entry.get_kind_display(), reference, formats.day(entry.written_at))


class EntryFilter(forms.FilterForm):
    """Filters over entries."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("Waiting or different")),
            *((value, words) for value, words in EntryState.choices if value != "none"),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *EntryKind.choices])
    firm = forms.CharField(label=_("Firm"), max_length=80)
    lookups = {"firm": "firm__name__icontains"}


class EntryFilterWithOffice(EntryFilter):
    """The same for whoever reaches more than one office."""

    office = forms.ModelChoiceField(
        Office.objects.order_by("code"), label=_("Office"), to_field_name="code", empty_label=_("All")
    )
    lookups = {**EntryFilter.lookups, "office": "firm__office"}
