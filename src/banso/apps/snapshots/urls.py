"""Addresses of this room, under /snapshots/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.snapshots import views

app_name = "snapshots"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.snapshot_list, name="snapshot_list"),
    path("take/", views.snapshot_take, name="snapshot_take"),
    path("<str:name>/", views.snapshot, name="snapshot"),
]
