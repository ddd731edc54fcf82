"""Addresses of looks back: follow-ups of cases, and contacts that catch up."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.casework import follow_up_acts, follow_up_pages

_ONE, _CATCH_UP = "follow-ups/<int:pk>/", "follow-ups/catch-up/<int:pk>/"
_KIND = {"kind": "catch_up"}
urlpatterns: list[URLPattern | URLResolver] = [
    path("follow-ups/thanks/", follow_up_pages.thanks, name="follow_up_thanks"),
    path("follow-ups/coverage/", follow_up_pages.coverage, name="follow_up_coverage"),
    path("follow-ups/catch-up/", follow_up_pages.catch_up_list, name="catch_up_list"),
    path(_ONE, follow_up_acts.RecordFollowUp.as_view(), name="follow_up"),
    path(_ONE + "ask/", follow_up_acts.AskFollowUp.as_view(), name="follow_up_ask"),
    path(_ONE + "attempt/", follow_up_acts.NoteAttempt.as_view(), name="follow_up_attempt"),
    path(_ONE + "not-reached/", follow_up_acts.CloseUnreached.as_view(), name="follow_up_unreached"),
    path(_CATCH_UP, follow_up_acts.RecordFollowUp.as_view(), _KIND, name="catch_up"),
    path(_CATCH_UP + "ask/", follow_up_acts.AskFollowUp.as_view(), _KIND, name="catch_up_ask"),
    path(_CATCH_UP + "attempt/", follow_up_acts.NoteAttempt.as_view(), _KIND, name="catch_up_attempt"),
    path(
        _CATCH_UP + "not-reached/", follow_up_acts.CloseUnreached.as_view(), _KIND, name="catch_up_unreached"
    ),
    path(
        "follow-ups/catch-up/capacity/<str:code>/",
        follow_up_acts.SetCapacity.as_view(),
        name="catch_up_capacity",
    ),
]
