"""What people say about days and times, and what is understood on Wednesday 2026-11-25 at 10:00."""

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.services import date_library
from api.services.dates import LUNAR_REASON, Spoken, at_the_same_time, understand
from tests.api.hall import NOW, at

THIS_MORNING_IS_OVER = "今天的这个时间已经过了，请换一个时间"
NO_SUCH_DAY = "没有这一天，请再看看日历"


def said(text: str, now: datetime = NOW) -> tuple[str | None, str | None, str | None]:
    """Day, half of the day and clock time of words that can be used."""
    spoken = understand(text, now)
    assert spoken.reason is None, spoken.reason
    day = spoken.date.isoformat() if spoken.date else None
    return day, spoken.part, spoken.time


def refused(text: str, now: datetime = NOW) -> str | None:
    """Why the words cannot be used."""
    spoken = understand(text, now)
    assert spoken == Spoken(reason=spoken.reason)
    return spoken.reason


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("今天", "2026-11-25"),
        ("明天", "2026-11-26"),
        ("明日", "2026-11-26"),
        ("明儿", "2026-11-26"),
        ("后天", "2026-11-27"),
        ("大后天", "2026-11-28"),
        ("三天后", "2026-11-28"),
        ("3天以后", "2026-11-28"),
        ("十五天后", "2026-12-10"),
        ("一周后", "2026-12-02"),
        ("两个星期以后", "2026-12-09"),
        ("月底", "2026-11-30"),
        ("本月底", "2026-11-30"),
        ("下个月底", "2026-12-31"),
        ("12月底", "2026-12-31"),
        ("2月底", "2027-02-28"),
    ],
)
def test_days_counted_from_today(words: str, day: str) -> None:
    assert said(words) == (day, None, None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("周三", "2026-11-25"),
        ("周五", "2026-11-27"),
        ("礼拜六", "2026-11-28"),
        ("周一", "2026-11-30"),
        ("星期天", "2026-11-29"),
        ("周3", "2026-11-25"),
        ("这周五", "2026-11-27"),
        ("本周日", "2026-11-29"),
        ("这周末", "2026-11-28"),
        ("下周一", "2026-11-30"),
        ("下周三", "2026-12-02"),
        ("下星期三", "2026-12-02"),
        ("下个礼拜三", "2026-12-02"),
        ("下一周三", "2026-12-02"),
        ("下周日", "2026-12-06"),
        ("下礼拜天", "2026-12-06"),
        ("下周末", "2026-12-05"),
        ("下下周一", "2026-12-07"),
        ("张三周五去", "2026-11-27"),
        ("电话13812345678周五", "2026-11-27"),
    ],
)
def test_weekdays_belong_to_weeks_that_begin_on_monday(words: str, day: str) -> None:
    assert said(words) == (day, None, None)


@pytest.mark.parametrize("today", ["2026-11-23", "2026-11-27", "2026-11-29"])
def test_next_wednesday_is_in_next_week_whatever_the_day(today: str) -> None:
    assert said("下周三", at(f"{today}T10:00"))[0] == "2026-12-02"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026年12月3日", "2026-12-03"),
        ("2026-12-03", "2026-12-03"),
        ("2026/12/3", "2026-12-03"),
        ("12月3日", "2026-12-03"),
        ("12月3号", "2026-12-03"),
        ("12月3", "2026-12-03"),
        ("十二月三号", "2026-12-03"),
        ("十二月三十一日", "2026-12-31"),
        ("12.3", "2026-12-03"),
        ("12.30", "2026-12-30"),
        ("11/30", "2026-11-30"),
        ("１２月３日", "2026-12-03"),
        ("周四（12月3日）", "2026-12-03"),
        ("我今天想约12月3日", "2026-12-03"),
        ("1月5日", "2027-01-05"),
        ("明年1月5日", "2027-01-05"),
        ("明年12月3号", "2027-12-03"),
        ("25号", "2026-11-25"),
        ("26号", "2026-11-26"),
        ("廿六号", "2026-11-26"),
        ("二十七号", "2026-11-27"),
        ("24号", "2026-12-24"),
        ("三号", "2026-12-03"),
        ("下个月3号", "2026-12-03"),
        ("本月28号", "2026-11-28"),
    ],
)
def test_dates(words: str, day: str) -> None:
    assert said(words) == (day, None, None)


