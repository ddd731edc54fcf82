"""Addresses of this room, below /catalogue/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.catalogue import pages

app_name = "catalogue"
urlpatterns: list[URLPattern | URLResolver] = [
    path("words/", pages.meaning_list, name="meaning_list"),
    path("words/add/", pages.Add.as_view(), name="meaning_add"),
    path("words/try/", pages.trial, name="trial"),
    path("words/<str:code>/", pages.Change.as_view(), name="meaning_change"),
    path("words/<str:code>/retire/", pages.Retire.as_view(), name="meaning_retire"),
    path("words/<str:code>/restore/", pages.Restore.as_view(), name="meaning_restore"),
]
