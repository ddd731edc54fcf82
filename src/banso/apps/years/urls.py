"""Addresses of the room: /years/."""

from django.urls import URLPattern, path

from banso.apps.years import acts, copy_pages, pages

app_name = "years"
urlpatterns: list[URLPattern] = [
    path("", pages.year_list, name="year_list"),
    path("<int:year>/", pages.year, name="year"),
    path("<int:year>/prepare/", acts.Prepare.as_view(), name="prepare"),
    path("<int:year>/open/", acts.Open.as_view(), name="open"),
    path("<int:year>/close/", acts.Close.as_view(), name="close"),
    path("<int:year>/reopen/", acts.Reopen.as_view(), name="reopen"),
    path("<int:year>/copy/<str:kind>/", copy_pages.copy_list, name="copy_list"),
    path("<int:year>/copy/<str:kind>/<int:pk>/", copy_pages.Choose.as_view(), name="copy_row"),
    path("<int:year>/unfinished/", pages.unfinished, name="unfinished"),
    path("<int:year>/unfinished/<str:kind>/", pages.unfinished_kind, name="unfinished_kind"),
    path("<int:year>/offices/", pages.office_list, name="office_list"),
    path("<int:year>/offices/<str:code>/", acts.OfficePlan.as_view(), name="office_plan"),
]
