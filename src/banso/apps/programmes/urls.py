"""Addresses of this room, spelt out from the root: /exchange-rates/, /hourly-rates/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.programmes import exchange_pages, hourly_pages

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("exchange-rates/", exchange_pages.rate_list, name="exchange_rates"),
    path("exchange-rates/import/", exchange_pages.rate_import, name="exchange_import"),
    path("hourly-rates/", hourly_pages.rate_list, name="hourly_rates"),
    path("hourly-rates/add/", hourly_pages.AddHourlyRate.as_view(), name="hourly_rate_add"),
]
