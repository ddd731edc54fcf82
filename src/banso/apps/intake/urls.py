"""Addresses of this room, spelt out from the root: /consultations/, /proposals/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.intake import acts, views

app_name = "intake"
urlpatterns: list[URLPattern | URLResolver] = [
    path("consultations/", views.consultation_list, name="consultation_list"),
    path("consultations/new/", acts.Ask.as_view(), name="consultation_ask"),
    path("consultations/<str:ref>/", views.consultation, name="consultation"),
    path("consultations/<str:ref>/needs/new/", acts.TakeOutNeed.as_view(), name="need_take_out"),
    path("consultations/<str:ref>/needs/<int:pk>/answer/", acts.AnswerNeed.as_view(), name="need_answer"),
    path("consultations/<str:ref>/needs/<int:pk>/propose/", acts.Propose.as_view(), name="propose"),
    path(
        "consultations/<str:ref>/proposals/<int:pk>/reopen/",
        acts.ReopenByOffice.as_view(),
        name="office_reopen",
    ),
    path("proposals/", views.proposal_list, name="proposal_list"),
    path("proposals/<int:pk>/", views.proposal, name="proposal"),
    path("proposals/<int:pk>/take/", acts.TakeOn.as_view(), name="proposal_take"),
    path("proposals/<int:pk>/hand-back/", acts.HandBack.as_view(), name="proposal_refuse"),
    path("proposals/<int:pk>/settle/", acts.Settle.as_view(), name="proposal_settle"),
    path("proposals/<int:pk>/reopen/", acts.Reopen.as_view(), name="proposal_reopen"),
]
