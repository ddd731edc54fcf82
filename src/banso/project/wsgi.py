"""The WSGI entry point that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.project.settings")
application = get_wsgi_application()


def settle() -> None:
    """Load all pages, and let the collector of garbage leave alone what stands for as long as the process.

    Looking through it again took a tenth of a second, at moments that nobody chose.
    """
    get_resolver().url_patterns  # noqa: B018
    gc.collect()
    gc.freeze()


settle()
