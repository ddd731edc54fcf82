"""Addresses of the journal."""

from django.urls import path

from banso.apps.journal import views

app_name = "journal"
urlpatterns = [
    path("", views.event_list, name="event_list"),
    # A subject's reference may itself hold slashes.
    path("<str:kind>/<path:ref>/", views.chain, name="chain"),
]
