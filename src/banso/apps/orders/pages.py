"""Orders as makers and staff see them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.inquiries.acts import OnInquiry
from banso.apps.inquiries.models import Side
from banso.apps.inquiries.naming import buyer_name, product_name
from banso.apps.inquiries.sections import side_of
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.apps.orders import services
from banso.apps.orders.forms import DisputeForm, OrderForm, SettleForm
from banso.apps.orders.models import STANDING, Order, State
from banso.apps.orders.showing import shown, with_all
from banso.apps.orders.words import amount_words, kind_words, state_mark
from banso.web import forms
from banso.web.acts import Act, Confirm, Text, frame_of
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


def address(order: Order) -> str:
    """The page of an order."""
    return reverse("orders:order", args=[order.ref])


class OrderFilter(forms.FilterForm):
    """Which orders."""

    state = forms.ChoiceField(
        label=gettext_lazy("State"), choices=[("", gettext_lazy("All")), *State.choices]
    )
    export = forms.ChoiceField(
        label=gettext_lazy("As an export"),
        choices=[
            ("", gettext_lazy("All")),
            ("entered", gettext_lazy("Entered in a case")),
            ("no_case", gettext_lazy("No case takes it")),
        ],
    )

    def filter_export(self, rows: QuerySet[Order], value: str) -> QuerySet[Order]:
        """Whether it became one."""
        return rows.filter(state__in=STANDING, result__isnull=value == "no_case")


@requires(Action.ORDER_VIEW)
@require_GET
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders in reach, the latest first."""
    access: Access = request.access  # type: ignore[attr-defined]
    side = side_of(access)
    staff = side == Side.STAFF

    def mark(row: Order) -> SafeString:
        return status(*state_mark(row, side))

    columns = [
        Column("ref", _("Order"), sort="ref", link=address),
        Column("product", _("Product"), value=lambda row: product_name(row.inquiry.product),
               second=lambda row: row.inquiry.product.firm.name if staff else ""),
        Column("buyer", pgettext_lazy("inquiry", "Buyer"),
               value=lambda row: buyer_name(row.inquiry, to_staff=staff)),
        Column("ordered_on", _("Day of the order"), kind="day", sort="ordered_on"),
        Column("amount", _("Amount"), value=amount_words, second=kind_words),
        Column("state", _("State"), value=lambda row: state_mark(row, side)[1], html=mark, sort="state"),
        Column("case", _("Case"), value=lambda row: row.result.case.ref if row.result else "–",
               second=_counted),
    ]  # fmt: skip
    records = RecordList(
        request,
        with_all(access.rows(Action.ORDER_VIEW, Order.objects.all())),
        columns=columns,
        filters=OrderFilter,
        default_sort="-ordered_on",
        name="orders",
        empty=_("No order has been reported yet. Orders are reported in a conversation with a buyer."),
    )
    return records.response("orders/list.html", {"frame": frame_of(access)})


def _counted(row: Order) -> str:
    if row.result is None:
        return _("No case takes it") if row.state in STANDING else ""
    return _("Told before, counted there") if row.result.duplicate_of_id else ""


@requires(Action.ORDER_VIEW)
@require_GET
def order(request: HttpRequest, ref: str) -> HttpResponse:
    """One order, and what became of it."""
    access: Access = request.access  # type: ignore[attr-defined]
    found = get_object_or_404(with_all(access.rows(Action.ORDER_VIEW, Order.objects.all())), ref=ref)
    side = side_of(access)
    open_ = found.state in (State.REPORTED, State.DISPUTED)
    may_settle = access.can(Action.ORDER_SETTLE) and access.allows(Action.ORDER_SETTLE, found)
    waits = found.state in STANDING and found.result is None
    context = {
        **shown(found, side),
        "frame": frame_of(access),
        "staff": side == Side.STAFF,
        "may_settle": may_settle and open_,
        "waits_for_case": waits,
        "may_enter": may_settle and waits and services.case_of(found) is not None,
        "counted": _counted(found),
        "log": timeline([services.subject(found)]),
    }
    return render(request, "orders/order.html", context)


class Report(OnInquiry):
    """The maker reports an order."""

    action = Action.ORDER_REPORT
    title, verb = gettext_lazy("Report an order"), gettext_lazy("Report the order")
    done = gettext_lazy("The order is stored. The buyer is asked to confirm it.")
    intro = gettext_lazy("Confirmed by both sides it becomes an export of your case on Japan Street.")

    def form(self, data: Any) -> OrderForm:
        """What was ordered."""
        self.typed = OrderForm(data)
        return self.typed

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Report it."""
        services.report(actor, self.found, self.typed.data_of_order())

    def known(self) -> list[tuple[Text, Any]]:
        """Who ordered."""
        return [(pgettext_lazy("inquiry", "Buyer"), buyer_name(self.found))]


class _OfOrder(Act):
    """Something done to an order."""

    order: Order

    def find(self, *, ref: str) -> None:
        """The order within reach."""
        rows = with_all(self.access.rows(self.action, Order.objects.all()))
        self.order = get_object_or_404(rows, ref=ref)

    def form(self, data: Any) -> forms.Form:
        """Nothing but the button."""
        return Confirm(data)

    def known(self) -> list[tuple[Text, Any]]:
        """The order."""
        return shown(self.order, side_of(self.access))["facts"]

    def back(self) -> str:
        """The order."""
        return address(self.order)

    def crumbs(self) -> list[tuple[str, Text]]:
        """The orders, and this one."""
        return [(reverse("orders:order_list"), _("Orders")), (self.back(), self.order.ref)]


class ConfirmOrder(_OfOrder):
    """The maker says that it is so."""

    action = Action.ORDER_CONFIRM
    title, verb = gettext_lazy("Confirm the order"), gettext_lazy("Yes, it is so")
    done = gettext_lazy("The order is confirmed.")
    intro = gettext_lazy("It becomes an export of your case on Japan Street and counts towards its goal.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Confirm it."""
        services.confirm(actor, self.order)


class Dispute(_OfOrder):
    """The maker says what is not so."""

    action = Action.ORDER_CONFIRM
    title, verb = gettext_lazy("Say what is not so"), gettext_lazy("Send to the office")
    done = gettext_lazy("The office looks into it and asks both sides.")

    def form(self, data: Any) -> forms.Form:
        """What is not so."""
        return DisputeForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Dispute it."""
        services.dispute(actor, self.order, data["doubt"], data["words"])


class Settle(_OfOrder):
    """The office decides."""

    action = Action.ORDER_SETTLE
    title, verb = gettext_lazy("Settle the order"), gettext_lazy("Store the decision")
    done = gettext_lazy("The decision is stored.")
    intro = gettext_lazy("Ask both sides first. They see the decision and its reason.")

    def form(self, data: Any) -> forms.Form:
        """Decision and reason."""
        return SettleForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Settle it."""
        services.settle(actor, self.order, data["decision"] == "take", data["reason"])


class Enter(_OfOrder):
    """Enter it into a case that has come meanwhile."""

    action = Action.ORDER_SETTLE
    title, verb = gettext_lazy("Enter the order in the case"), gettext_lazy("Enter it")
    done = gettext_lazy("The order is an export of the case.")

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Enter it."""
        services.enter(actor, self.order)
