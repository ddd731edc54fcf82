"""Addresses of this room, under /applications/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.selection import acts, views

app_name = "selection"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.application_list, name="application_list"),
    path("new/", acts.New.as_view(), name="application_new"),
    path("<str:ref>/", views.application, name="application"),
    path("<str:ref>/edit/", acts.Edit.as_view(), name="application_edit"),
    path("<str:ref>/submit/", acts.Submit.as_view(), name="application_submit"),
    path("<str:ref>/withdraw/", acts.Withdraw.as_view(), name="application_withdraw"),
    path("<str:ref>/screen/", acts.Screen.as_view(), name="application_screen"),
    path("<str:ref>/determine/", acts.Determine.as_view(), name="application_determine"),
]
