"""Addresses of the room: /new-exporters/."""

from django.urls import URLPattern, path

from banso.apps.new_exporters import acts, views

app_name = "new_exporters"
urlpatterns: list[URLPattern] = [
    path("", views.registration_list, name="registration_list"),
    path("overview/", views.board, name="board"),
    path("register/", acts.Register.as_view(), name="register"),
    path("<str:ref>/", views.registration, name="registration"),
    path("<str:ref>/readiness/", acts.ChangeReadiness.as_view(), name="readiness"),
    path("<str:ref>/consent/", acts.Consent.as_view(), name="consent"),
    path("<str:ref>/close/", acts.Close.as_view(), name="close"),
    path("<str:ref>/lead/", acts.OfferLead.as_view(), name="offer_lead"),
    path("<str:ref>/parts/new/", acts.PlanPart.as_view(), name="plan"),
    path("<str:ref>/parts/<int:pk>/hand-over/", acts.OfferPart.as_view(), name="offer"),
    path("<str:ref>/parts/<int:pk>/<str:event>/", acts.Step.as_view(), name="step"),
    path("<str:ref>/hand-overs/<int:pk>/accept/", acts.Accept.as_view(), name="accept"),
    path("<str:ref>/hand-overs/<int:pk>/hand-back/", acts.HandBack.as_view(), name="hand_back"),
    path("<str:ref>/hand-overs/<int:pk>/recall/", acts.Recall.as_view(), name="recall"),
]
