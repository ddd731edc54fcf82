"""Addresses of the room."""

from django.urls import URLPattern, path

from banso.apps.matching import acts, mine, plans, views

app_name = "matching"
urlpatterns: list[URLPattern] = [
    path("needs/<int:pk>/", views.need, name="need"),
    path("needs/<int:pk>/all/", views.need_all, name="need_all"),
    path("needs/<int:pk>/choose/<str:code>/", acts.ChooseForNeed.as_view(), name="need_choose"),
    path("cases/<str:ref>/", views.case, name="case"),
    path("cases/<str:ref>/all/", views.case_all, name="case_all"),
    path("cases/<str:ref>/choose/<str:code>/", acts.ChooseForCase.as_view(), name="case_choose"),
    path("plans/", plans.plan_list, name="plan_list"),
    path("plan/", plans.plan, name="plan"),
    path("plan/confirm/", acts.ConfirmPlan.as_view(), name="plan_confirm"),
    path("rows/<int:pk>/", plans.pair, name="pair"),
    path("rows/<int:pk>/confirm/", acts.ConfirmPair.as_view(), name="pair_confirm"),
    path("rows/<int:pk>/change/", acts.ChangePair.as_view(), name="pair_change"),
    path("rows/<int:pk>/drop/", acts.DropPair.as_view(), name="pair_drop"),
    path("load/", plans.load_list, name="load_list"),
    path("week/", mine.own_week, name="own_week"),
]