def test_leap_days_come_when_they_come() -> None:
    assert said("2月29日", at("2027-11-25T10:00"))[0] == "2028-02-29"
    assert refused("2月29日") == NO_SUCH_DAY


@pytest.mark.parametrize(
    ("words", "now", "day"),
    [
        ("国庆后", "2026-09-25T10:00", "2026-10-08"),
        ("国庆节后", "2026-10-03T10:00", "2026-10-08"),
        ("十一假期之后", "2026-09-25T10:00", "2026-10-08"),
        ("五一后", "2026-04-25T10:00", "2026-05-06"),
        ("端午后", "2026-06-15T10:00", "2026-06-22"),
        ("端午节后", "2026-06-15T10:00", "2026-06-22"),
        ("中秋后", "2026-09-21T10:00", "2026-09-28"),
        ("节后", "2026-09-28T10:00", "2026-10-08"),
        ("三个工作日后", "2026-11-25T10:00", "2026-11-30"),
        ("3个工作日后", "2026-09-29T10:00", "2026-10-09"),
        ("十二个工作日后", "2026-11-25T10:00", "2026-12-11"),
        ("下一个工作日", "2026-09-30T10:00", "2026-10-08"),
        ("下个工作日", "2026-10-09T10:00", "2026-10-10"),
    ],
)
def test_holidays_and_workdays_follow_the_published_arrangement(
    words: str, now: str, day: str
) -> None:
    assert said(words, at(now)) == (day, None, None)


@pytest.mark.parametrize("words", ["国庆后", "三个工作日后"])
def test_an_unpublished_year_is_not_guessed(words: str) -> None:
    assert "2099年的节假日安排还没有公布" in (refused(words, at("2099-03-04T10:00")) or "")


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("下周三上午", ("2026-12-02", "am", None)),
        ("后天下午三点半", ("2026-11-27", "pm", "15:30")),
        ("明早", ("2026-11-26", "am", None)),
        ("明天早上9点", ("2026-11-26", "am", "09:00")),
        ("今天下午", ("2026-11-25", "pm", None)),
        ("今天10:30", ("2026-11-25", "am", "10:30")),
        ("下周三9点", ("2026-12-02", "am", "09:00")),
        ("下周三9.30", ("2026-12-02", "am", "09:30")),
        ("下周三十点", ("2026-12-02", "am", "10:00")),
        ("12月3日9:00", ("2026-12-03", "am", "09:00")),
        ("12.3上午", ("2026-12-03", "am", None)),
        ("26号下午两点", ("2026-11-26", "pm", "14:00")),
        ("我今天想约下周三上午", ("2026-12-02", "am", None)),
        ("明天三点以后", ("2026-11-26", "pm", "15:00")),
        ("明天十点钟左右", ("2026-11-26", "am", "10:00")),
        ("明天上午10点到11点", ("2026-11-26", "am", "10:00")),
    ],
)
def test_days_with_a_time(words: str, understood: tuple[str, str | None, str | None]) -> None:
    assert said(words) == understood


@pytest.mark.parametrize(
    ("words", "part", "clock"),
    [
        ("上午", "am", None),
        ("下午三点", "pm", "15:00"),
        ("三点半", "pm", "15:30"),
        ("上午9.30", "am", "09:30"),
        ("15:30", "pm", "15:30"),
        ("凌晨1点", "am", "01:00"),
        ("中午", "pm", None),
    ],
)
def test_a_time_without_a_day(words: str, part: str, clock: str | None) -> None:
    assert said(words) == (None, part, clock)


