"""Addresses of this room, below /buyers/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.buyers import acts, demand, pages

app_name = "buyers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.company_list, name="company_list"),
    path("demand/", demand.demand, name="demand"),
    path("invite/", acts.Invite.as_view(), name="invite"),
    path("recommendations/", pages.recommendation_list, name="recommendation_list"),
    path("recommendations/<int:pk>/", acts.Approve.as_view(), name="recommendation_approve"),
    path("recommendations/<int:pk>/refuse/", acts.Refuse.as_view(), name="recommendation_refuse"),
    path("<str:ref>/", pages.company, name="company"),
    path("<str:ref>/access/", acts.ChangeReach.as_view(), name="reach"),
    path("<str:ref>/people/", acts.AddPerson.as_view(), name="person_add"),
    path("<str:ref>/people/<int:pk>/link/", acts.SendLink.as_view(), name="person_link"),
    path("<str:ref>/suspend/", acts.Suspend.as_view(), name="suspend"),
    path("<str:ref>/resume/", acts.Resume.as_view(), name="resume"),
]
