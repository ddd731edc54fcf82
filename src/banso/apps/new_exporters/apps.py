"""Django's entry for new exporters."""

from django.apps import AppConfig


class NewExportersConfig(AppConfig):
    """The one-stop programme: registered through partner bodies, handed over without being lost."""

    name = "banso.apps.new_exporters"
    label = "new_exporters"
