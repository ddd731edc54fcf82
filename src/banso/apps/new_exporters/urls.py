"""Addresses of the room."""

from django.urls import URLPattern

app_name = "new_exporters"
urlpatterns: list[URLPattern] = []
