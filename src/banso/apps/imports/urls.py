"""Addresses under /imports/."""

from django.urls import URLPattern, URLResolver, path

from banso.apps.imports import new_exporter_pages, pages

app_name = "imports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.run_list, name="run_list"),
    path("send/", pages.send, name="send"),
    path("templates/<slug:kind>.<slug:extension>", pages.template, name="template"),
    path("new-exporters/", new_exporter_pages.bulk, name="new_exporters"),
    path("new-exporters/template/", new_exporter_pages.bulk_template, name="new_exporters_template"),
    path("<str:ref>/", pages.run_page, name="run"),
    path("<str:ref>/columns/", pages.columns, name="columns"),
    path("<str:ref>/store/", pages.store, name="store"),
    path("<str:ref>/reconciliation.xlsx", pages.reconciliation, name="reconciliation"),
]
