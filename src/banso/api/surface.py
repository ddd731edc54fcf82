"""The API as a whole: its version, who may call it, its parts and addresses."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from banso.api import cases, firms, follow_ups, problems, results
from banso.api.auth import Token

_OK = "2"


class Surface(NinjaAPI):
    """The API, whose schema says that faults come as problem details."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The schema, with the media type of faults set right."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if not str(status).startswith(_OK) and "application/json" in response["content"]:
                        response["content"] = {problems.MEDIA: response["content"]["application/json"]}
        return schema


api = Surface(
    title="Banso",
    version="1.0",
    description="Firms, cases, export results and follow-ups, within the rights of a token's person.",
    auth=Token(),
    docs_url=None,
    urls_namespace="api",
)
problems.handle(api)
api.add_router("/firms", firms.router)
api.add_router("/cases", cases.router)
api.add_router("/results", results.router)
api.add_router("/follow-ups", follow_ups.router)


def _guarding_itself() -> tuple[list[URLPattern], str, str]:
    """The addresses, marked as guarding themselves: by token, scope and the table of permissions."""
    patterns, application, namespace = api.urls
    for pattern in patterns:
        pattern.callback.action = None
    return patterns, application, namespace


urls = _guarding_itself()
