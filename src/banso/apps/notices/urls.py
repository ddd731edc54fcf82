"""Addresses of the room."""

from django.urls import URLPattern, path

from banso.apps.notices import acts, views

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("", views.mine, name="mine"),
    path("mail/", acts.ChooseRhythm.as_view(), name="rhythm"),
    path("letters/", views.letter_list, name="letter_list"),
    path("tasks/new/", acts.NoteTask.as_view(), name="task_note"),
    path("tasks/new/<str:kind>/<str:ref>/", acts.NoteTaskAbout.as_view(), name="task_note_about"),
    path("tasks/<int:pk>/", acts.CloseTask.as_view(), name="task"),
    path("meetings/new/<str:kind>/<str:ref>/", acts.PlanMeeting.as_view(), name="meeting_plan"),
    path("meetings/<int:pk>/", views.meeting, name="meeting"),
    path("meetings/<int:pk>/move/", acts.MoveMeeting.as_view(), name="meeting_move"),
    path("meetings/<int:pk>/cancel/", acts.CancelMeeting.as_view(), name="meeting_cancel"),
]
