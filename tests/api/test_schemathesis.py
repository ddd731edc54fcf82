"""The API answers whatever is sent as its schema says, and never with a fault of its own."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from banso.apps.accounts.models import TokenScope, User
from banso.apps.accounts.tokens import issue_token

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
EXAMPLES = 15


@pytest.fixture
def surface(configuration, actor, person, settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    # The requests run inside the transaction of the test: nobody may close its connection.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    from banso.project.wsgi import application

    who = actor("office_manager", user=person("office_manager"))
    issued = issue_token(who, User.objects.get(pk=who.user_id), "test", TokenScope.values, 1)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application), issued.text
    for signal in signals:
        signal.connect(close_old_connections)


def test_nothing_is_found(surface):
    schema, text = surface
    for operation in schema.get_all_operations():
        _try(operation.ok(), {"Authorization": f"Bearer {text}"})


def _try(operation, headers):
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def check(case):
        case.call_and_validate(headers=headers, checks=CHECKS)

    check()
