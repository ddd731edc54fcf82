"""The forms about exports. What is allowed is checked by the services; a form only reads what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from babel import Locale
from django.db.models import QuerySet
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.base import in_use
from banso.apps.casework.forms import OnceForm
from banso.apps.casework.models import (
    Confirmation,
    ConfirmationAnswer,
    ExportResult,
    Faster,
    ResultSource,
    SalesChannel,
)
from banso.apps.casework.services.confirmations import AS_ANSWERED, AS_WRITTEN, NOT_COUNTED
from banso.apps.channels.models import Mall
from banso.apps.directory.models import Contact, Market
from banso.engines.kernel.filetypes import ENDINGS
from banso.engines.kernel.money import YEN, currencies_on
from banso.web import formats, forms

#: What most exports are paid in; the other currencies follow by code.
USUAL = (YEN, "USD", "EUR", "CNY", "HKD", "TWD", "SGD", "GBP", "AUD", "THB")
STORE, SAME = "store", "same"
_ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)
#: "Would it have happened without the support", from not at all to wholly.
STEPS = (
    (1, _("1: Not at all")),
    (2, "2"),
    (3, "3"),
    (4, _("4: Half")),
    (5, "5"),
    (6, "6"),
    (7, _("7: Wholly")),
)
UNKNOWN = "unknown"
#: What proves an export, as people who enter it are asked.
GRADES = {
    ResultSource.STAFF: _("Nothing yet: heard of it, the firm confirms later"),
    ResultSource.EXPERT: _("Nothing yet: heard of it, the firm confirms later"),
    ResultSource.DOCUMENT: _("A document (export permit, invoice, bill of lading)"),
    ResultSource.SITE: _("A report of the site or its operator"),
    ResultSource.BUYER: _("The buyer's word"),
}


def currency_choices(day: date) -> list[tuple[str, str]]:
    """The currencies in use on a day in the language of the page, the usual ones first."""
    known = currencies_on(day)
    codes = [*USUAL, *sorted(known - {*USUAL})]
    names = Locale(formats.language()).currencies
    return [(code, f"{code} {names.get(code, '')}".strip()) for code in codes if code in known]


def _step(value: str) -> int | None:
    """One of the seven steps; None where the person does not know."""
    return None if value == UNKNOWN else int(value)


class ResultForm(OnceForm):
    """One export."""

    exported_on = forms.DateField(label=_("Day of export"))
    market = forms.ModelChoiceField(Market.objects.none(), label=_("Market"))
    product = forms.CharField(label=_("Product"), max_length=80)
    hs_code = forms.CodeField(
        label=_("HS code"), max_length=9, required=False, help_text=_("4, 6 or 9 digits, if you know it.")
    )
    amount = forms.DecimalField(
        label=_("Amount"),
        required=False,
        help_text=_("Leave empty when it is not known; then give the quantity."),
    )
    currency = forms.ChoiceField(label=_("Currency"), initial=YEN)
    quantity = forms.IntegerField(label=_("Quantity"), required=False)
    unit = forms.CharField(
        label=_("Unit of the quantity"),
        max_length=20,
        required=False,
        help_text=_("For example kg or boxes."),
    )
    sample = forms.BooleanField(
        label=_("These were samples (shown, but not counted as an export)"), required=False
    )
    channel = forms.ChoiceField(
        label=_("Sold through"), choices=SalesChannel.choices, widget=forms.RadioSelect
    )
    mall = forms.ModelChoiceField(
        Mall.objects.none(), label=_("Mall"), required=False, help_text=_("Only for JAPAN MALL.")
    )
    source = forms.ChoiceField(label=_("What proves it"), widget=forms.RadioSelect)
    proof = forms.CharField(
        label=_("Name or number of the proof"),
        max_length=120,
        required=False,
        help_text=_("For example the number of the export permit."),
    )
    files = forms.UploadField(label=_("The document itself"), required=False, accept=_ACCEPT)
    on_behalf = forms.BooleanField(
        label=_("I enter this for the firm, as its people told me"), required=False
    )
    alike = forms.ChoiceField(
        label=_("The same export?"),
        choices=[
            (STORE, _("No, it is another one: store it")),
            (SAME, _("Yes, it is the same: do not store it")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, day: date, grades: Sequence[ResultSource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["market"].queryset = in_use(Market.objects.order_by("position", "code"), day)
        self.fields["mall"].queryset = in_use(Mall.objects.order_by("position", "code"), day)
        self.fields["currency"].choices = currency_choices(day)
        if len(grades) == 1:
            for name in ("source", "on_behalf"):
                del self.fields[name]
            self.fields["files"].label = _("A document that shows it")
        else:
            self.fields["source"].choices = [(grade.value, GRADES[grade]) for grade in grades]
            self.fields["source"].initial = grades[0].value
            if ResultSource.STAFF not in grades:
                del self.fields["on_behalf"]
        # Asked only once something was found that looks alike.
        self._alike = self.fields.pop("alike")
        if "alike" in self.data:
            self.ask_alike()

    def ask_alike(self) -> None:
        """Ask whether it is the same as what is recorded."""
        self.fields = {"alike": self._alike, **self.fields}


class AnswerForm(forms.Form):
    """What a person says of one export."""

    answer = forms.ChoiceField(
        label=_("Is this right?"), choices=ConfirmationAnswer.choices, widget=forms.RadioSelect
    )
    amount = forms.DecimalField(
        label=_("If different: the amount"), required=False, help_text=_("In the same currency.")
    )
    exported_on = forms.DateField(label=_("If different: the day"), required=False)

    def __init__(self, *args: Any, result: ExportResult, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.result = result
        self.fields["amount"].unit = result.currency if result.currency != YEN else _("yen")


class EffectForm(forms.Form):
    """What the support had to do with it."""

    attribution = forms.TypedChoiceField(
        label=_("Would it have happened without the support?"),
        choices=[*STEPS, (UNKNOWN, _("I do not know"))],
        coerce=_step,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
    )
    faster = forms.ChoiceField(
        label=_("Did it happen faster because of the support?"),
        choices=Faster.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(
        label=_("Anything you want to add"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class OneAnswerForm(EffectForm, AnswerForm):
    """Both, about a single export."""

    field_order = ("answer", "amount", "exported_on", "attribution", "faster", "comment")


class LinkForm(EffectForm):
    """What is asked behind a personal link: of each export, then once of all of them.

    The fields of an export are called ``<key of the confirmation>-<field>``.
    """

    myself = forms.BooleanField(
        label=_("I am the person named above"),
        error_messages={
            "required": _(
                "Only the person named above may answer by this link. If you are somebody else, ask the "
                "office for a link of your own."
            )
        },
    )

    def __init__(self, *args: Any, asked: Sequence[Confirmation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in asked:
            for name, field in AnswerForm(result=row.result).fields.items():
                self.fields[f"{row.pk}-{name}"] = field

    def of(self, row: Confirmation) -> list[BoundField]:
        """The fields of one export."""
        return [self[name] for name in self.fields if name.startswith(f"{row.pk}-")]

    def of_all(self) -> list[BoundField]:
        """The fields asked once."""
        return [self[name] for name in self.fields if "-" not in name]

    def answers(self) -> dict[int, dict[str, Any]]:
        """What was typed, by the key of the confirmation."""
        common = {name: self.cleaned_data[name] for name in EffectForm.base_fields}
        found: dict[int, dict[str, Any]] = {}
        for name, value in self.cleaned_data.items():
            key, dash, field = name.partition("-")
            if dash:
                found.setdefault(int(key), dict(common))[field] = value
        return found


class ContactsField(forms.ModelMultipleChoiceField):
    """People of the firm."""

    def label_from_instance(self, obj: Contact) -> str:
        """Name and position; how many letters of this kind the person had already."""
        return formats.joined(obj.name, obj.position)


class ResultsField(forms.ModelMultipleChoiceField):
    """Exports of a case."""

    def label_from_instance(self, obj: ExportResult) -> str:
        """Day, market, product and amount."""
        amount = (
            formats.yen(obj.amount_yen)
            if obj.amount is None
            else f"{obj.amount.normalize():,f} {obj.currency}"
        )
        return formats.joined(formats.day(obj.exported_on), obj.market.name, obj.product, amount)


class AskForm(forms.Form):
    """Which exports, and who is asked."""

    results = ResultsField(
        ExportResult.objects.none(), label=_("Exports"), widget=forms.CheckboxSelectMultiple
    )
    contacts = ContactsField(
        Contact.objects.none(), label=_("Who is asked"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, results: QuerySet[ExportResult], contacts: QuerySet[Contact], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["results"].queryset = results
        self.fields["contacts"].queryset = contacts


class ProveForm(forms.Form):
    """A better proof."""

    source = forms.ChoiceField(label=_("What proves it"), widget=forms.RadioSelect)
    proof = forms.CharField(label=_("Name or number of the proof"), max_length=120, required=False)
    files = forms.UploadField(label=_("The document itself"), required=False, accept=_ACCEPT)

    def __init__(self, *args: Any, grades: Sequence[ResultSource], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = [(grade.value, GRADES[grade]) for grade in grades]


class PaperForm(OneAnswerForm):
    """What somebody confirmed on signed paper."""

    field_order = ("contact", "files", "answer")
    contact = forms.ModelChoiceField(Contact.objects.none(), label=_("Who signed"))
    files = forms.UploadField(label=_("The signed paper"), accept=_ACCEPT)

    def __init__(self, *args: Any, contacts: QuerySet[Contact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].queryset = contacts


class SettleForm(forms.Form):
    """What becomes of words that disagree."""

    decision = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, others: Sequence[tuple[Confirmation, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [
            (AS_WRITTEN, _("It counts as written")),
            *(
                (f"{AS_ANSWERED}-{row.pk}", _("It counts with other figures: %(said)s") % {"said": said})
                for row, said in others
            ),
            (NOT_COUNTED, _("It does not count")),
        ]


class PairForm(forms.Form):
    """Whether two exports are one."""

    FIRST, SECOND, TWO = "first", "second", "two"
    verdict = forms.ChoiceField(
        label=_("What are they?"),
        choices=[
            (TWO, _("Two exports")),
            (SECOND, _("The same: keep the first, the second is a duplicate")),
            (FIRST, _("The same: keep the second, the first is a duplicate")),
        ],
        widget=forms.RadioSelect,
    )


class ResultFilter(forms.FilterForm):
    """The filters over exports."""

    WAITING, DISPUTED, NO_RATE, COUNTED = "waiting", "disputed", "no_rate", "confirmed"

    state = forms.ChoiceField(
        label=pgettext_lazy("export", "State"),
        choices=[
            ("", _("All")),
            (WAITING, _("Waits for the firm")),
            (DISPUTED, _("To be settled")),
            (NO_RATE, _("Yen not known")),
            (COUNTED, _("Confirmed")),
        ],
    )
    source = forms.ChoiceField(label=_("What proves it"), choices=[("", _("All")), *ResultSource.choices])
    currency = forms.CharField(label=_("Currency"), max_length=3)

    lookups = {"currency": "currency__iexact"}

    def filter_state(self, queryset: QuerySet[ExportResult], state: str) -> QuerySet[ExportResult]:
        """Those of a state."""
        from banso.apps.casework.selectors import results_to_confirm, results_to_settle

        if state == self.NO_RATE:
            return queryset.filter(amount__isnull=False, amount_yen__isnull=True)
        if state == self.COUNTED:
            return queryset.filter(confirmed_at__isnull=False)
        found = results_to_confirm(queryset) if state == self.WAITING else results_to_settle(queryset)
        return found.order_by()
