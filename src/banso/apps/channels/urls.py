"""Addresses of this room, under /malls/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.channels import views

app_name = "channels"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.mall_list, name="mall_list"),
    path("<str:code>/", views.mall, name="mall"),
]
