"""Addresses of the room: /corrections/."""

from django.urls import URLPattern, path

from banso.apps.corrections import pages

app_name = "corrections"
urlpatterns: list[URLPattern] = [
    path("", pages.correction_list, name="correction_list"),
    path("<str:kind>/missing/<str:ref>/", pages.Enter.as_view(), name="enter"),
    path("<str:kind>/<int:pk>/", pages.history, name="history"),
    path("<str:kind>/<int:pk>/correct/", pages.Correct.as_view(), name="correct"),
    path("<str:kind>/<int:pk>/move/", pages.Move.as_view(), name="move"),
]
