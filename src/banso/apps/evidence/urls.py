"""Addresses of this room, under /evidence/."""

from django.urls import URLPattern, URLResolver, path, register_converter

from banso.apps.evidence import standing_pages, views


class Extension:
    """What a table or chart can be taken away as."""

    regex = "csv|xlsx|svg|png"

    def to_python(self, value: str) -> str:
        """The extension itself."""
        return value

    def to_url(self, value: str) -> str:
        """The extension itself."""
        return value


class Grouping(Extension):
    """What the adoption rate is grouped by."""

    regex = "year|office"


register_converter(Extension, "extension")
register_converter(Grouping, "grouping")

app_name = "evidence"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.show_overview, name="overview"),
    path("checks/", views.check_list, name="checks"),
    path("evidence.xlsx", views.workbook, name="workbook"),
    path("check.<extension:extension>", views.match_file, name="match_file"),
    path("comparison.<extension:extension>", views.comparison_file, name="comparison_file"),
    path("adoption-<grouping:by>.<extension:extension>", views.adoption_file, name="adoption_file"),
    path("tables/<str:code>.<extension:extension>", views.table_file, name="table_file"),
    path("standing/", standing_pages.standing_list, name="standing_list"),
    path("standing/<str:code>/", standing_pages.standing_indicator, name="standing_indicator"),
    path("standing/<str:code>/records/", standing_pages.standing_records, name="standing_records"),
    path("standing/<str:code>.<extension:extension>", standing_pages.standing_file, name="standing_file"),
    path("indicators/", views.indicator_list, name="indicator_list"),
    path("indicators/<str:indicator_id>/", views.indicator, name="indicator"),
    path("indicators/<str:indicator_id>/records/", views.records, name="records"),
    path("indicators/<str:indicator_id>.<extension:extension>", views.figure_file, name="figure_file"),
]
