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
