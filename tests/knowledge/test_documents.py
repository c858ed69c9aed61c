"""A file that is no YAML is told with its line, and in Chinese what would be right."""

import re
from pathlib import Path

import pytest

from knowledge.documents import BrokenDocument, Document
from knowledge.errors import Problem

ENGLISH = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")


def refused(folder: Path, text: str | bytes) -> Problem:
    file = folder / "a.yml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(BrokenDocument) as caught:
        Document(folder, file)
    return caught.value.problem


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: c: d", 2, "多了一个英文冒号"),
        ("a:\n  b: 1\n c: 2", 3, "缩进不一致"),
        ("a: |\n x\nb\nc: 1", 4, "缺少英文冒号"),
        ("- a\nb: 1", 2, "每条前面要加“- ”"),
        ("a: - b", 1, "“- ”要另起一行"),
        ("a: [1, 2\nb: 3", 2, "方括号"),
        ("a: {b: 1\nc: 3", 2, "大括号"),
        ("a: }", 1, "多了括号"),
        ("{a: 1} b", 1, "括号后面多了内容"),
        ("a: 'x", 1, "引号没有配对"),
        ('a: "\\q"', 1, "改用单引号"),
        ("a: 1\n\tb: 1", 2, "请用空格"),
        ("a:\n\tb: 1", 2, "请用空格"),
        ("a: @x", 1, "内容以 @"),
        ("a: x\nmatter_id：b\nc: d", 2, "第2行的冒号是中文的，请改成英文冒号加空格"),
        ("a:\n  - b：c\n    d: e", 2, "第2行的冒号是中文的"),
        ("a: " + "[" * 5000 + "]" * 5000, None, "嵌套太多层"),
        ("a: *x", 1, "以 * 开头要加引号"),
        ("a: !x 1", 1, "以 ! 开头要加引号"),
        ("? [a]\n: 1", 1, "名称要写文字"),
        ("a: 1\n---\nb: 1", 2, "不能有多个“---”"),
        ("a: \x01", None, "控制字符"),
        ("a: !!int x", None, "格式不对"),
        ("<<: 1", 1, "格式不对"),
        ("a: 1\na: 2", 2, "“a”写了两次"),
        ("a: 1\nb: 2025-02-30", 2, "没有“2025-02-30”这一天"),
        (b"\xff\xfe\x00", None, "请另存为 UTF-8"),
    ],
)
def test_what_cannot_be_read_is_told(
    tmp_path: Path, text: str | bytes, line: int | None, words: str
) -> None:
    problem = refused(tmp_path, text)

    assert (problem.file, problem.line) == ("a.yml", line)
    assert words in problem.message
    assert not ENGLISH.search(problem.message)


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    with pytest.raises(BrokenDocument, match="文件读不了：这是文件夹，不是文件"):
        Document(tmp_path.parent, tmp_path)
