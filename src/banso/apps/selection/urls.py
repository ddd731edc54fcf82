"""Addresses of this room, under /applications/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.selection import acts, judging, look_pages, place_pages, round_views, typed, views

app_name = "selection"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.application_list, name="application_list"),
    path("new/", acts.New.as_view(), name="application_new"),
    path("typed/", typed.KeepTyped.as_view(), name="application_typed"),
    path("rounds/", round_views.round_list, name="round_list"),
    path("rounds/new/", round_views.OpenRound.as_view(), name="round_new"),
    path("rounds/<str:code>/", round_views.round_page, name="round"),
    path("rounds/<str:code>/places/", place_pages.place_list, name="place_list"),
    path("rounds/<str:code>/edit/", round_views.ChangeRound.as_view(), name="round_edit"),
    path("rounds/<str:code>/draw/", round_views.DrawLot.as_view(), name="round_draw"),
    path("rounds/<str:code>/places/<int:number>/free/", round_views.FreePlace.as_view(), name="place_free"),
    path("lots/<int:pk>/", round_views.lot_page, name="lot"),
    path("second-looks/", look_pages.look_list, name="look_list"),
    path("second-looks/open/", look_pages.look_open, name="look_open"),
    path("second-looks/<int:pk>/assign/", look_pages.AssignLook.as_view(), name="look_assign"),
    path("second-looks/<int:pk>/", judging.LookAgain.as_view(), name="look_again"),
    path("<str:ref>/", views.application, name="application"),
    path("<str:ref>/edit/", acts.Edit.as_view(), name="application_edit"),
    path("<str:ref>/submit/", acts.Submit.as_view(), name="application_submit"),
    path("<str:ref>/withdraw/", acts.Withdraw.as_view(), name="application_withdraw"),
    path("<str:ref>/declare/", judging.Declare.as_view(), name="application_declare"),
    path("<str:ref>/screen/", judging.Screen.as_view(), name="application_screen"),
    path("<str:ref>/discuss/", judging.Discuss.as_view(), name="application_discuss"),
    path("<str:ref>/assent/", judging.Assent.as_view(), name="application_assent"),
    path("<str:ref>/determine/", judging.Determine.as_view(), name="application_determine"),
]
