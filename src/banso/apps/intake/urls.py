"""Addresses of this room, spelt out from the root: /consultations/, /proposals/, /reasons/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.intake import views
from banso.apps.intake.acts import asking, needs, proposing, reasons, replying

app_name = "intake"
_NEED = "consultations/<str:ref>/needs/<int:pk>"
_PROPOSAL = "consultations/<str:ref>/proposals/<int:pk>"
urlpatterns: list[URLPattern | URLResolver] = [
    path("consultations/", views.consultation_list, name="consultation_list"),
    path("consultations/new/", asking.Ask.as_view(), name="consultation_ask"),
    path("consultations/firms/", asking.firm_find, name="firm_find"),
    path("consultations/<str:ref>/", views.consultation, name="consultation"),
    path("consultations/<str:ref>/needs/new/", asking.TakeOutNeed.as_view(), name="need_take_out"),
    path(f"{_NEED}/answer/", needs.AnswerNeed.as_view(), name="need_answer"),
    path(f"{_NEED}/propose/", proposing.Propose.as_view(), name="propose"),
    path(f"{_NEED}/pause/", needs.PauseNeed.as_view(), name="need_pause"),
    path(f"{_NEED}/resume/", needs.ResumeNeed.as_view(), name="need_resume"),
    path(f"{_NEED}/abandon/", needs.AbandonNeed.as_view(), name="need_abandon"),
    path(f"{_NEED}/take-up/", needs.TakeUpNeed.as_view(), name="need_take_up"),
    path(f"{_PROPOSAL}/withdraw/", proposing.Withdraw.as_view(), name="office_withdraw"),
    path(f"{_PROPOSAL}/send-again/", proposing.SendAgain.as_view(), name="office_send_again"),
    path(f"{_PROPOSAL}/reopen/", proposing.ReopenByOffice.as_view(), name="office_reopen"),
    path(f"{_PROPOSAL}/take/", replying.RecordTakeOn.as_view(), name="office_take"),
    path(f"{_PROPOSAL}/hand-back/", replying.RecordHandBack.as_view(), name="office_refuse"),
    path(f"{_PROPOSAL}/settle/", replying.RecordSettle.as_view(), name="office_settle"),
    path("proposals/", views.proposal_list, name="proposal_list"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/contacts/", replying.contacts, name="proposal_contacts"),
    path("proposals/<int:pk>/take/", replying.TakeOn.as_view(), name="proposal_take"),
    path("proposals/<int:pk>/hand-back/", replying.HandBack.as_view(), name="proposal_refuse"),
    path("proposals/<int:pk>/settle/", replying.Settle.as_view(), name="proposal_settle"),
    path("proposals/<int:pk>/reopen/", replying.Reopen.as_view(), name="proposal_reopen"),
    path("reasons/", reasons.reason_list, name="reason_list"),
    path("reasons/<str:which>/add/", reasons.AddReason.as_view(), name="reason_add"),
    path("reasons/<str:which>/<str:code>/retire/", reasons.RetireReason.as_view(), name="reason_retire"),
]
