"""Going through a plan: what our action server asks, and what it is told."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

Move = Callable[..., dict[str, Any]]


@pytest.fixture
def move(client: TestClient, ours: dict[str, str]) -> Move:
    def take(name: str, **asked: Any) -> dict[str, Any]:
        answer = client.post(
            "/api/v1/internal/journeys/moves", json={"move": name, **asked}, headers=ours
        )
        assert answer.status_code == 200, answer.text
        told: dict[str, Any] = answer.json()
        return told

    return take


@pytest.fixture
def planned(move: Move) -> dict[str, Any]:
    """A plan for a rented workshop whose questions are answered."""
    journey = move("start", query="租标准厂房投产要办哪些")["journey"]
    told = "做电子的，不涉及危化品，执照有了，不装修"
    journey = move("answer", query=told, journey=journey)["journey"]
    assert isinstance(journey, dict)
    return journey


def test_the_first_answer_asks_one_question_and_shows_what_there_is(move: Move) -> None:
    told = move("start", query="办厂要跑哪些证")
    assert (told["outcome"], told["waits_for"]) == ("asked", "question")
    assert [one["title"] for one in told["buttons"]][-1] == "不清楚"
    assert told["card"]["first"] is True


def test_what_is_told_already_is_not_asked(move: Move) -> None:
    journey = move("start", query="办厂要跑哪些证")["journey"]
    told = move("answer", query="我们是租的标准厂房，做电子的，不涉及危化品", journey=journey)
    assert told["journey"]["id"] == "standard-workshop"
    assert told["journey"]["asked"] == "licence"
    assert "租标准厂房、有生产加工、不涉及危化品" in told["text"]


def test_who_does_not_know_keeps_both_ways_and_is_told_so(move: Move) -> None:
    journey = move("start", subject="build-plant")["journey"]
    told = move("answer", query="不清楚", journey=journey)
    assert told["journey"]["answers"] == {"site": "unknown"}
    assert "两种情况都留在计划里" in told["text"]


def test_after_the_last_answer_comes_the_plan_for_just_this_case(
    move: Move, planned: dict[str, Any], client: TestClient
) -> None:
    told = move("show", journey=planned, park_id="gaoxin")
    card = told["card"]
    ids = [step["matter_id"] for stage in card["stages"] for step in stage]
    assert "enterprise-registration" not in ids
    assert "hazchem-project-review" not in ids
    assert card["stages"][0][0]["window"]
    assert "节能" in card["regional"]
    page = client.get(f"/api/v1/journeys/{card['journey_id']}?{card['print'].partition('&')[2]}")
    assert [[s["matter_id"] for s in stage] for stage in page.json()["stages"]] == [
        [s["matter_id"] for s in stage] for stage in card["stages"]
    ]
    assert client.get(card["picture"]).status_code == 200


def test_what_is_done_is_kept_and_shown(move: Move, planned: dict[str, Any]) -> None:
    told = move("done", query="立项和环评都办好了", journey=planned)
    assert told["journey"]["done"] == ["investment-filing", "eia-approval", "eia-registration"]
    assert told["card"]["progress"]["done"] == 3
    assert "已办好" in told["text"]
    left = move("left", journey=told["journey"])
    assert "企业投资项目备案" not in left["text"]


def test_doing_one_alternative_leaves_the_other_out(move: Move, planned: dict[str, Any]) -> None:
    done = move("done", query="环评登记表备案办好了", journey=planned)
    ids = [step["matter_id"] for stage in done["card"]["stages"] for step in stage]
    assert "eia-registration" in ids
    assert "eia-approval" not in ids


def test_the_next_step_follows_the_one_told_last(move: Move, planned: dict[str, Any]) -> None:
    first = move("first", journey=planned)
    assert first["text"].startswith("第1步")
    following = move("next", journey=first["journey"])
    assert following["text"].startswith("第2步")
    assert following["matter_id"] == "eia-approval"
    far = move("stage", query="从第九步开始说", journey=planned)
    assert "没有第9步" in far["text"]


def test_a_mistake_is_taken_back(move: Move, planned: dict[str, Any]) -> None:
    done = move("done", query="立项办好了", journey=planned)
    back = move("undone", query="立项其实还没办", journey=done["journey"])
    assert back["journey"]["done"] == []


def test_another_answer_plans_anew_and_keeps_what_is_done(
    move: Move, planned: dict[str, Any]
) -> None:
    done = move("done", query="立项办好了", journey=planned)["journey"]
    told = move("answer", query="不是，我们是自己建厂房", journey=done)
    assert told["journey"]["id"] == "build-plant"
    assert told["journey"]["done"] == ["investment-filing"]


def test_words_that_tell_nothing_are_no_answer(move: Move, planned: dict[str, Any]) -> None:
    assert move("answer", query="不对，我是经开区的", journey=planned)["understood"] is False
    assert move("step", query="那步要多久", journey=planned)["understood"] is False
    assert move("step", query="环评那步", journey=planned)["matter_id"] == "eia-approval"


def test_a_wish_that_names_nothing_leaves_four_to_choose_from(move: Move) -> None:
    told = move("start", query="全流程要办哪些")
    assert (told["outcome"], told["waits_for"]) == ("clarify", "which")
    assert len(told["buttons"]) == 5
    assert told["buttons"][-1]["title"] == "都不是"


def test_a_plan_of_another_edition_begins_anew(move: Move) -> None:
    assert move("show", journey={"id": "gone"})["waits_for"] == "which"
    told = move("show", journey={"id": "canteen", "answers": {"gone": "x"}, "done": ["gone"]})
    assert told["card"]["progress"]["done"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"move": "fly"},
        {"move": "show", "journey": {"id": "<b>"}},
        {"move": "start", "query": "长" * 2001},
    ],
)
def test_what_is_no_move_is_refused(
    client: TestClient, ours: dict[str, str], body: dict[str, Any]
) -> None:
    answer = client.post("/api/v1/internal/journeys/moves", json=body, headers=ours)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "query", ["answers=site.gone", "answers=gone.x", "answers=<b>", "done=gone", "done=,"]
)
def test_a_plan_that_cannot_be_is_refused_with_a_way_on(client: TestClient, query: str) -> None:
    for path in ("", "/picture"):
        answer = client.get(f"/api/v1/journeys/build-plant{path}?{query}")
        assert answer.status_code == 422


def test_what_comes_before_a_step_is_told_with_its_rule(move: Move) -> None:
    journey = move("start", query="从拿地到投产要办哪些")["journey"]
    told = move("before", query="施工许可证前面必须先办好哪个证", journey=journey)
    assert told["matter_id"] == "construction-permit"
    assert "建设工程规划许可证核发" in told["text"]
    assert "建筑法" in told["text"]


def test_without_a_plan_that_of_the_matter_is_taken_and_named(move: Move) -> None:
    told = move("before", query="办这个之前要先办什么", matter_id="construction-planning-permit")
    assert "「建厂房」" in told["text"]
    assert "建设用地规划许可证核发" in told["text"]


def test_of_two_steps_the_first_is_named(move: Move) -> None:
    journey = move("start", query="从拿地到投产要办哪些")["journey"]
    text = move("before", query="施工许可和用地规划许可哪个先办", journey=journey)["text"]
    assert text.index("建设用地规划许可证核发") < text.index("建筑工程施工许可证核发")


def test_a_plan_at_once_is_made_with_what_is_said_beside_the_wish(move: Move) -> None:
    journey = move("start", query="办个食品厂要哪些证")["journey"]
    told = move("show", query="没有锅炉，也不打井，其他不晓得，给我看步骤", journey=journey)
    assert told["card"]["told"] == ["不自己取水", "没有特种设备"]


def test_what_is_done_leads_to_what_waited_for_it(move: Move) -> None:
    journey = move("start", query="办个食品厂要哪些证")["journey"]
    told = move("done", query="公司名称已经核好了，下一步办什么", journey=journey)
    assert told["journey"]["done"] == ["enterprise-name"]
    assert told["matter_id"] == "enterprise-registration"


def test_whether_a_step_is_needed_is_told_with_its_case(move: Move) -> None:
    journey = move("start", query="从拿地到投产要办哪些")["journey"]
    assert "编制环境影响报告书" in move("needed", query="环评要不要做", journey=journey)["text"]
    assert not move("needed", query="证要不要办", journey=journey)["understood"]


def test_another_trade_begins_its_own_plan_and_keeps_what_is_done(move: Move) -> None:
    journey = move("done", query="营业执照拿到了", matter_id=None)["journey"]
    assert journey["done"][-1] == "enterprise-registration"
    told = move("switch", query="做印刷的", journey=journey)
    assert told["journey"]["id"] == "printing-plant"
    assert told["journey"]["done"] == journey["done"]


def test_what_was_told_spares_is_said_to_be_spared(move: Move) -> None:
    journey = move("start", query="办个食品厂要哪些证")["journey"]
    journey = move("answer", query="没有锅炉", journey=journey)["journey"]
    assert (
        "不用办「特种设备使用登记」"
        in move("before", query="特种设备登记是第几步", journey=journey)["text"]
    )


@pytest.mark.parametrize(
    ("name", "query", "holds"),
    [
        ("longest", "这里面哪个最久", "60日"),
        ("total", "总共要多久", "法定时限合计"),
        ("trips", "要跑几个窗口", "1号窗口"),
        ("cost", "总共多少钱", "不收费的"),
        ("count", "一共几步", "分8步"),
        ("together", "哪些可以同时办", "第2步"),
        ("musts", "哪些必须办", "一般都要办"),
        ("papers", "材料呢", "哪一项"),
    ],
)
def test_all_of_a_plan_is_asked_about_and_the_question_goes_on_waiting(
    move: Move, name: str, query: str, holds: str
) -> None:
    journey = move("start", subject="build-plant")["journey"]
    told = move(name, query=query, journey=journey, park_id="gaoxin")
    assert holds in told["text"]
    assert told["journey"] == journey


def test_what_is_asked_of_one_step_is_not_told_of_all(move: Move) -> None:
    journey = move("start", subject="build-plant")["journey"]
    assert not move("total", query="施工许可证要多久", journey=journey)["understood"]


def test_the_question_that_waits_is_explained_by_what_each_answer_does(move: Move) -> None:
    journey = move("start", subject="open-business")["journey"]
    told = move("explain", query="这个有什么区别", journey=journey)
    assert "要办仅销售预包装食品备案" in told["text"]
    assert told["waits_for"] == "question"


def test_nothing_is_marked_done_that_the_plan_does_not_hold(move: Move) -> None:
    journey = {"id": "build-plant", "at": 2}
    told = move("done", query="食品经营许可证办好了", journey=journey, matter_id="eia-approval")
    assert told["journey"]["done"] == []
    assert "不在" in told["text"]


def test_a_filing_without_its_name_is_the_first_one(move: Move) -> None:
    told = move("done", query="备案我们上个月就弄了", journey={"id": "build-plant"})
    assert told["journey"]["done"] == ["investment-filing"]


def test_a_trade_without_its_own_plan_is_told_to_get_the_general_one(move: Move) -> None:
    assert move("start", query="开个诊所从头到尾怎么弄")["general"]
    assert not move("start", query="开公司要哪些手续")["general"]
