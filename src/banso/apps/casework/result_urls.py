"""Addresses of exports and own efforts."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.casework import effort_acts, result_acts, result_pages

_EXPORT = "cases/<str:ref>/export/<int:pk>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/<str:ref>/export/", result_acts.RecordResult.as_view(), name="result_record"),
    path(_EXPORT, result_acts.ConfirmResult.as_view(), name="result_confirm"),
    path(_EXPORT + "proof/", result_acts.ProveResult.as_view(), name="result_prove"),
    path(_EXPORT + "paper/", result_acts.ConfirmOnPaper.as_view(), name="result_paper"),
    path(_EXPORT + "settle/", result_acts.SettleResult.as_view(), name="result_settle"),
    path(_EXPORT + "compare/<int:other>/", result_acts.CompareResults.as_view(), name="result_compare"),
    path(_EXPORT + "not-duplicate/", result_acts.UnmarkDuplicate.as_view(), name="result_unmark"),
    path("cases/<str:ref>/confirmation/", result_acts.AskConfirmation.as_view(), name="confirmation_ask"),
    path("cases/<str:ref>/effort/", effort_acts.AddEffort.as_view(), name="effort_add"),
    path("cases/<str:ref>/effort/<int:pk>/", effort_acts.EffortDone.as_view(), name="effort_done"),
    path("exports/", result_pages.result_list, name="result_list"),
    path("exports/alike/", result_pages.alike_list, name="result_alike"),
    path("exports/confirmed/", result_pages.confirm_thanks, name="confirm_thanks"),
]
