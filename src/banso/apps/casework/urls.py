"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.casework import acts, views

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/<str:ref>/", views.case, name="case"),
    path("cases/<str:ref>/as-firm/", views.case_as_firm, name="case_as_firm"),
    path("cases/<str:ref>/activity/", acts.LogActivity.as_view(), name="activity_log"),
    path("cases/<str:ref>/export/", acts.RecordResult.as_view(), name="result_record"),
    path("cases/<str:ref>/export/<int:pk>/", acts.ConfirmResult.as_view(), name="result_confirm"),
    path("cases/<str:ref>/effort/<int:pk>/", acts.EffortDone.as_view(), name="effort_done"),
    path("cases/<str:ref>/gate/", acts.DecideGate.as_view(), name="gate_decide"),
    path("cases/<str:ref>/resume/", acts.ResumeCase.as_view(), name="case_resume"),
    path("cases/<str:ref>/expert/", acts.AssignExpert.as_view(), name="expert_assign"),
    path("cases/<str:ref>/end/", acts.EndSupport.as_view(), name="support_end"),
    path("follow-ups/", views.follow_up_list, name="follow_up_list"),
    path("follow-ups/<int:pk>/", acts.RecordFollowUp.as_view(), name="follow_up"),
]
