"""Which past time a question asks about."""

from datetime import date

import pytest

from api.services.thread.past_days import find_period

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("去年三月能在园区办吗", date(2025, 3, 1), date(2025, 3, 31)),
        ("那去年三月呢？", date(2025, 3, 1), date(2025, 3, 31)),
        ("2021年4月出了问题找谁", date(2021, 4, 1), date(2021, 4, 30)),
        ("2021年3月15日是谁批的", date(2021, 3, 15), date(2021, 3, 15)),
        ("２０２０年的时候谁审批", date(2020, 1, 1), date(2020, 12, 31)),
        ("前年十二月归谁管", date(2024, 12, 1), date(2024, 12, 31)),
        ("上个月盖谁的章", date(2026, 10, 1), date(2026, 10, 31)),
        ("上上个月呢", date(2026, 9, 1), date(2026, 9, 30)),
        ("今年呢", date(2026, 1, 1), TODAY),
        ("2021-04-10 出了问题谁负责", date(2021, 4, 10), date(2021, 4, 10)),
        ("2021/4/1出了问题找谁", date(2021, 4, 1), date(2021, 4, 1)),
        ("二〇二〇年谁审批", date(2020, 1, 1), date(2020, 12, 31)),
        ("2019年在哪个窗口办", date(2019, 1, 1), date(2019, 12, 31)),
        ("2021年2月前呢", date(2021, 1, 31), date(2021, 1, 31)),
        ("2021年3月10号之前归谁批", date(2021, 3, 9), date(2021, 3, 9)),
        ("2021年6月以后的呢", date(2021, 6, 1), date(2026, 11, 24)),
        ("那2020年11月的时候是归哪里批的", date(2020, 11, 1), date(2020, 11, 30)),
        ("2021年1月的呢，那时候还没下放吧", date(2021, 1, 1), date(2021, 1, 31)),
        ("2020年那会儿哪个部门管", date(2020, 1, 1), date(2020, 12, 31)),
        ("去年三月批的，现在出了事算谁的", date(2025, 3, 1), date(2025, 3, 31)),
    ],
)
def test_a_question_about_a_past_time_names_its_days(text: str, first: date, last: date) -> None:
    period = find_period(text, TODAY)
    assert period is not None
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        "施工许可证谁批",
        "2021年建的厂房现在要补产权证",
        "去年办的许可证丢了要补",
        "2020年批的证，现在归谁管",
        "2021年建的厂房，那时候没办证，现在怎么补",
        "2027年3月能办吗",
        "2021年2月30日谁批的",
        "",
    ],
)
def test_other_questions_ask_about_now(text: str) -> None:
    assert find_period(text, TODAY) is None
