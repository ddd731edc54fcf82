"""Addresses of this room, under /journal/."""

from django.urls import URLPattern, URLResolver

app_name = "journal"
urlpatterns: list[URLPattern | URLResolver] = []
