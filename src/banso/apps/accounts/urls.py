"""Addresses of this room, spelt out from the root: /account/, /people/, /enter-as/, /l/<token>/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.accounts import absence_pages, entering, entrance, token_pages, views

app_name = "accounts"
urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", entrance.own_account, name="own_account"),
    path("account/tokens/", token_pages.token_list, name="tokens"),
    path("account/tokens/new/", token_pages.token_new, name="token_new"),
    path("account/tokens/<int:pk>/revoke/", token_pages.RevokeToken.as_view(), name="token_revoke"),
    path("enter-as/", entering.enter_as, name="enter_as"),
    path("l/<str:token>/", entrance.link, name="link"),
    path("people/", views.people_page, name="people"),
    path("people/invite/", views.invite, name="invite"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/roles/", views.role_give, name="role_give"),
    path("people/<int:pk>/roles/<int:assignment>/end/", views.role_end, name="role_end"),
    path("people/<int:pk>/absences/", absence_pages.NoteAbsence.as_view(), name="absences"),
    path(
        "people/<int:pk>/absences/<int:absence>/take-back/",
        absence_pages.TakeBackAbsence.as_view(),
        name="absence_take_back",
    ),
    path("people/<int:pk>/<slug:act>/", views.person_act, name="person_act"),
]
