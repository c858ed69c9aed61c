"""Days in the words of a notice."""

from datetime import date


def in_words(day: date) -> str:
    """2021年3月10日."""
    return f"{day.year}年{day.month}月{day.day}日"
