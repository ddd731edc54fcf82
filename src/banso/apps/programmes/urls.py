"""Addresses of this room, spelt out from the root: /exchange-rates/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.programmes import exchange_pages

app_name = "programmes"
urlpatterns: list[URLPattern | URLResolver] = [
    path("exchange-rates/", exchange_pages.rate_list, name="exchange_rates"),
    path("exchange-rates/import/", exchange_pages.rate_import, name="exchange_import"),
]