@pytest.mark.parametrize(
    ("words", "now", "day"),
    [
        ("周三", "2026-11-25T17:30", "2026-12-02"),
        ("周三九点", "2026-11-25T10:00", "2026-12-02"),
        ("周三上午", "2026-11-25T12:00", "2026-12-02"),
        ("周三下午", "2026-11-25T12:00", "2026-11-25"),
    ],
)
def test_a_bare_weekday_whose_time_is_over_means_the_next_one(
    words: str, now: str, day: str
) -> None:
    assert said(words, at(now))[0] == day


@pytest.mark.parametrize(
    "words", ["今天上午九点", "今天九点半", "今天10点", "11月25日九点", "这周三九点", "25号上午9点"]
)
def test_a_time_of_today_that_is_over_is_refused(words: str) -> None:
    assert refused(words) == THIS_MORNING_IS_OVER


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("昨天", "11月24日"),
        ("上周五", "11月20日"),
        ("这周一", "11月23日"),
        ("11月20号", "11月20日"),
        ("上个月3号", "10月3日"),
        ("去年12月3日", "12月3日"),
        ("2026年1月5日", "1月5日"),
    ],
)
def test_a_past_day_is_refused(words: str, day: str) -> None:
    assert refused(words) == f"{day}已经过去了，请说今天或以后的日期"


@pytest.mark.parametrize(
    "words",
    [
        "2月30日",
        "2月30号",
        "11月31日",
        "2027年2月29日",
        "13月3日",
        "31号",
        "32号",
        "0号",
        "本月31号",
    ],
)
def test_a_day_that_there_is_not_is_refused(words: str) -> None:
    assert refused(words) == NO_SUCH_DAY


@pytest.mark.parametrize(
    "words", ["农历十月初一", "阴历八月十五", "腊月二十", "正月里", "除夕", "初三", "十二月初三"]
)
def test_lunar_dates_are_refused_with_the_reason(words: str) -> None:
    assert refused(words) == LUNAR_REASON


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("下周", "2026-11-30", "2026-12-06"),
        ("下周随便哪天", "2026-11-30", "2026-12-06"),
        ("本周内", "2026-11-25", "2026-11-29"),
        ("下个月", "2026-12-01", "2026-12-31"),
        ("12月份", "2026-12-01", "2026-12-31"),
        ("月初", "2026-12-01", "2026-12-10"),
        ("12月上旬", "2026-12-01", "2026-12-10"),
        ("下旬", "2026-11-25", "2026-11-30"),
        ("月底前", "2026-11-25", "2026-11-30"),
        ("年底", "2026-12-21", "2026-12-31"),
        ("过两天", "2026-11-27", "2026-12-01"),
        ("明后天", "2026-11-26", "2026-11-27"),
        ("周五之前", "2026-11-25", "2026-11-27"),
        ("12月3日到5日", "2026-12-03", "2026-12-05"),
        ("12月3日以后", "2026-12-03", "2026-12-09"),
        ("下周二或周三", "2026-12-01", "2026-12-02"),
        ("周一到周三", "2026-11-30", "2026-12-02"),
        ("元旦前", "2026-11-25", "2026-12-31"),
        ("放假前", "2026-11-25", "2026-12-31"),
        ("年前", "2026-12-07", "2027-02-04"),
    ],
)
def test_a_whole_stretch_has_a_first_and_a_last_day(words: str, first: str, last: str) -> None:
    spoken = understand(words, NOW)
    assert (str(spoken.date), str(spoken.until)) == (first, last)


def test_a_stretch_may_have_a_time_of_day() -> None:
    spoken = understand("下周任意一天上午", NOW)
    assert (str(spoken.date), spoken.part, spoken.time) == ("2026-11-30", "am", None)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("元旦", "2027-01-01"),
        ("元旦前一天", "2026-12-31"),
        ("春节", "2027-02-05"),
        ("端午节那天", "2027-06-09"),
        ("中秋", "2027-09-15"),
        ("国庆节当天", "2027-10-01"),
        ("下个月第一个工作日", "2026-12-01"),
        ("本周最后一个工作日", "2026-11-27"),
        ("12月第一个周一", "2026-12-07"),
        ("下周的星期五", "2026-12-04"),
    ],
)
def test_holidays_are_days_and_days_are_counted(words: str, day: str) -> None:
    assert said(words) == (day, None, None)


