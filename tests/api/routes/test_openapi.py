"""The service does what its own OpenAPI description says, whatever it is sent."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.main import create_app
from tests.api.routes.fake_bot import FakeBot
from tests.ports import free_port

EXAMPLES = 12
CALL_TIMEOUT_S = 20
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def url(app: FastAPI) -> Iterator[str]:
    """The application behind a real server."""
    server = uvicorn.Server(uvicorn.Config(app, port=free_port(), log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        thread.join(timeout=0.05)
    yield f"http://127.0.0.1:{server.config.port}"
    server.should_exit = True
    thread.join()


schema = schemathesis.openapi.from_dict(create_app().openapi())


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_the_answer_is_as_described(
    case: Case[Any], url: str, bot: FakeBot, staff: dict[str, str], ours: dict[str, str]
) -> None:
    case.call_and_validate(
        base_url=url, headers={**staff, **ours}, checks=CHECKS, timeout=CALL_TIMEOUT_S
    )
