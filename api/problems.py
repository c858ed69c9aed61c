"""Errors as RFC 9457 problem details, each with a Chinese `detail` a person can act on."""

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
HELP = "如需帮助，请拨打 12345 政务服务便民热线。"

NOT_READABLE = "请求的格式不对，请检查后重试。"
STATUS_DETAILS = {
    401: "身份已失效，请重新进入后再试。",
    404: "没有找到这个地址，请检查后重试。",
    405: "这个地址不支持这种操作。",
    413: "内容太长了，请缩短后再发。",
}

A_DATE = "日期应写成 2026-01-31 的样子"
A_TIME = "时间应写成 09:30 的样子"
AN_INTEGER = "应为整数"
AN_OBJECT = "应为 JSON 对象，由字段和内容组成"
YES_OR_NO = "应为 true 或 false"
FIELD_MESSAGES = {
    "missing": "缺少这一项，请补上",
    "string_too_short": "内容太短，至少 {min_length} 个字",
    "string_too_long": "内容太长，最多 {max_length} 字",
    "too_short": "太少，至少要有 {min_length} {unit}",
    "too_long": "太多，最多 {max_length} {unit}",
    "date_from_datetime_parsing": A_DATE,
    "date_from_datetime_inexact": A_DATE,
    "date_parsing": A_DATE,
    "date_type": A_DATE,
    "time_parsing": A_TIME,
    "time_type": A_TIME,
    "extra_forbidden": "多余的一项，请删去",
    "json_invalid": "不是有效的 JSON",
    "string_type": "应为文字",
    "string_unicode": "含有无法识别的字符，请删去后重填",
    "bool_type": YES_OR_NO,
    "bool_parsing": YES_OR_NO,
    "int_parsing": AN_INTEGER,
    "int_parsing_size": AN_INTEGER,
    "int_from_float": AN_INTEGER,
    "int_type": AN_INTEGER,
    "list_type": "应为列表，用 [ ] 括起来",
    "dict_type": AN_OBJECT,
    "model_type": AN_OBJECT,
    "model_attributes_type": AN_OBJECT,
    "enum": "应为其中之一：{expected}",
    "literal_error": "应为其中之一：{expected}",
    "greater_than": "应大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "应小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "string_pattern_mismatch": "格式不对，应为 {wanted}",
}
PATTERNS = {
    r"^[a-z0-9-]{1,64}$": "编号：小写字母、数字或连字符，最多 64 个",
    r"^[a-z][a-z0-9-]{0,63}$": "编号：以小写字母开头，只含小写字母、数字或连字符，最多 64 个",
    r"^[0-9a-f]{32}$": "32 位编号，只含数字和字母 a 到 f",
    r"^[\x21-\x7e]{1,200}$": "1 到 200 个英文字母、数字或符号，不含空格",
    r"^/(notice|plan|visit)\?[A-Za-z0-9_.,~%=&+-]{1,500}$": "页面的路径，如 /visit?code=A1",
    r"^[\w.-]{1,32}$": "工号：文字、数字、点或连字符，最多 32 个",
}
"""What the patterns of identifiers stand for."""


class ProblemDetails(BaseModel):
    """The body of every error (RFC 9457). Members beyond these depend on the problem."""

    model_config = ConfigDict(extra="allow")

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class Problem(Exception):
    """Raise to answer with a problem detail.

    Args:
        status: the HTTP status.
        detail: Chinese, says what to do next.
        extra: further members of the body, such as `alternatives`.
    """

    def __init__(self, status: int, detail: str, **extra: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.extra = extra


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI entries for the problems a route may answer with."""
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}},
        }
        for status in statuses
    }


def problem_response(
    status: int, detail: str, headers: dict[str, str] | None = None, **extra: Any
) -> JSONResponse:
    """A problem detail as a response."""
    body = ProblemDetails(title=HTTPStatus(status).phrase, status=status, detail=detail, **extra)
    return JSONResponse(body.model_dump(), status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem detail."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_http_error)
    app.add_exception_handler(Exception, _on_crash)
    _describe(app)


def _describe(app: FastAPI) -> None:
    """Add the problem detail to the OpenAPI description: `responses` refers to it by name."""
    generate = app.openapi

    def described() -> dict[str, Any]:
        description = generate()
        schemas = description.setdefault("components", {}).setdefault("schemas", {})
        schemas.setdefault(ProblemDetails.__name__, ProblemDetails.model_json_schema())
        return description

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's own way to extend it


async def _on_problem(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return problem_response(error.status, error.detail, **error.extra)


async def _on_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "message": _say(item)}
        for item in error.errors()
    ]
    detail = "；".join(f"{fault['field'] or '请求'}：{fault['message']}" for fault in faults)
    return problem_response(422, f"{detail}。请改正后重试。", errors=faults)


def _say(fault: dict[str, Any]) -> str:
    if fault["type"] == "value_error":  # our own validators already speak Chinese
        return str(fault["ctx"]["error"])
    facts = fault.get("ctx", {})
    if "expected" in facts:
        facts["expected"] = facts["expected"].replace("'", "").replace(" or ", "、")
    if "field_type" in facts:  # of a length: of a list, or of text that was brought into form
        facts["unit"] = "项" if facts["field_type"] == "List" else "个字"
    if "pattern" in facts:
        facts["wanted"] = PATTERNS.get(facts["pattern"], facts["pattern"])
    return FIELD_MESSAGES.get(fault["type"], "内容不符合要求").format(**facts)


async def _on_http_error(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        # A body that is no text at all; one that is text but no JSON is 422 already.
        return problem_response(422, NOT_READABLE)
    detail = STATUS_DETAILS.get(error.status_code, "请求没有成功，请稍后重试。")
    return problem_response(error.status_code, detail, dict(error.headers or {}))


async def _on_crash(request: Request, error: Exception) -> JSONResponse:
    log.error("request crashed", path=request.url.path, exc_info=error)
    return problem_response(500, f"系统出了点问题，请稍后再试。{HELP}")
