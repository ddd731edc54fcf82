"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.casework import (
    acts,
    agreed_urls,
    cause_acts,
    follow_up_urls,
    gate_acts,
    result_urls,
    track_record_acts,
    views,
)

app_name = "casework"
urlpatterns: list[URLPattern | URLResolver] = [
    path("cases/", views.case_list, name="case_list"),
    path("cases/<str:ref>/", views.case, name="case"),
    path("cases/<str:ref>/case.xlsx", views.case_workbook, name="case_workbook"),
    path("cases/<str:ref>/as-firm/", views.case_as_firm, name="case_as_firm"),
    path("cases/<str:ref>/activity/", acts.LogActivity.as_view(), name="activity_log"),
    *result_urls.urlpatterns,
    path("gates/", views.gate_list, name="gate_list"),
    path("cases/<str:ref>/gate/", gate_acts.DecideGate.as_view(), name="gate_decide"),
    path("cases/<str:ref>/gate/<int:pk>/agree/", gate_acts.AgreeToGate.as_view(), name="gate_agree"),
    path("cases/<str:ref>/gate/<int:pk>/reply/", gate_acts.ReplyToGate.as_view(), name="gate_reply"),
    path("cases/<str:ref>/gate/<int:pk>/settle/", gate_acts.SettleGate.as_view(), name="gate_settle"),
    path("cases/<str:ref>/gate/<int:pk>/remedy/", gate_acts.RecordRemedy.as_view(), name="gate_remedy"),
    path("cases/<str:ref>/resume/", gate_acts.ResumeCase.as_view(), name="case_resume"),
    path("cases/<str:ref>/causes/", cause_acts.NoteCause.as_view(), name="cause_note"),
    path("cases/<str:ref>/causes/<int:pk>/solve/", cause_acts.SolveCause.as_view(), name="cause_solve"),
    path("cases/<str:ref>/causes/<int:pk>/reopen/", cause_acts.ReopenCause.as_view(), name="cause_reopen"),
    path("cases/<str:ref>/expert/", acts.AssignExpert.as_view(), name="expert_assign"),
    path("cases/<str:ref>/end/", acts.EndSupport.as_view(), name="support_end"),
    *agreed_urls.urlpatterns,
    path("firms/<str:ref>/ec-proof/", track_record_acts.AcceptProof.as_view(), name="ec_prove"),
    path("ec-proofs/<int:pk>/withdraw/", track_record_acts.WithdrawProof.as_view(), name="ec_proof_withdraw"),
    path("follow-ups/", views.follow_up_list, name="follow_up_list"),
    *follow_up_urls.urlpatterns,
]
