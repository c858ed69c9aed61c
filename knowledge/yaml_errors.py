"""Why a file cannot be read as YAML, in plain Chinese, and what would be right."""

import re
from collections.abc import Mapping

import yaml

_FIXES: Mapping[str, str] = {
    "mapping values are not allowed": "多了一个英文冒号，或者这一行缩进不对；内容里有冒号就加引号",
    "could not find expected ':'": "名称后面缺少英文冒号和空格，或者上面的内容缩进不对",
    "did not find expected key": "这一行和上面的缩进不一致，请对齐",
    "did not find expected '-' indicator": "这里是列表，每条前面要加“- ”并且对齐",
    "block sequence entries are not allowed": "“- ”要另起一行写",
    "did not find expected ',' or ']'": "方括号 [ ] 没有配对，或者少了英文逗号",
    "did not find expected ',' or '}'": "大括号 { } 没有配对，或者少了英文逗号",
    "did not find expected node content": "这里缺少内容，或者多了括号、逗号",
    "did not find expected <document start>": "括号后面多了内容",
    "found unexpected end of stream": "引号没有配对",
    "found unknown escape character": "双引号里的 \\ 要写两个，或者改用单引号",
    "found a tab character": "不能用制表符（Tab）缩进，请用空格",
    "cannot start any token": "内容以 @、%、` 开头就加引号",
    "found undefined alias": "内容以 * 开头要加引号",
    "could not determine a constructor": "内容以 ! 开头要加引号",
    "found unhashable key": "名称要写文字，不能写列表",
    "but found another document": "一个文件里不能有多个“---”",
    "control characters are not allowed": "文件里有看不见的控制字符，请删去后重新输入",
}
_TAB = _FIXES["found a tab character"]
TOO_DEEP = "括号或缩进嵌套太多层，请检查是不是多打了括号"
_COLON = "第{line}行的冒号是中文的，请改成英文冒号加空格"
_CHINESE_COLON = re.compile(r"\s*(?:- +)*[A-Za-z_][\w-]*：")
OTHERWISE = "格式不对，请对照其他文件检查缩进、冒号、引号和括号"


class Refused(yaml.MarkedYAMLError):
    """What our own loader refuses; its problem is told in Chinese already."""


def explain(error: yaml.YAMLError, text: str) -> tuple[int | None, str]:
    """The line of a document, counted from 1; what is wrong there and what would be right."""
    mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
    line = mark.line + 1 if mark else None
    if isinstance(error, Refused):
        return line, str(error.problem)
    read = text.split("\n")[:line]
    if line is not None and (colon := _last_chinese_colon(read)):
        return colon, _COLON.format(line=colon)
    fix = next((fix for sign, fix in _FIXES.items() if sign in str(error)), OTHERWISE)
    if mark and "cannot start any token" in str(error) and "\t" in read[-1][: mark.column + 1]:
        fix = _TAB
    return line, fix


def _last_chinese_colon(lines: list[str]) -> int | None:
    """The last line on which a full-width colon stands where a name ends."""
    found = (n for n in range(len(lines), 0, -1) if _CHINESE_COLON.match(lines[n - 1]))
    return next(found, None)
