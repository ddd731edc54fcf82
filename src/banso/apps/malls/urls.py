"""Addresses of this room: the directory of malls, malls for staff, and the desk of those who run them."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.malls import (
    closing_pages,
    desk_acts,
    desk_dues,
    desk_offers,
    desk_reports,
    directory_pages,
    entry_pages,
    mall_list,
    mall_pages,
)

app_name = "malls"
urlpatterns: list[URLPattern | URLResolver] = [
    path("operator/", desk_offers.desk, name="desk"),
    path("operator/products/", desk_offers.offers, name="offers"),
    path("operator/products/pick/", desk_acts.Pick.as_view(), name="pick"),
    path("operator/products/decline/", desk_acts.Decline.as_view(), name="decline"),
    path("operator/products/order/", desk_acts.Order.as_view(), name="order"),
    path("operator/products/list/", desk_acts.List.as_view(), name="list"),
    path("operator/products/end/", desk_acts.End.as_view(), name="end"),
    path("operator/products/<str:ref>/", desk_offers.product, name="product"),
    path("operator/products/<str:ref>/pictures/<str:name>-<int:size>/", desk_offers.picture, name="picture"),
    path("operator/reports/", desk_reports.reports, name="reports"),
    path("operator/reports/form/", desk_reports.ReportMonth.as_view(), name="report_form"),
    path("operator/dues/", desk_dues.dues, name="dues"),
    path("operator/dues/paid/", desk_dues.DeskPay.as_view(), name="pay"),
    path("operator/dues/<int:pk>/mistake/", desk_dues.DeskMistake.as_view(), name="payout_mistake"),
    path("operator/malls/<str:code>/", directory_pages.own_entry, name="own_entry"),
    path("malls/", mall_list.mall_list, name="mall_list"),
    path("malls/directory/", directory_pages.directory, name="directory"),
    path("malls/directory/<str:code>/", directory_pages.directory_mall, name="directory_mall"),
    path("malls/<str:code>/", mall_pages.mall, name="mall"),
    path("malls/<str:code>/entry/", entry_pages.entry, name="entry"),
    path("malls/<str:code>/entry/write/", entry_pages.WriteEntry.as_view(), name="entry_write"),
    path("malls/<str:code>/entry/publish/", entry_pages.PublishEntry.as_view(), name="entry_publish"),
    path("malls/<str:code>/entry/drop/", entry_pages.DropEntry.as_view(), name="entry_drop"),
    path("malls/<str:code>/close/", closing_pages.CloseMall.as_view(), name="close"),
    path("malls/<str:code>/operators/", mall_pages.InviteOperator.as_view(), name="operator_invite"),
    path("malls/<str:code>/operators/<int:pk>/link/", mall_pages.SendLink.as_view(), name="operator_link"),
    path("malls/<str:code>/operators/<int:pk>/end/", mall_pages.EndOperator.as_view(), name="operator_end"),
]
