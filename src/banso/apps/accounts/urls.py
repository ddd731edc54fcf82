"""Addresses of this room, spelt out from the root: /people/, /enter-as/, /link/<token>/."""

from django.urls import URLPattern, URLResolver

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = []
