"""What a request makes us work out is kept until it is answered, and no longer."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from api.forgetting import Forgetting
from knowledge.memory import remembered


@pytest.fixture
def done() -> list[str]:
    """What was worked out, in order."""
    return []


@pytest.fixture
def client(done: list[str]) -> TestClient:
    @remembered
    def work(said: str) -> str:
        done.append(said)
        return said

    def answer(request: Request) -> PlainTextResponse:  # in a thread, as most of ours are
        return PlainTextResponse(work(request.query_params["q"]) + work(request.query_params["q"]))

    app = Starlette(routes=[Route("/", answer)])
    app.add_middleware(Forgetting)
    return TestClient(app)


def test_one_request_works_a_thing_out_once(client: TestClient, done: list[str]) -> None:
    assert client.get("/", params={"q": "张三"}).text == "张三张三"
    assert done == ["张三"]


def test_the_next_request_finds_nothing_kept(client: TestClient, done: list[str]) -> None:
    client.get("/", params={"q": "张三"})
    client.get("/", params={"q": "张三"})
    assert done == ["张三", "张三"]
