"""What is read out of people's words."""

from __future__ import annotations

import pytest

from actions import reading


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812345678", "13812345678"),
        ("电话138 1234 5678", "13812345678"),
        ("138-1234-5678张三", "13812345678"),
        ("+8613812345678", "13812345678"),
        ("1381234567", None),
        ("138123456789", None),
        ("12812345678", None),
        ("0735-2345678", None),
    ],
)
def test_phone_numbers(text: str, phone: str | None) -> None:
    assert reading.read_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("张三 13812345678", "张三"),
        ("13812345678 欧阳娜娜", "欧阳娜娜"),
        ("姓名：李明，电话：13812345678", "李明"),
        ("我叫王小二", "王小二"),
        ("我叫李雷电话13800138074", "李雷"),
        ("我叫 小红 电话 138-0013-8000", "小红"),
        ("名字改成韩梅梅", "韩梅梅"),
        ("名字错了，我叫李四", "李四"),
        ("名字错了，应该是李四", "李四"),
        ("名字改一下", None),
        ("预约排水许可高新区下周二上午9点王五13800138055", "王五"),
        ("高新区的13800138055", None),
        ("等太久了", None),
        ("电话改成13700137077", None),
        ("手机号换成13700137079", None),
        ("预约排水许可 高新区 下周二上午9点 王五 13800138055", "王五"),
        ("John Smith", "John Smith"),
        ("明天上午", None),
        ("", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert reading.read_name(text, strict=True) == name


@pytest.mark.parametrize(
    ("text", "code", "last4"),
    [
        ("GX1001 5678", "GX1001", "5678"),
        ("预约号gx1001，尾号5678", "GX1001", "5678"),
        ("手机13812345678", None, "5678"),
        ("我的预约", None, None),
    ],
)
def test_booking_codes_and_proofs(text: str, code: str | None, last4: str | None) -> None:
    assert reading.read_code(text) == code
    assert reading.read_last_four(text) == last4


def test_masks_leave_only_what_the_owner_recognises() -> None:
    assert reading.mask_name("张三") == "张*"
    assert reading.mask_phone("13812345678") == "138****5678"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我姓蒋，蒋国庆，13873564402", "蒋国庆"),
        ("经办人罗思敏，电话13607351846", "罗思敏"),
        ("名字不对，我姓谭，言西早的谭，谭丽华", "谭丽华"),
        ("来办的人是我老公，叫赵铁柱", "赵铁柱"),
        ("我姓李，手机13800138000", None),
        ("经办人要不要来", None),
    ],
)
def test_names_beside_a_surname_or_who_comes(text: str, name: str | None) -> None:
    assert reading.read_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [("我姓谭，不姓谈", "谭丽花"), ("名字最后一个字是华丽的华", "谈丽华"), ("姓名没错", None)],
)
def test_a_character_told_anew(text: str, name: str | None) -> None:
    assert reading.read_name_instead(text, "谈丽花") == name
