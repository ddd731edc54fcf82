"""Addresses of this room: malls for staff, and the desk of those who run them."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.malls import closing_pages, desk_acts, desk_offers, desk_reports, mall_pages

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
    path("malls/", mall_pages.mall_list, name="mall_list"),
    path("malls/<str:code>/", mall_pages.mall, name="mall"),
    path("malls/<str:code>/close/", closing_pages.CloseMall.as_view(), name="close"),
    path("malls/<str:code>/operators/", mall_pages.InviteOperator.as_view(), name="operator_invite"),
    path("malls/<str:code>/operators/<int:pk>/link/", mall_pages.SendLink.as_view(), name="operator_link"),
    path("malls/<str:code>/operators/<int:pk>/end/", mall_pages.EndOperator.as_view(), name="operator_end"),
]
