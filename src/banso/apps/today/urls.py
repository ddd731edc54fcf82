"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.today import views

app_name = "today"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.home, name="home")]
