"""Addresses of this room, spelt out from the root: /firms/, /offices/, /experts/."""

from django.urls import URLPattern, URLResolver

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = []
