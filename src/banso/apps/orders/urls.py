"""Addresses of this room: below /orders/, in conversations, and for buyers below /street/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.orders import pages, street_pages

app_name = "orders"
urlpatterns: list[URLPattern | URLResolver] = [
    path("orders/", pages.order_list, name="order_list"),
    path("orders/<str:ref>/", pages.order, name="order"),
    path("orders/<str:ref>/confirm/", pages.ConfirmOrder.as_view(), name="confirm"),
    path("orders/<str:ref>/dispute/", pages.Dispute.as_view(), name="dispute"),
    path("orders/<str:ref>/settle/", pages.Settle.as_view(), name="settle"),
    path("orders/<str:ref>/enter/", pages.Enter.as_view(), name="enter"),
    path("inquiries/<str:ref>/order/", pages.Report.as_view(), name="report"),
    path("street/inquiries/<str:ref>/order/", street_pages.report, name="street_report"),
    path("street/orders/<str:ref>/", street_pages.order, name="street_order"),
]
