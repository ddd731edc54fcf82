"""Addresses of the room: /privacy/."""

from django.urls import URLPattern, path

from banso.apps.privacy import acts, pages

app_name = "privacy"
urlpatterns: list[URLPattern] = [
    path("", pages.own, name="own"),
    path("notice/", acts.ReadNotice.as_view(), name="notice"),
    path("ask/", acts.AskForOneself.as_view(), name="ask"),
    path("retention/", pages.retention_page, name="retention"),
    path("requests/", pages.request_list, name="request_list"),
    path("requests/new/contact/<int:pk>/", acts.AskForContact.as_view(), name="ask_for_contact"),
    path("requests/new/person/<int:pk>/", acts.AskForUser.as_view(), name="ask_for_user"),
    path("requests/<str:ref>/", pages.request_page, name="request"),
    path("requests/<str:ref>/identity/", acts.Identify.as_view(), name="identify"),
    path("requests/<str:ref>/decide/", acts.Decide.as_view(), name="decide"),
    path("requests/<str:ref>/file/", pages.hand_out, name="hand_out"),
    path("requests/<str:ref>/done/", acts.Fulfil.as_view(), name="fulfil"),
    path("requests/<str:ref>/withdraw/", acts.Withdraw.as_view(), name="withdraw"),
    path("stops/<int:pk>/end/", acts.EndStop.as_view(), name="end_stop"),
]
