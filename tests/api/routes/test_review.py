"""What the guide did not get right reaches the staff, who teach it for the next applicant."""

import errno
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import delete

from api.db.migrate import upgrade
from api.db.review import ReviewItem
from api.db.types import HALL_ZONE
from api.deps import Services
from api.duties import duties
from api.main import create_app
from api.services.reviews import KEEP, Reviews, Sighting
from api.wiring import open_knowledge
from knowledge import changes
from knowledge.loader import DATA
from knowledge.search import IndexMismatch, Result, Searcher
from tests.api.routes.conftest import INDEX, settings_with
from tests.api.routes.conversation import Chat
from tests.api.routes.fake_bot import FakeBot, says

REVIEW = "/api/v1/staff/review"
FOOD = "food-business-permit"
NEAR = [
    {"matter_id": FOOD, "name": "食品经营许可", "score": 0.21},
    {"matter_id": "prepackaged-food-filing", "name": "仅销售预包装食品备案", "score": 0.2},
]
SHOP = "想弄个飞艇小卖部摆摊"

Reply = Callable[[dict[str, Any]], list[dict[str, Any]]]


def replies(**context: Any) -> Reply:
    return lambda _: says("好", **context)


NOT_FOUND = replies(topic="none", decision="none", candidates=NEAR, matter_id=None)
ASKED_BACK = replies(topic="matter", decision="clarify", candidates=NEAR, matter_id=None)
SHOWN = replies(topic="matter", decision="match", candidates=NEAR, matter_id=FOOD)
NOTHING = replies(topic="none", intent="none_of_these", candidates=[], matter_id=None)
HANDED_OVER = replies(topic="handoff", handoff=True)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data that is written to."""
    return Path(shutil.copytree(DATA, tmp_path_factory.mktemp("review") / "data"))


@pytest.fixture(scope="module")
def client(data: Path, shared_bot: FakeBot) -> Iterator[TestClient]:
    """An application that serves the copy."""
    url = f"sqlite:///{data.parent / 'guide.db'}"
    upgrade(url)
    index = Path(shutil.copytree(INDEX, data.parent / "index"))
    settings = settings_with(url, shared_bot, knowledge_dir=data, index_dir=index)
    with TestClient(create_app(settings, open_knowledge)) as client:
        yield client


@pytest.fixture
def chat(client: TestClient, bot: FakeBot) -> Chat:
    """Somebody's conversation; the review list is empty when it begins."""
    with services(client).shared.sessions() as session, session.begin():
        session.execute(delete(ReviewItem))
    return Chat(client, park_id="gaoxin")


Reopening = Callable[[Callable[[], Any]], None]


@pytest.fixture
def reopening_by(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> Reopening:
    """Sets what happens instead of loading and indexing the data anew, which takes long."""
    state = client.app.state._state  # type: ignore[attr-defined]
    return partial(monkeypatch.setitem, state, "reopen")


def services(client: TestClient) -> Services:
    found: Services = client.app.state.services  # type: ignore[attr-defined]
    return found


class Desk:
    """A member of staff at the review list."""

    def __init__(self, client: TestClient, headers: dict[str, str]) -> None:
        self.client = client
        self.headers = headers

    def list(self, **query: Any) -> dict[str, Any]:
        """A page of the list, all that was said until now looked at."""
        services(self.client).shared.background.wait()
        answer = self.client.get(REVIEW, params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        page: dict[str, Any] = answer.json()
        return page

    def only(self) -> dict[str, Any]:
        """The one item that is open."""
        (item,) = self.list()["items"]
        found: dict[str, Any] = item
        return found

    def settle(self, item_id: str, how: str, **body: Any) -> Any:
        """The response to `accept` or `dismiss`."""
        return self.client.post(f"{REVIEW}/{item_id}/{how}", json=body, headers=self.headers)


@pytest.fixture
def desk(client: TestClient, staff: dict[str, str]) -> Desk:
    return Desk(client, staff)


def wait_for(event: threading.Event) -> None:
    event.wait(20)


def say(chat: Chat, bot: FakeBot, *turns: tuple[str, Reply]) -> None:
    """Say one thing after another, each answered as given."""
    for said, reply in turns:
        bot.answer = reply
        chat.turn(**{"payload" if said.startswith("/") else "text": said})


def test_what_was_not_found_is_listed_without_the_person(
    chat: Chat, bot: FakeBot, desk: Desk
) -> None:
    say(chat, bot, (f"我叫张三，电话13812345678，{SHOP}", NOT_FOUND))
    item = desk.only()
    assert item["text"] == f"我叫〔姓名〕,电话〔电话〕,{SHOP}"
    assert (item["times"], item["why"], item["state"]) == (1, "not_found", "open")
    assert (item["park_id"], item["edition_id"]) == ("gaoxin", "sample-2021")
    assert item["candidates"] == NEAR
    assert item["answered"] is None
    assert chat.session_id not in str(item)


def test_the_same_question_of_many_is_one_item(chat: Chat, bot: FakeBot, desk: Desk) -> None:
    for _ in range(3):
        say(Chat(chat.client), bot, (SHOP, NOT_FOUND))
    say(chat, bot, ("想弄别的飞艇事", NOT_FOUND))
    page = desk.list()
    assert [(item["text"], item["times"]) for item in page["items"]] == [
        (SHOP, 3),
        ("想弄别的飞艇事", 1),
    ]
    assert desk.list(limit=1, offset=1)["items"] == page["items"][1:]
    assert desk.list(why="corrected")["total"] == 0


def test_none_of_the_offered_and_a_person_after_it(chat: Chat, bot: FakeBot, desk: Desk) -> None:
    say(chat, bot, (SHOP, ASKED_BACK), ("/none_of_these", NOTHING))
    assert (desk.only()["why"], desk.only()["candidates"]) == ("none_of_these", NEAR)
    say(chat, bot, ("转人工", HANDED_OVER))
    assert (desk.only()["why"], desk.only()["times"]) == ("handed_over", 1)


def test_an_answer_that_was_corrected(chat: Chat, bot: FakeBot, desk: Desk) -> None:
    other = "prepackaged-food-filing"
    say(
        chat,
        bot,
        (SHOP, SHOWN),
        (f'/choose_matter{{"matter_id": "{other}"}}', replies(topic="matter", matter_id=other)),
    )
    item = desk.only()
    assert (item["text"], item["why"]) == (SHOP, "corrected")
    assert item["answered"] == {"matter_id": FOOD, "name": "食品经营许可"}
    assert item["chosen"]["matter_id"] == other


@pytest.mark.parametrize(
    ("said", "reply"),
    [(SHOP, SHOWN), ("给我讲个笑话", NOT_FOUND), ("？？", NOT_FOUND), ("你好", replies())],
)
def test_what_went_well_or_asks_for_nothing_is_not_listed(
    chat: Chat, bot: FakeBot, desk: Desk, said: str, reply: Reply
) -> None:
    say(chat, bot, (said, reply))
    assert desk.list()["total"] == 0


def test_also_what_is_answered_while_the_dialogue_is_away(
    chat: Chat, bot: FakeBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Searcher, "search", lambda *_, **__: Result("none", []))
    bot.status = 500
    chat.turn(text=SHOP)
    assert (desk.only()["text"], desk.only()["why"]) == (SHOP, "not_found")


def test_whoever_ends_the_conversation_leaves_nothing(chat: Chat, bot: FakeBot, desk: Desk) -> None:
    busy = threading.Event()
    services(chat.client).shared.background.do(lambda: wait_for(busy))
    say(chat, bot, (SHOP, NOT_FOUND))
    assert chat.client.delete(chat.path, headers=chat.headers).status_code == 204
    busy.set()
    assert desk.list()["total"] == 0


def test_a_failure_to_keep_it_is_nobodys_failure(
    chat: Chat, bot: FakeBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("no room left")

    monkeypatch.setattr(Reviews, "keep", fail)
    say(chat, bot, (SHOP, NOT_FOUND))
    assert desk.list()["total"] == 0
    monkeypatch.undo()
    say(chat, bot, (SHOP, NOT_FOUND))
    assert desk.only()["times"] == 1


def test_with_one_click_the_next_applicant_is_led_there(
    chat: Chat, bot: FakeBot, desk: Desk, data: Path
) -> None:
    say(chat, bot, (SHOP, NOT_FOUND))
    accepted = desk.settle(desk.only()["item_id"], "accept", matter_id=FOOD, **{"as": "phrasing"})

    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["message"].startswith("已收录到「食品经营许可」的说法")
    item = accepted.json()["item"]
    assert (item["state"], item["decided_by"]) == ("accepted", "staff")
    assert item["done"] == {
        "as": "phrasing", "kind": "matter", "target_id": FOOD, "name": "食品经营许可", "text": SHOP
    }  # fmt: skip
    assert SHOP in (data / "phrasings" / f"{FOOD}.yml").read_text("utf-8")
    found = chat.client.post("/api/v1/matters/search", json={"query": SHOP}).json()
    assert found["candidates"][0]["matter_id"] == FOOD
    assert desk.list()["total"] == 0
    assert desk.list(state="accepted")["total"] == 1
    again = desk.settle(item["item_id"], "accept", matter_id=FOOD)
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "这条已经有人收录过了，请刷新列表。",
    )


def test_what_is_known_already_only_closes_the_item(
    chat: Chat, bot: FakeBot, desk: Desk, reopening_by: Reopening
) -> None:
    reopening_by(lambda: pytest.fail("nothing is new"))
    say(chat, bot, ("开饭店", NOT_FOUND))
    accepted = desk.settle(desk.only()["item_id"], "accept", matter_id=FOOD)
    assert accepted.status_code == 200, accepted.text
    assert "已经有这句话" in accepted.json()["message"]
    assert desk.list()["total"] == 0


def test_other_words_as_a_referral(
    chat: Chat, bot: FakeBot, desk: Desk, data: Path, reopening_by: Reopening
) -> None:
    in_service = services(chat.client)
    reopening_by(lambda: in_service)
    say(chat, bot, (f"我叫张三，{SHOP}", NOT_FOUND))
    item_id = desk.only()["item_id"]
    personal = desk.settle(item_id, "accept", referral_id="household-id")
    assert (personal.status_code, "个人信息" in personal.json()["detail"]) == (422, True)
    text = "飞艇上生的小孩落户"
    accepted = desk.settle(item_id, "accept", referral_id="household-id", text=text)
    assert accepted.status_code == 200, accepted.text
    assert accepted.json()["item"]["done"]["as"] == "referral"
    assert text in (data / "referrals.yml").read_text("utf-8")


def test_an_alias_of_another_matter_is_refused_by_name(
    chat: Chat, bot: FakeBot, desk: Desk
) -> None:
    say(chat, bot, (SHOP, NOT_FOUND))
    item_id = desk.only()["item_id"]
    refused = desk.settle(item_id, "accept", matter_id=FOOD, text="施工许可证", **{"as": "alias"})
    assert refused.status_code == 409
    assert "「建筑工程施工许可证核发」" in refused.json()["detail"]
    assert desk.only()["item_id"] == item_id


def test_when_the_index_cannot_be_built_nothing_has_changed(
    chat: Chat, bot: FakeBot, desk: Desk, data: Path, reopening_by: Reopening
) -> None:
    def fail() -> None:
        raise IndexMismatch("no index")

    reopening_by(fail)
    before = {file: file.read_bytes() for file in data.rglob("*.yml")}
    say(chat, bot, ("想弄飞艇广告", NOT_FOUND))
    refused = desk.settle(desk.only()["item_id"], "accept", matter_id="outdoor-advertising")
    assert refused.status_code == 422
    assert refused.json()["problems"] == [{"message": "no index"}]
    assert {file: file.read_bytes() for file in data.rglob("*.yml")} == before
    assert desk.list()["total"] == 1


def test_one_at_a_time(chat: Chat, bot: FakeBot, desk: Desk, reopening_by: Reopening) -> None:
    begun, go_on, in_service = threading.Event(), threading.Event(), services(chat.client)

    def wait() -> Services:
        begun.set()
        go_on.wait(20)
        return in_service

    reopening_by(wait)
    say(chat, bot, ("想弄飞艇彩旗", NOT_FOUND))
    item_id = desk.only()["item_id"]
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(desk.settle, item_id, "accept", matter_id="outdoor-advertising")
        begun.wait(20)
        second = desk.settle(item_id, "accept", matter_id="outdoor-advertising")
        go_on.set()
    assert (first.result().status_code, second.status_code) == (200, 409)


def test_dismissing(chat: Chat, bot: FakeBot, desk: Desk) -> None:
    say(chat, bot, (SHOP, NOT_FOUND))
    item_id = desk.only()["item_id"]
    dismissed = desk.settle(item_id, "dismiss", reason="不是办事的问题")
    assert dismissed.status_code == 200
    assert dismissed.json()["done"] == {"reason": "不是办事的问题"}
    assert desk.list()["total"] == 0
    assert desk.settle(item_id, "dismiss").status_code == 409


def test_who_asks_the_same_over_and_over_counts_once(chat: Chat, bot: FakeBot, desk: Desk) -> None:
    for _ in range(4):
        say(chat, bot, (SHOP, NOT_FOUND))
    assert desk.only()["times"] == 1
    say(Chat(chat.client), bot, (SHOP, NOT_FOUND))
    assert desk.only()["times"] == 2


def test_two_who_accept_the_same_item_do_not_both_succeed(
    chat: Chat, bot: FakeBot, desk: Desk, reopening_by: Reopening, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_service, seconds = services(chat.client), []
    reopening_by(lambda: in_service)
    say(chat, bot, ("想弄飞艇条幅", NOT_FOUND))
    item_id = desk.only()["item_id"]
    settle = in_service.reviews.accept

    def slowly(*args: Any) -> Any:
        """Somebody else accepts it between the writing and the settling."""
        seconds.append(desk.settle(item_id, "accept", matter_id=FOOD))
        return settle(*args)

    monkeypatch.setattr(in_service.reviews, "accept", slowly)
    first = desk.settle(item_id, "accept", matter_id="outdoor-advertising")
    third = desk.settle(item_id, "accept", matter_id=FOOD)
    assert [first.status_code, seconds[0].status_code, third.status_code] == [200, 409, 409]


def test_when_the_old_state_cannot_be_restored_that_is_said(
    chat: Chat, bot: FakeBot, desk: Desk, data: Path, reopening_by: Reopening
) -> None:
    file = data / "phrasings" / f"{FOOD}.yml"
    before = file.read_bytes()

    def fail() -> None:
        file.unlink()
        raise IndexMismatch("no index")

    reopening_by(fail)
    say(chat, bot, ("想弄飞艇冰棍", NOT_FOUND))
    refused = desk.settle(desk.only()["item_id"], "accept", matter_id=FOOD)
    file.write_bytes(before)
    assert refused.status_code == 503
    detail = refused.json()["detail"]
    assert "没能恢复原样" in detail
    assert f"phrasings/{FOOD}.yml" in detail


def test_when_others_keep_editing_the_file_that_is_said(
    chat: Chat, bot: FakeBot, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def outdated(*_: Any) -> None:
        raise changes.Outdated

    monkeypatch.setattr(changes, "apply", outdated)
    say(chat, bot, ("想弄飞艇糖果", NOT_FOUND))
    item = desk.only()
    refused = desk.settle(item["item_id"], "accept", matter_id=FOOD)
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "资料刚被别人改过，请刷新后再试。",
    )
    assert desk.only() == item


def test_when_the_disk_is_full_it_is_said_and_nothing_changes(
    chat: Chat, bot: FakeBot, desk: Desk, data: Path, reopening_by: Reopening
) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "no space")

    reopening_by(full)
    before = {file: file.read_bytes() for file in data.rglob("*.yml")}
    say(chat, bot, ("想弄飞艇灯箱", NOT_FOUND))
    refused = desk.settle(desk.only()["item_id"], "accept", matter_id="outdoor-advertising")
    assert (refused.status_code, refused.json()["problems"]) == (503, [{"message": "磁盘已满"}])
    assert {file: file.read_bytes() for file in data.rglob("*.yml")} == before
    reloaded = desk.client.post("/api/v1/staff/knowledge/reload", headers=desk.headers)
    assert (reloaded.status_code, reloaded.json()["problems"]) == (503, [{"message": "磁盘已满"}])


def test_why_it_was_dismissed_names_nobody_and_it_can_be_deleted(
    chat: Chat, bot: FakeBot, desk: Desk
) -> None:
    say(chat, bot, (SHOP, NOT_FOUND))
    item_id = desk.only()["item_id"]
    dismissed = desk.settle(item_id, "dismiss", reason="13812345678打错了")
    assert dismissed.json()["done"] == {"reason": "〔电话〕打错了"}
    path = f"{REVIEW}/{item_id}"
    assert desk.client.delete(path, headers=desk.headers).status_code == 204
    assert desk.list(state="dismissed")["total"] == 0
    assert desk.client.delete(path, headers=desk.headers).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"matter_id": FOOD, "referral_id": "household-id"},
        {"referral_id": "household-id", "as": "alias"},
        {"matter_id": "no-such"},
        {"referral_id": "no-such"},
        {"matter_id": "../parks"},
        {"matter_id": FOOD, "as": "noun"},
        {"matter_id": FOOD, "text": " "},
        {"matter_id": FOOD, "text": "字" * 201},
        {"matter_id": FOOD, "text": "字" * 31, "as": "alias"},
        {"matter_id": FOOD, "text": "<b>小卖部</b>"},
        {"matter_id": FOOD, "text": "我叫李四，想开店"},
        {"matter_id": FOOD, "text": "〔姓名〕想开店"},
        {"matter_id": FOOD, "text": "怎么办", "as": "alias"},
        {"matter_id": FOOD, "text": "在哪里", "as": "alias"},
        {"matter_id": FOOD, "text": "你好"},
        {"matter_id": FOOD, "text": "？！"},
        {"referral_id": "household-id", "text": "需要什么材料"},
    ],
)
def test_what_cannot_be_taken_in_is_refused_and_stays_open(
    chat: Chat, bot: FakeBot, desk: Desk, body: dict[str, Any]
) -> None:
    say(chat, bot, ("想弄飞艇气球", NOT_FOUND))
    refused = desk.settle(desk.only()["item_id"], "accept", **body)
    assert refused.status_code == 422, refused.text
    assert any("一" <= character <= "鿿" for character in refused.json()["detail"])
    assert desk.list()["total"] == 1


def test_an_item_that_is_gone(desk: Desk) -> None:
    assert desk.settle("0" * 32, "accept", matter_id=FOOD).status_code == 404
    assert desk.settle("0" * 32, "dismiss").status_code == 404


@pytest.mark.parametrize(
    ("words", "kind", "target_id"),
    [
        ("餐饮证", "matter", FOOD),
        ("户口", "referral", "household-id"),
        ("想开个粉店", "matter", FOOD),
    ],
)
def test_any_matter_or_referral_can_be_looked_up(
    desk: Desk, words: str, kind: str, target_id: str
) -> None:
    answer = desk.client.get(f"{REVIEW}/targets", params={"q": words}, headers=desk.headers)
    found = [(target["kind"], target["target_id"]) for target in answer.json()["items"]]
    assert (kind, target_id) in found


def test_only_the_staff_may(client: TestClient, ours: dict[str, str]) -> None:
    for headers in ({}, ours, {"Authorization": "Bearer wrong"}):
        answers = [
            client.get(REVIEW, headers=headers),
            client.get(f"{REVIEW}/targets", params={"q": "x"}, headers=headers),
            client.post(f"{REVIEW}/{'0' * 32}/accept", json={}, headers=headers),
            client.post(f"{REVIEW}/{'0' * 32}/dismiss", json={}, headers=headers),
            client.delete(f"{REVIEW}/{'0' * 32}", headers=headers),
        ]
        assert {answer.status_code for answer in answers} == {401}


def test_what_nobody_settles_is_deleted_on_time(chat: Chat, desk: Desk) -> None:
    reviews, now = services(chat.client).reviews, datetime.now(HALL_ZONE)
    reviews.keep(Sighting("旧问题", "not_found", "e"), now - KEEP - timedelta(days=1))
    reviews.keep(Sighting("新问题", "not_found", "e"), now)
    assert duties(lambda: services(chat.client))["delete expired review items"].act() == 1
    assert desk.only()["text"] == "新问题"


def test_the_page_is_served(client: TestClient) -> None:
    page = client.get("/staff/review")
    assert page.status_code == 200
    assert "default-src 'none'" in page.text


def test_no_other_page_may_frame_it_and_no_browser_keeps_it(desk: Desk) -> None:
    page = desk.client.get("/staff/review")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"] == "frame-ancestors 'none'"
    assert desk.client.get(REVIEW, headers=desk.headers).headers["Cache-Control"] == "no-store"
    assert "X-Frame-Options" not in desk.client.get("/").headers, "a park may show the guide inside"
