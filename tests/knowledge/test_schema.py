"""What a record may and may not say."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from knowledge.schema import Fact, JourneyStep, MatterInPark, OpeningPeriod, Source, Window
from knowledge.schema.calendar import CalendarOverride
from knowledge.schema.journey import Journey
from knowledge.schema.values import Limit

BUILDING_LAW = Source(title="《建筑法》", document="《建筑法》", article="第八条")
CHECKED = date(2025, 4, 19)


def sourced(value: Any, **changes: Any) -> dict[str, Any]:
    return {
        "value": value,
        "status": "law",
        "source": [BUILDING_LAW.model_dump()],
        "checked_on": CHECKED,
        **changes,
    }


class TestFact:
    def test_a_value_keeps_its_source_and_status(self) -> None:
        fact = Fact[str].model_validate(sourced("不收费"))

        assert (fact.value, fact.status, fact.source) == ("不收费", "law", (BUILDING_LAW,))

    @pytest.mark.parametrize(
        ("broken", "complaint"),
        [
            (sourced(None), "要同时写，或者都不写"),
            (sourced("不收费", status="missing"), "要同时写，或者都不写"),
            (sourced("不收费", source=[]), "缺少 source"),
            (sourced("不收费", status="sample", source=[]), "缺少 source"),
            (sourced("不收费", checked_on=None), "缺少 checked_on"),
            (sourced("", status="law"), "value 不能空着"),
            (sourced("不收费", status="rumour"), "Input should be"),
        ],
    )
    def test_a_half_founded_value_is_refused(self, broken: dict[str, Any], complaint: str) -> None:
        with pytest.raises(ValidationError, match=complaint):
            Fact[str].model_validate(broken)

    def test_nothing_known_is_said_to_be_missing(self) -> None:
        assert Fact[str].missing().model_dump(mode="json") == {
            "value": None,
            "source": [],
            "status": "missing",
            "checked_on": None,
        }

    def test_a_fact_cannot_be_changed(self) -> None:
        fact = Fact[str].model_validate(sourced("不收费"))

        with pytest.raises(ValidationError, match="frozen"):
            setattr(fact, "status", "official")  # noqa: B010

    def test_a_list_of_nothing_is_no_value(self) -> None:
        with pytest.raises(ValidationError, match="value 不能空着"):
            Fact[tuple[str, ...]].model_validate(sourced([]))


class TestSource:
    def test_is_called_by_its_document_unless_it_has_a_title(self) -> None:
        assert Source.model_validate({"document": "《消防法》"}).title == "《消防法》"

    def test_must_be_called_something(self) -> None:
        with pytest.raises(ValidationError):
            Source.model_validate({"article": "第八条"})

    def test_an_address_is_a_web_address(self) -> None:
        with pytest.raises(ValidationError):
            Source(title="示例", url="javascript:alert(1)")


class TestLimit:
    def test_days_stay_the_unit_the_source_uses(self) -> None:
        limit = Fact[Limit].model_validate(sourced({"text": "七日内", "number": 7, "unit": "日"}))

        assert limit.value == {"text": "七日内", "number": 7, "unit": "日"}

    def test_other_units_are_refused(self) -> None:
        with pytest.raises(ValidationError):
            Fact[Limit].model_validate(sourced({"text": "一周", "number": 1, "unit": "周"}))


class TestOpening:
    def test_an_unquoted_time_is_explained(self) -> None:
        # YAML reads 13:30 without quotes as 810
        with pytest.raises(ValidationError, match="时间要加引号"):
            OpeningPeriod.model_validate({"weekdays": [1], "start": 810, "end": "17:00"})

    def test_a_window_opens_before_it_closes(self) -> None:
        with pytest.raises(ValidationError, match="开始时间 12:00 要早于结束时间 09:00"):
            OpeningPeriod.model_validate({"weekdays": [1], "start": "12:00", "end": "09:00"})

    def test_hours_are_said_in_words(self) -> None:
        window = Window.model_validate(
            {
                "window_id": "w-1",
                "hall_id": "h",
                "park_id": "gaoxin",
                "number": "1号窗口",
                "name": "综合窗口",
                "floor": "一楼",
                "matters": ["construction-permit"],
                "status": "sample",
                "opening": [
                    {"weekdays": [1, 2, 3, 4, 5], "start": "09:00", "end": "12:00"},
                    {"weekdays": [1, 2, 3, 4, 5], "start": "13:30", "end": "17:00"},
                    {"weekdays": [6], "start": "09:00", "end": "12:00", "kind": "off_hours"},
                ],
            }
        )

        assert window.hours == (
            "周一至周五 09:00–12:00、13:30–17:00；周六 09:00–12:00（错时延时服务）"
        )


class TestJourney:
    @staticmethod
    def journey(*steps: JourneyStep) -> Journey:
        return Journey(
            journey_id="build",
            title="建厂房",
            text="按顺序办",
            cues=("建厂房",),
            status="sample",
            source=(Source(title="示例"),),
            steps=steps,
        )

    def test_a_matter_occurs_once(self) -> None:
        step = JourneyStep(matter_id="construction-permit")

        with pytest.raises(ValidationError, match="construction-permit 写了两步"):
            self.journey(step, step)


def test_a_closed_day_has_no_hours() -> None:
    with pytest.raises(ValidationError, match="关闭的日子不能有 periods"):
        CalendarOverride.model_validate(
            {
                "day": date(2026, 12, 31),
                "open": False,
                "reason": "检修",
                "status": "sample",
                "periods": [{"weekdays": [4], "start": "09:00", "end": "12:00"}],
            }
        )


def test_there_are_three_delegation_modes_and_no_fourth() -> None:
    with pytest.raises(ValidationError):
        MatterInPark.model_validate({"delegation_mode": "entrusted", "status": "sample"})
