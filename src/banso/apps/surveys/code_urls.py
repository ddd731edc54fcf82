"""Short addresses that stand on letters."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.surveys import code_pages

app_name = "questionnaire"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", code_pages.enter, name="enter"),
    path("answer/", code_pages.answer, name="answer"),
]
