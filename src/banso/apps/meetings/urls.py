"""Addresses of this room: below /online-meetings/, in conversations, and for buyers below /street/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.meetings import pages, street_pages

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("online-meetings/", pages.meeting_list, name="meeting_list"),
    path("online-meetings/<str:ref>/", pages.meeting, name="meeting"),
    path("online-meetings/<str:ref>/answer/", pages.answer, name="answer"),
    path("online-meetings/<str:ref>/calendar/", pages.calendar, name="calendar"),
    path("online-meetings/<str:ref>/cancel/", pages.Cancel.as_view(), name="cancel"),
    path("online-meetings/<str:ref>/minutes/", pages.Report.as_view(), name="report"),
    path("inquiries/<str:ref>/meet/", pages.Propose.as_view(), name="propose"),
    path("street/inquiries/<str:ref>/meet/", street_pages.propose, name="street_propose"),
    path("street/meetings/<str:ref>/", street_pages.meeting, name="street_meeting"),
    path("street/meetings/<str:ref>/cancel/", street_pages.cancel, name="street_cancel"),
    path("street/meetings/<str:ref>/calendar/", street_pages.calendar, name="street_calendar"),
]
