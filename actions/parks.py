"""Which park somebody speaks of, by the names api gives the parks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from actions.client import GuideApi, Json
from actions.reply import Button, button
from actions.texts import DEFAULT_LANGUAGE, language

CITY = "郴州"
ENGLISH_ASIDE = re.compile(r"\s*[（(].*?[）)]|^Chenzhou\s+|\s+Zone\b")
"""What a park's English name has around its core: the city, the Chinese name, the word zone."""
OTHER_PARK = re.compile(
    r"\b(?:the )?other (?:park|zone|one of the (?:two )?parks)\b", re.IGNORECASE
)
"""Means the park that is not the current one."""
LONGEST_BARE = 6
"""Characters of a message that says little more than a park."""
AROUND_A_PARK = re.compile(
    r"郴州|高新(?:技术)?(?:产业)?(?:开发)?区?|经(?:济)?开(?:发)?区?|管委会|园区|我们?|公司|企业|工?厂|项目|单位|这边|那边|记错|说错|搞错|弄错|错了?"
    r"|不对|不是|应该|其实|就|是|在|的|那|哦|啊|呀|哈|嘞|呢|了|办|换成|改成|选|[，。？！、,.?!\s]"
)
"""What is said around the name of a park that says nothing else."""
ASKS = re.compile(
    r"[吗么嘛几谁哪啥]|什么|[多好][久少长]|怎|咋|能不|可不|要不|会不|许可|证|审[批查核]|核准|备案|登记|申请|预约|验收|要[做办搞]|想[做办搞]"
)
"""Shows a question or a matter."""
LEAST_MORE = 3
DENIED = re.compile(r"(不是|不在|不属于|不归)(\S{0,2})$")


async def park_in(text: str, api: GuideApi, current: str | None = None) -> str | None:
    """The id of the park that `text` names and does not deny, or None.

    "不是高新区，是经开区" names 经开区, "the other park" the one that is not `current`.
    """
    if not text:
        return None
    if current and OTHER_PARK.search(text):
        others = [park["park_id"] for park in await api.parks() if park["park_id"] != current]
        return str(others[0]) if len(others) == 1 else None
    for park in await api.parks():
        for name in (*_names(park), *_bare_names(park, text)):
            at = text.find(name)
            if at >= 0 and not DENIED.search(text[:at]):
                return str(park["park_id"])
    return await _park_in_short(text, api)


async def _park_in_short(text: str, api: GuideApi) -> str | None:
    """The park that `text` names by its first word alone: 高新的, 在经开办."""
    for park in await api.parks():
        found = re.search(rf"{_core(park)}(?!技术|科技|企业|产业)", text)
        if found and not DENIED.search(text[: found.start()]):
            return str(park["park_id"])
        if _is_named_in_english(text, park):
            return str(park["park_id"])
    return None


def _is_named_in_english(text: str, park: Json) -> bool:
    """Whether a text names a park by its id or English name: "the high tech zone", "gaoxin"."""
    core = ENGLISH_ASIDE.sub("", str(park.get("name_en") or park["park_id"])).replace("-", "[ -]?")
    named = re.search(
        rf"(?P<no>\bnot (?:in |at |from )?(?:the )?)?\b(?:{core}(?: (?:zone|park|area|one)\b|\W*$)"
        rf"|{park['park_id']}\b)",
        text,
        re.IGNORECASE,
    )
    return named is not None and not named["no"]


def says_more(text: str) -> bool:
    """Whether `text` asks or wants something beside naming a park: 施工许可证谁批，我在经开区."""
    rest = AROUND_A_PARK.sub("", text)
    return len(rest) >= LEAST_MORE and ASKS.search(rest) is not None


async def without_park(text: str, api: GuideApi) -> str:
    """`text` without the names of parks."""
    for park in await api.parks():
        for name in sorted(_names(park), key=len, reverse=True):
            text = text.replace(name, " ")
    return text


async def park_buttons(api: GuideApi, **entities: str) -> list[Button]:
    """One button for each park."""
    return [
        button(_short_name(park), "choose_park", park_id=park["park_id"], **entities)
        for park in await api.parks()
    ]


async def park_name(park_id: str, api: GuideApi) -> str:
    """The short name of a park."""
    return next((_short_name(p) for p in await api.parks() if p["park_id"] == park_id), park_id)


def _bare_names(park: Json, text: str) -> Iterator[str]:
    """经开, 高新: only where hardly anything else is said; 高新 alone is many a company's kind."""
    if len(text) <= LONGEST_BARE:
        yield _short_name(park).removeprefix(CITY).removesuffix("区")


def _short_name(park: Json) -> str:
    if language.get() != DEFAULT_LANGUAGE and park.get("name_en"):
        return str(park["name_en"])
    return str(park.get("short_name") or park["name"])


def _names(park: Json) -> Iterator[str]:
    """郴州高新技术产业开发区, 郴州高新区: also without the city, and 高新园区, 高新园."""
    short = str(park.get("short_name") or park["name"])
    for name in (str(park["name"]), short):
        yield name
        yield name.removeprefix(CITY)
    yield f"{_core(park)}园"


def _core(park: Json) -> str:
    return str(park.get("short_name") or park["name"]).removeprefix(CITY).removesuffix("区")
