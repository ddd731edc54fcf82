"""Addresses of goals, and of the documents that firm and office agree on."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.casework import goal_acts, plan_pages

_GOAL, _PLAN = "cases/<str:ref>/goal/", "cases/<str:ref>/plans/<str:kind>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("goals/weigh/<str:ref>/", goal_acts.weigh, name="goal_weigh"),
    path(f"{_GOAL}revise/", goal_acts.ReviseGoal.as_view(), name="goal_revise"),
    path(f"{_GOAL}<int:version>/agree/", goal_acts.AgreeGoal.as_view(), name="goal_agree"),
    path(f"{_GOAL}<int:version>/drop/", goal_acts.DropGoal.as_view(), name="goal_drop"),
    path(_PLAN, plan_pages.plan, name="plan"),
    path(f"{_PLAN}compare/", plan_pages.compare, name="plan_compare"),
    path(f"{_PLAN}xlsx/", plan_pages.take_away, name="plan_xlsx"),
    path(f"{_PLAN}write/", plan_pages.WritePlan.as_view(), name="plan_write"),
    path(f"{_PLAN}send/", plan_pages.SendPlan.as_view(), name="plan_send"),
    path(f"{_PLAN}agree/", plan_pages.AgreePlan.as_view(), name="plan_agree"),
    path(f"{_PLAN}paper/", plan_pages.AcceptPaper.as_view(), name="plan_paper"),
]
