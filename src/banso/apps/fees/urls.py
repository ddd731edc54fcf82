"""Addresses of the room: /fees/."""

from django.urls import URLPattern, path

from banso.apps.fees import pages, rate_pages

app_name = "fees"
urlpatterns: list[URLPattern] = [
    path("", pages.prices, name="prices"),
    path("firms/<str:ref>/", pages.firm, name="firm"),
    path("rates/", rate_pages.rate_list, name="rates"),
    path("rates/cost/add/", rate_pages.AddCostRate.as_view(), name="cost_rate_add"),
    path("rates/tax/add/", rate_pages.AddTaxRate.as_view(), name="tax_rate_add"),
    path("rates/rounding/add/", rate_pages.SetRounding.as_view(), name="rounding_set"),
]