@pytest.mark.parametrize("words", ["清明", "元旦后第一个工作日", "过完年", "放假后"])
def test_what_only_the_notice_of_a_coming_year_tells_is_not_known(words: str) -> None:
    assert "2027年的节假日安排还没有公布" in (refused(words) or "")


VISIT = at("2026-12-02T09:00")


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        ("帮我往后推一天", ("2026-12-03", "am", "09:00")),
        ("推迟两天", ("2026-12-04", "am", "09:00")),
        ("延后一周", ("2026-12-09", "am", "09:00")),
        ("晚半小时", ("2026-12-02", "am", "09:30")),
        ("第二天", ("2026-12-03", "am", "09:00")),
        ("推迟一个工作日", ("2026-12-03", "am", "09:00")),
        ("早一天下午", ("2026-12-01", "pm", None)),
        ("推迟到周五", ("2026-11-27", None, None)),
    ],
)
def test_a_visit_is_moved_by_some_days(
    words: str, understood: tuple[str, str | None, str | None]
) -> None:
    spoken = understand(words, NOW, VISIT)
    assert (str(spoken.date), spoken.part, spoken.time) == understood


def test_a_visit_is_not_moved_into_the_past() -> None:
    assert "已经过去了" in (understand("提前十天", NOW, VISIT).reason or "")


@pytest.mark.parametrize(
    "words",
    [
        "", "我在3号楼", "我在3号厂房", "3号窗口", "第25号文件", "我要办施工许可证", "资金3.5万",
        "13812345678", "91110000600037341L", "每周三", "一周三次", "三周一次", "7日内办结",
        "提前三天", "以后早点去", "100个工作日后", "元宵节后", "公元前221年", "3/5/2027", "工作日",
    ],
)  # fmt: skip
def test_words_that_name_no_day(words: str) -> None:
    assert understand(words, NOW) == Spoken()


def test_a_proof_in_the_morning_is_not_tomorrow_morning() -> None:
    assert said("这个证明早上能办吗") == (None, "am", None)


PIECES = st.one_of(
    st.sampled_from(
        "一二三十百两廿012年月日号周下上这个天明后今早晚点半刻时分:./-前底末节去到初楼"
    ),
    st.sampled_from(
        ["12", "2026", "星期", "礼拜", "上午", "下午", "以后", "国庆", "五一", "工作日"]
    ),
    st.sampled_from(["小时", "左右", "农历", "公元前"]),
)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=NOW.tzinfo)
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES, max_size=9).map("".join), MOMENTS)
def test_whatever_is_said_no_past_day_comes_of_it(text: str, now: datetime) -> None:
    spoken = understand(text, now)
    assert spoken.date is None or spoken.date >= now.date()
    assert spoken.reason is None or spoken == Spoken(reason=spoken.reason)


def test_what_was_said_does_not_get_into_the_log(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    understand("每周上午张三13812345678", NOW)
    understand("每周午", NOW)
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("piece", ["明天", "上午", "3月", "周三", "明天明天明天。", "三", "下"])
def test_endless_repetition_is_not_read_to_the_end(
    piece: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library would take seconds for it, and everybody else would wait.
    read: list[str] = []

    def note(text: str, time_base: dict[str, int]) -> list[object]:
        read.append(text)
        return []

    monkeypatch.setattr(date_library._library(), "_extract", note)
    understand(piece * 500, NOW)
    runs = [run for text in read for run in text.split("。")]
    assert sum(len(run) ** 3 for run in runs) <= date_library.MOST_EFFORT


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("半年后", "2027-05-25"),
        ("三个月以后", "2027-02-25"),
        ("六年后", "2032-11-25"),
        ("过两个星期", "2026-12-09"),
    ],
)
def test_months_and_weeks_ahead(words: str, day: str) -> None:
    assert said(words) == (day, None, None)


