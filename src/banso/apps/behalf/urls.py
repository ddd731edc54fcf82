"""Addresses of this room."""

from django.urls import path

from banso.apps.behalf import pages

app_name = "behalf"
urlpatterns = [
    path("", pages.entry_list, name="entry_list"),
    path("<int:pk>/keep/", pages.KeepEntry.as_view(), name="keep"),
    path("<str:ref>/confirm/", pages.ConfirmEntries.as_view(), name="confirm"),
    path("<str:ref>/ask/", pages.AskFirm.as_view(), name="ask"),
    path("<str:ref>/paper/", pages.OnPaper.as_view(), name="paper"),
]
