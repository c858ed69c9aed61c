"""The kiosk on the real application: what becomes of a held seat and of a visit."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from api.db.booking import Booking
from api.db.chat import Conversation, Message
from api.db.intake import Handoff
from tests.api.booking.house import NINE, TEN
from tests.api.hall import MATTER, PARK
from tests.web.hall import Hall, pages_of, running_hall
from tests.web.talk import answers, say

OPEN = Callable[..., Page]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    with running_hall(tmp_path_factory.mktemp("kiosk")) as hall:
        yield hall


@pytest.fixture
def opened(browser: Browser, hall: Hall) -> Iterator[OPEN]:
    with pages_of(browser, hall) as open_page:
        yield open_page


def kept(hall: Hall, table: type[Conversation | Message | Handoff]) -> int:
    with hall.services.shared.sessions() as session:
        return len(session.scalars(select(table)).all())


def held(hall: Hall) -> list[str]:
    """The slots of which a seat is held."""
    with hall.services.shared.sessions() as session:
        query = select(Booking.slot_id).where(Booking.status == "held")
        return list(session.scalars(query))


def test_what_is_cleared_goes_from_the_server_and_what_is_booked_stays(
    opened: OPEN, hall: Hall
) -> None:
    hall.book(TEN)
    page = opened("/kiosk?hall=gaoxin-hall", "desk")
    page.get_by_role("button", name="请点这里开始").click()
    say(page, "我叫王小明，电话13812345678")
    expect(answers(page)).to_have_count(2)
    services = hall.services
    with services.shared.sessions() as session:
        conversation = session.scalars(select(Conversation)).one()
    assert (conversation.channel, conversation.context["park_id"]) == ("kiosk", PARK)
    services.holds.hold(conversation.conversation_id, PARK, MATTER, NINE, hall.now)
    services.handoffs.ask(conversation.conversation_id, None, hall.now)
    assert held(hall) == [NINE]
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.get_by_role("button", name="办完了，清除").first.click()
    expect(page.get_by_text("上一次的对话已经删除。")).to_be_visible()
    assert [kept(hall, table) for table in (Conversation, Message, Handoff)] == [0, 0, 0]
    assert held(hall) == []
    with services.shared.sessions() as session:
        visits = session.scalars(select(Booking.slot_id).where(Booking.status == "confirmed"))
        assert list(visits) == [TEN]
