"""Addresses of this room."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.policies import acts, editing, effects, files, moving, trying, views

app_name = "policies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.version_list, name="version_list"),
    path("families/<str:family>/rights/", acts.Stewards.as_view(), name="stewards"),
    path("families/<str:family>/rights/<int:pk>/end/", acts.EndRight.as_view(), name="steward_end"),
    path("<str:code>/", views.version, name="version"),
    path("<str:code>/tables/<str:table>/", views.table, name="table"),
    path("<str:code>/tables/<str:table>/save/", editing.save, name="save"),
    path("<str:code>/tables/<str:table>/check/", editing.check, name="check"),
    path("<str:code>/difference/", effects.difference, name="difference"),
    path("<str:code>/compare/", effects.compare, name="compare"),
    path("<str:code>/try/", trying.try_one, name="try_one"),
    path("<str:code>/impact/", effects.impact, name="impact"),
    path("<str:code>/impact/cases/", effects.moved, name="moved"),
    path("<str:code>/workbook/", files.workbook, name="workbook"),
    path("<str:code>/upload/", files.Upload.as_view(), name="upload"),
    path("<str:code>/copy/", acts.Copy.as_view(), name="copy"),
    path("<str:code>/head/", acts.HeadEdit.as_view(), name="head"),
    path("<str:code>/send/", acts.Send.as_view(), name="send"),
    path("<str:code>/return/", acts.Return.as_view(), name="return"),
    path("<str:code>/approve/", acts.Approve.as_view(), name="approve"),
    path("<str:code>/publish/", acts.Publish.as_view(), name="publish"),
    path("<str:code>/end/", acts.End.as_view(), name="end"),
    path("<str:code>/move/<str:ref>/", moving.Move.as_view(), name="move"),
    path("<str:code>/discard/", acts.Discard.as_view(), name="discard"),
]
