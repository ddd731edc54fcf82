"""Addresses of the jobs."""

from django.urls import path

from banso.apps.jobs import views

app_name = "jobs"
urlpatterns = [path("", views.job_list, name="job_list")]
