"""The file of connectors: what may stand in it, and what is said of what may not."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import yaml

from api.services.connectors.config import Connectors, ConnectorsError, load
from api.services.events import Kind
from knowledge import KnowledgeBase

DOCUMENTATION = Path(__file__).resolve().parents[3] / "docs" / "connectors.md"
LONG = "a secret that is long enough for production"
GOOD: dict[str, Any] = {
    "id": "hunan",
    "name": "省平台",
    "url": "https://platform.example/events",
    "secret": "HUNAN_SECRET",
    "events": ["intake.accepted"],
}


class Files:
    """Writes a file of connectors and loads it."""

    def __init__(self, folder: Path, kb: KnowledgeBase) -> None:
        self.path = folder / "connectors.yml"
        self._kb = kb

    def load(
        self,
        text: str,
        development: bool = False,
        environment: Mapping[str, str] = MappingProxyType({"HUNAN_SECRET": LONG}),
    ) -> Connectors:
        self.path.write_text(text, encoding="utf-8")
        return load(
            self.path,
            self._kb,
            development=development,
            environment=environment,
        )

    def problem(self, *items: Any, **how: Any) -> str:
        """What is said of a file with these connectors."""
        text = yaml.safe_dump({"connectors": list(items)}, allow_unicode=True, sort_keys=False)
        return self.problem_of(text, **how)

    def problem_of(self, text: str, **how: Any) -> str:
        with pytest.raises(ConnectorsError) as caught:
            self.load(text, **how)
        return str(caught.value)


@pytest.fixture
def files(tmp_path: Path, kb: KnowledgeBase) -> Files:
    return Files(tmp_path, kb)


def test_without_a_file_there_are_no_connectors(kb: KnowledgeBase) -> None:
    assert load(None, kb, development=False) == {}


def test_an_entry_with_the_least_is_told_nothing_personal(files: Files) -> None:
    (connector,) = files.load(yaml.safe_dump({"connectors": [GOOD]})).values()
    terms = connector.terms
    assert (terms.kind, terms.applicant, terms.timeout_s) == ("webhook", "none", 10)
    assert terms.events == (Kind.ACCEPTED,)
    assert (terms.parks, terms.matters, terms.departments) == (None, None, None)
    assert connector.key.get_secret_value() == LONG


def test_the_secret_is_nowhere_to_be_read(files: Files) -> None:
    assert LONG not in repr(files.load(yaml.safe_dump({"connectors": [GOOD]})))


def test_the_documentation_shows_a_file_that_is_right(files: Files) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCUMENTATION.read_text(), re.DOTALL)
    secrets = {"CONSTRUCTION_SYSTEM_SECRET": LONG, "HOUSING_SECRET": LONG}
    assert list(files.load(example, environment=secrets)) == [
        "construction-system",
        "housing-department",
    ]


def test_the_documentation_names_every_event() -> None:
    assert [kind for kind in Kind if f"`{kind}`" not in DOCUMENTATION.read_text()] == []


@pytest.mark.parametrize("url", ["http://localhost:9000/in", "http://127.0.0.1/", "http://[::1]/"])
def test_on_this_machine_plain_http_will_do(files: Files, url: str) -> None:
    assert files.load(yaml.safe_dump({"connectors": [GOOD | {"url": url}]}))


def test_in_development_plain_http_and_a_short_secret_will_do(files: Files) -> None:
    text = yaml.safe_dump({"connectors": [GOOD | {"url": "http://platform.example/"}]})
    assert files.load(text, development=True, environment={"HUNAN_SECRET": "s"})


def test_a_fault_names_file_line_field_and_connector_and_what_would_be_right(files: Files) -> None:
    assert files.problem(GOOD, GOOD | {"id": "other", "secret": "NO_SUCH"}) == (
        "对接配置有 1 处问题：\n"
        "  connectors.yml 第11行 connectors.1.secret：对接“other”：密钥应放在环境变量 NO_SUCH "
        "里，这个变量还没有设置，请设置后再启动"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"id": "Hunan"}, "connectors.0.id：对接“Hunan”：编号只能用小写英文字母"),
        ({"id": "h" * 65}, "最多写 64 个字"),
        ({"name": ""}, "connectors.0.name：对接“hunan”：不能空着"),
        ({"kind": "email"}, "connectors.0.kind：对接“hunan”：只能写其中一个：webhook"),
        ({"url": "ftp://platform.example/"}, "网址要以 https:// 开头"),
        ({"url": "platform.example/events"}, "网址要以 https:// 开头"),
        ({"url": "https:///events"}, "网址要以 https:// 开头，写明主机"),
        ({"url": "https://platform.example/a b"}, "中间没有空格"),
        ({"url": "https://platform.example:http/"}, "网址要以 https:// 开头"),
        ({"url": "https://[::1/"}, "网址要以 https:// 开头"),
        ({"url": 5}, "网址要以 https:// 开头"),
        ({"url": "https://me:pw@platform.example/"}, "不能带用户名和密码"),
        ({"url": "https://platform.example/#top"}, "网址里不能有 #"),
        ({"url": "http://platform.example/"}, "只有本机地址和开发环境可以用 http://"),
        ({"secret": "hunan_secret"}, "这里写环境变量的名字"),
        ({"secret": 12345678}, "这里写环境变量的名字"),
        ({"events": []}, "至少要写 1 条"),
        ({"events": ["intake.done"]}, "只能写其中一个：booking.confirmed、"),
        ({"applicant": "all"}, "connectors.0.applicant：对接“hunan”：只能写其中一个：none、"),
        ({"parks": ["gaoxing"]}, "connectors.0.parks：对接“hunan”：资料里没有“gaoxing”"),
        ({"parks": []}, "至少要写 1 条"),
        ({"matters": ["construction-permits"]}, "资料里没有“construction-permits”"),
        ({"departments": ["住建厅"]}, "资料里没有“住建厅”"),
        ({"timeout_s": 0}, "要大于 0"),
        ({"timeout_s": 61}, "不能大于 60"),
        ({"max_attempts": 0}, "不能小于 1"),
        ({"token": "x"}, "这里没有“token”这一项"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    files: Files, wrong: dict[str, Any], said: str
) -> None:
    assert said in files.problem(GOOD | wrong)


@pytest.mark.parametrize("field", ["id", "name", "url", "secret", "events"])
def test_what_is_left_out_is_said(files: Files, field: str) -> None:
    left = {name: value for name, value in GOOD.items() if name != field}
    assert f"缺少“{field}”" in files.problem(left)


@pytest.mark.parametrize("written", ["Tr0ub4dor&3-hunter2", 8675309, ["hunter2"], {"a": "hunter2"}])
def test_a_secret_that_somebody_wrote_into_the_file_is_not_repeated(
    files: Files, written: Any
) -> None:
    said = files.problem(GOOD | {"secret": written, "url": "https://me:hunter2@platform.example/"})
    assert "hunter2" not in said
    assert "8675309" not in said


def test_in_production_a_short_secret_is_refused_without_being_repeated(files: Files) -> None:
    said = files.problem(GOOD, environment={"HUNAN_SECRET": "hunter2"})
    assert "环境变量 HUNAN_SECRET 里的密钥太短，至少要 32 个字符" in said
    assert "hunter2" not in said


def test_an_empty_variable_is_none(files: Files) -> None:
    assert "还没有设置" in files.problem(GOOD, development=True, environment={"HUNAN_SECRET": ""})


def test_an_id_stands_there_once(files: Files) -> None:
    assert "connectors.1.id：对接“hunan”：编号写了两次" in files.problem(GOOD, GOOD)


def test_all_faults_are_said_at_once(files: Files) -> None:
    said = files.problem(
        GOOD | {"secret": "NO_SUCH", "parks": ["nowhere", "gaoxin", "elsewhere"]},
        GOOD | {"id": "other", "events": []},
        "nonsense",
    )
    assert said.startswith("对接配置有 5 处问题")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "只能有名为 connectors 的列表"),
        ("connectors:", "只能有名为 connectors 的列表"),
        ("- id: hunan", "只能有名为 connectors 的列表"),
        ("connectors: []\nmore: 1", "只能有名为 connectors 的列表"),
        ("connectors: [", "connectors.yml"),
        ("connectors: []\nconnectors: []", "“connectors”写了两次"),
    ],
)
def test_a_file_that_is_no_list_of_connectors(files: Files, text: str, said: str) -> None:
    assert said in files.problem_of(text)


def test_an_empty_list_is_right(files: Files) -> None:
    assert files.load("connectors: []") == {}


def test_a_file_that_is_not_there(tmp_path: Path, kb: KnowledgeBase) -> None:
    with pytest.raises(ConnectorsError, match=r"connectors\.yml：文件读不了：没有这个文件"):
        load(tmp_path / "connectors.yml", kb, development=True)