@pytest.mark.parametrize(
    ("words", "part"), [("刚上班那会儿", "am"), ("快下班的时候", "pm"), ("吃完午饭后", "pm")]
)
def test_halves_of_the_day_as_the_hall_keeps_them(words: str, part: str) -> None:
    assert said(words)[1] == part


@pytest.mark.parametrize("words", ["冬至那天", "立冬前", "小年"])
def test_days_of_the_old_calendar_are_asked_for_by_the_new_one(words: str) -> None:
    assert "公历" in (refused(words) or "")


@pytest.mark.parametrize(
    "words",
    [
        "改到下周一同一时间",
        "改到下周一，时间不变",
        "时间还是不变，改到下周一",
        "下周一，时段照旧",
        "下周一原来的时间段",
    ],
)
def test_another_day_at_the_time_of_before(words: str) -> None:
    anchor = at("2026-11-26T14:30")
    spoken = at_the_same_time(understand(words, NOW, anchor), words, anchor)
    assert (spoken.date, spoken.time) == (at("2026-11-30T00:00").date(), "14:30")


@pytest.mark.parametrize("words", ["时间不变", "下周一三点，时间不变", "下周一"])
def test_no_time_of_before_where_another_or_no_day_is_named(words: str) -> None:
    anchor = at("2026-11-26T14:30")
    spoken = understand(words, NOW, anchor)
    assert at_the_same_time(spoken, words, anchor) == spoken


def test_a_new_visit_has_no_time_of_before() -> None:
    spoken = understand("下周一同一时间", NOW)
    assert at_the_same_time(spoken, "下周一同一时间", None).time is None


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("帮我约一下下周二", "2026-12-01"),
        ("约一下周五", "2026-11-27"),
        ("看一下十二月三号", "2026-12-03"),
        ("约一下下下周一", "2026-12-07"),
    ],
)
def test_a_moment_asked_for_moves_no_week(words: str, day: str) -> None:
    assert said(words) == (day, None, None)


def test_an_afternoon_is_no_moment() -> None:
    assert said("周一下午") == ("2026-11-30", "pm", None)


@pytest.mark.parametrize(
    ("words", "day", "part", "time"),
    [
        ("周五没空，下周二吧", "2026-12-01", None, None),
        ("不要周五，要下周一上午", "2026-11-30", "am", None),
        ("后天不行的话大后天", "2026-11-28", None, None),
        ("下周三上午人多，下午吧", "2026-12-02", "pm", None),
        ("下周三下午，三点", "2026-12-02", "pm", "15:00"),
        ("九点半，下周三", "2026-12-02", "am", "09:30"),
    ],
)
def test_a_day_that_will_not_do_is_left_out(
    words: str, day: str, part: str | None, time: str | None
) -> None:
    assert said(words) == (day, part, time)


@pytest.mark.parametrize(
    ("words", "day", "time"),
    [
        ("不要九点半了，十点", None, "10:00"),
        ("十点不行，改十一点", None, "11:00"),
        ("后天，下午三点半", "2026-11-27", "15:30"),
        ("九点半", None, "09:30"),
    ],
)
def test_a_clock_time_that_will_not_do_gives_way(words: str, day: str | None, time: str) -> None:
    spoken = understand(words, NOW)
    assert (spoken.date and spoken.date.isoformat(), spoken.time) == (day, time)


def test_two_days_of_next_week_are_both_counted_from_today() -> None:
    spoken = understand("下周二或者下周三", NOW)
    assert (str(spoken.date), str(spoken.until)) == ("2026-12-01", "2026-12-02")
    assert str(understand("下周五到下周一", NOW).until) == "2026-12-07"
