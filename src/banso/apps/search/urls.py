"""Addresses of the room."""

from django.urls import path

from banso.apps.search import views

app_name = "search"
urlpatterns = [path("", views.results, name="results")]
