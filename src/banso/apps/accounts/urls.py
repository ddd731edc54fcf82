"""Addresses of this room, spelt out from the root: /people/, /enter-as/, /link/<token>/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.accounts import entering

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("enter-as/", entering.enter_as, name="enter_as"),
]
