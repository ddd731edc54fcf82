"""What is typed about orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banso.apps.orders.models import Doubt
from banso.apps.orders.services import OrderData
from banso.web import forms


class OrderForm(forms.Form):
    """An order to report."""

    ordered_on = forms.DateField(label=_("Day of the order"))
    amount = forms.DecimalField(
        label=_("Amount"), max_digits=16, decimal_places=3, help_text=_("What the whole order costs.")
    )
    currency = forms.CharField(
        label=_("Currency"), max_length=3, help_text=_("Its code of three letters, for example USD or JPY.")
    )
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1)
    unit = forms.CharField(label=_("Unit"), max_length=20, help_text=_("For example bottle, carton, kg."))
    kind = forms.ChoiceField(
        label=_("Kind of order"),
        choices=[
            ("first", _("First order")),
            ("repeat", _("Repeat order")),
            ("sample", pgettext_lazy("order", "Sample only")),
        ],
        widget=forms.RadioSelect,
    )
    anyway = forms.BooleanField(
        label=_("This is another order than the one that the other side has reported."), required=False
    )

    def data_of_order(self) -> OrderData:
        """What was typed."""
        data = dict(self.cleaned_data)
        kind = data.pop("kind")
        return OrderData(**data, repeat=kind == "repeat", sample=kind == "sample")


class DisputeForm(forms.Form):
    """What is not so."""

    doubt = forms.ChoiceField(label=_("What is not so"), choices=Doubt.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=pgettext_lazy("order", "In words"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class SettleForm(forms.Form):
    """How the office decides."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[("take", _("It is taken as reported")), ("reject", _("It is not counted"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), max_length=400, widget=forms.Textarea({"rows": 3}))
