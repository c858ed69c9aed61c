"""Pages as QR codes: read back by what draws them."""

import pytest
from fastapi.testclient import TestClient

from api.services.qr import qr_picture
from tests.api.routes.faults import faults

CODES = "/api/v1/page-codes"


def code(client: TestClient, page: str) -> bytes:
    answer = client.get(CODES, params={"page": page})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cache-control"] == "no-store"
    return answer.content


def test_a_page_is_coded_at_the_address_that_was_asked(client: TestClient) -> None:
    page = "/visit?code=KQ7M2XA4"
    assert code(client, page) == qr_picture(f"http://testserver{page}")


def test_a_public_address_goes_before_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = client.app.state.services.shared.settings  # type: ignore[attr-defined]
    monkeypatch.setattr(settings, "public_url", "https://guide.example.gov.cn/")
    page = "/plan?journey=build-plant&answers=land.yes,kind.new&done=investment-filing"
    assert code(client, page) == qr_picture(f"https://guide.example.gov.cn{page}")


@pytest.mark.parametrize(
    "page",
    ["", "visit?code=A", "//example.com/visit?code=A", "https://example.com/", "/visit",
     "/staff/review?a=b", "/visit?code=A#x", "/visit?code=<b>", "/visit?code=" + "A" * 501],
)  # fmt: skip
def test_nothing_but_a_page_to_take_home_is_coded(client: TestClient, page: str) -> None:
    found = faults(client.get(CODES, params={"page": page}))
    assert "页面的路径" in found["page"]
