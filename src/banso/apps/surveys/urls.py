"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.surveys import views

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.wave_list, name="wave_list"),
    path("form/", views.form, name="form"),
    path("upload/", views.answer_upload, name="answer_upload"),
    path("waves/<str:code>/", views.wave, name="wave"),
    path("answers/<int:pk>/", views.answer, name="answer"),
]
