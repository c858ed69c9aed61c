"""The words of messages: complete, short, and refused with their place when they do not fit."""

import re
from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from api.routes import pages
from api.services.notifications.contents import PIECES, TEMPLATES
from api.services.notifications.names import Names
from api.services.notifications.notifier import WechatContent
from api.services.notifications.templates import FILE, Templates, WrongValues
from knowledge import KnowledgeBase
from knowledge.errors import WordingError

ADDRESS = "https://guide.example.org"
WORDS: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
LINKED = sorted(name for name, kinds in PIECES.items() if "linked" in kinds)

Edit = Callable[[dict[str, Any]], None]


def values_of(template: str) -> dict[str, str]:
    """A value of its own for each placeholder."""
    return {name: f"<{name}>" for name in TEMPLATES[template].all}


def broken(tmp_path: Path, edit: Edit) -> str:
    """What is said of the shipped file after an edit."""
    words = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    edit(words)
    file = tmp_path / "templates.yml"
    file.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    with pytest.raises(WordingError) as error:
        Templates.load(file)
    return str(error.value)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_each_message_says_what_somebody_cannot_do_without(
    templates: Templates, template: str
) -> None:
    filled = templates.fill(template, values_of(template))
    for name in TEMPLATES[template].must:
        assert f"<{name}>" in filled.text
    assert "{" not in filled.text
    assert filled.subject


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_each_message_says_what_to_do_next(template: str) -> None:
    text = WORDS["templates"][template]["text"]
    said_by = {"manage", "rebook", "accept", "rate", "collect"}
    pieces = {name for _, name, _, _ in Formatter().parse(text) if name}
    assert pieces & said_by or "请" in text


def test_values_become_one_line_and_are_never_read_as_placeholders(templates: Templates) -> None:
    filled = templates.fill("call_back", {"until": "明天\n{code} \t十点"})
    assert "明天 {code} 十点" in filled.text


@pytest.mark.parametrize("values", [{}, {"until": "明天", "code": "K"}])
def test_values_that_lack_or_are_too_many_are_refused(
    templates: Templates, values: dict[str, str]
) -> None:
    with pytest.raises(WrongValues, match=r"call_back.*(until|code)"):
        templates.fill("call_back", values)


def test_an_unknown_template_is_refused(templates: Templates) -> None:
    with pytest.raises(WrongValues, match="no_such"):
        templates.check("no_such", {})


@pytest.mark.parametrize("piece", LINKED)
def test_a_link_is_given_only_when_there_is_an_address(templates: Templates, piece: str) -> None:
    values = {name: f"<{name}>" for name in PIECES[piece]["linked"].must - {"url"}}
    assert "http" not in templates.linked(piece, **values)
    for address in (ADDRESS, f"{ADDRESS}/"):
        linked = Templates.load(public_url=address).linked(piece, **values)
        assert f"{ADDRESS}/" in linked
        assert f"{ADDRESS}//" not in linked
        assert all(value in linked for value in values.values())


def test_links_lead_to_pages_there_are() -> None:
    there_are = {getattr(route, "path", None) for route in pages.router.routes}
    for piece in LINKED:
        linked = WORDS["pieces"][piece]["linked"]
        (path,) = re.findall(r"\{url\}(/\w*)", linked)
        assert path in there_are


def test_no_place_is_longer_than_the_one_texts_are_measured_with(kb: KnowledgeBase) -> None:
    names, measured = Names(kb), WORDS["typical"]["place"]
    assert max(len(names.place(window_id)) for window_id in kb.windows) <= len(measured)


def test_the_official_account_gets_the_keywords_of_its_template(tmp_path: Path) -> None:
    words = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    data = {"thing1": "回电", "time2": "{until}前"}
    words["templates"]["call_back"]["wechat"] = {"template_id": "TM1", "data": data}
    file = tmp_path / "templates.yml"
    file.write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    filled = Templates.load(file).fill("call_back", {"until": "17:00"})
    assert filled.wechat == WechatContent("TM1", {"thing1": "回电", "time2": "17:00前"})


class TestAFileThatDoesNotFit:
    def test_names_a_placeholder_nobody_fills(self, tmp_path: Path) -> None:
        def edit(words: dict[str, Any]) -> None:
            words["templates"]["reminder"]["text"] += "{wechat}"

        said = broken(tmp_path, edit)
        assert "templates.yml" in said
        assert "templates.reminder.text" in said
        assert "模板 reminder 没有占位符 {wechat}" in said

    def test_names_a_placeholder_that_is_missing(self, tmp_path: Path) -> None:
        def edit(words: dict[str, Any]) -> None:
            text = words["templates"]["reminder"]["text"]
            words["templates"]["reminder"]["text"] = text.replace("{code}", "")

        assert "模板 reminder 缺少占位符 {code}" in broken(tmp_path, edit)

    def test_names_what_a_piece_lacks(self, tmp_path: Path) -> None:
        def edit(words: dict[str, Any]) -> None:
            words["pieces"]["manage"]["linked"] = "改期或取消请上网"

        said = broken(tmp_path, edit)
        assert "pieces.manage.linked" in said
        assert "语句 manage 缺少占位符 {url}" in said

    def test_names_a_keyword_nobody_fills(self, tmp_path: Path) -> None:
        def edit(words: dict[str, Any]) -> None:
            wechat = {"template_id": "TM1", "data": {"thing1": "{name}"}}
            words["templates"]["decided"]["wechat"] = wechat

        assert "模板 decided 没有占位符 {name}" in broken(tmp_path, edit)

    def test_names_a_template_that_is_missing(self, tmp_path: Path) -> None:
        said = broken(tmp_path, lambda words: words["templates"].pop("displaced"))
        assert "缺少模板 displaced" in said

    def test_names_a_template_nobody_uses(self, tmp_path: Path) -> None:
        def edit(words: dict[str, Any]) -> None:
            words["templates"]["advert"] = {"subject": "优惠", "text": "请看"}

        assert "没有模板 advert" in broken(tmp_path, edit)

    def test_names_a_case_that_is_missing(self, tmp_path: Path) -> None:
        said = broken(tmp_path, lambda words: words["pieces"]["options"].pop("none"))
        assert "缺少语句 options 的情形 none" in said

    def test_names_a_usual_value_that_is_missing(self, tmp_path: Path) -> None:
        said = broken(tmp_path, lambda words: words["typical"].pop("material"))
        assert "缺少占位符 material" in said

    @pytest.mark.parametrize(
        "text", ["{", "{code", "{code!r}", "{code:>9}", "{0}", "{}", "{a.b}", "{a[0]}"]
    )
    def test_takes_nothing_but_plain_names_in_braces(self, tmp_path: Path, text: str) -> None:
        def edit(words: dict[str, Any]) -> None:
            words["templates"]["reminder"]["text"] = text

        said = broken(tmp_path, edit)
        assert "templates.reminder.text" in said
        assert "花括号" in said

    def test_counts_the_characters_of_the_filled_text(self, tmp_path: Path) -> None:
        def edit(words: dict[str, Any]) -> None:
            words["templates"]["call_back"]["text"] += "请" * 100

        assert "模板 call_back 填好后有 144 个字" in broken(tmp_path, edit)

    @pytest.mark.parametrize(
        ("when", "said"), [("plain", "填好后"), ("linked", "填好并带上链接后")]
    )
    def test_counts_the_longest_pieces(self, tmp_path: Path, when: str, said: str) -> None:
        def edit(words: dict[str, Any]) -> None:
            words["pieces"]["rate"][when] += "请" * 120

        assert f"模板 rating_invitation {said}有 " in broken(tmp_path, edit)
