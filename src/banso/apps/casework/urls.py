"""Addresses of this room, spelt out from the root: /cases/, /follow-ups/."""

from django.urls import URLPattern, URLResolver

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = []
