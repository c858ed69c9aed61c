import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import Served
from tests.web.interface import WEB

MODULES = sorted(file.name for file in WEB.glob("*.js"))


def test_every_module_is_asked_for_at_once() -> None:
    named = re.findall(r'(?:href|src)="/web/(\w+\.js)"', (WEB / "index.html").read_text("utf-8"))
    assert sorted(named) == MODULES


def test_no_module_builds_markup_from_text() -> None:
    builders = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(")
    scripts = list(WEB.rglob("*.js"))
    assert {file.name for file in scripts} > set(MODULES)
    assert [file for file in scripts if builders.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("page", sorted(WEB.rglob("*.html")), ids=lambda file: file.stem)
def test_every_colour_and_size_a_page_names_is_set_in_one_of_its_sheets(page: Path) -> None:
    sheets = re.findall(r'rel="stylesheet" href="/web/([\w/]+\.css)"', page.read_text("utf-8"))
    style = "".join((WEB / sheet).read_text("utf-8") for sheet in sheets)
    named, given = re.findall(r"var\((--[\w-]+)\)", style), re.findall(r"(--[\w-]+):", style)
    assert named
    assert set(named) <= set(given)


def test_the_page_loads_nothing_from_elsewhere(page: Page, served: Served) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served.url)
    expect(page.get_by_role("button", name="预约去大厅办事")).to_be_visible()
    assert len(asked) > len(MODULES)
    assert [url for url in asked if not url.startswith((served.url, "data:"))] == []
