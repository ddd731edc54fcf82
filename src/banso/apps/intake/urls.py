"""Addresses of this room, spelt out from the root: /consultations/, /proposals/."""

from django.urls import URLPattern, URLResolver

app_name = "intake"
urlpatterns: list[URLPattern | URLResolver] = []
