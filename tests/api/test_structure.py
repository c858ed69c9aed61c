"""What may import what: the order that `api.services` tells of."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

API = Path(__file__).parents[2] / "api"
SERVICES = "api.services"


def _modules() -> Iterator[tuple[str, Path]]:
    for file in API.rglob("*.py"):
        parts = file.relative_to(API.parent).with_suffix("").parts
        yield ".".join(parts).removesuffix(".__init__"), file


MODULES = dict(_modules())


def _imported(module: str) -> set[str]:
    """The modules of ours that a module imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & set(MODULES)


def _service_of(module: str) -> str:
    """The package or the single module right below `api.services`."""
    return ".".join(module.split(".")[:3])


def _is_under(module: str, *parents: str) -> bool:
    return any(module == parent or module.startswith(f"{parent}.") for parent in parents)


def test_services_do_not_go_in_circles() -> None:
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        if _is_under(module, SERVICES):
            needs = {_service_of(other) for other in _imported(module) if other != SERVICES}
            service = _service_of(module)
            graph.setdefault(service, set()).update(
                other for other in needs if _is_under(other, SERVICES) and other != service
            )
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"a circle of imports: {' -> '.join(circle.args[1])}")


@pytest.mark.parametrize(
    ("part", "must_not_import"),
    [
        ("api.db", ("api.services", "api.routes", "api.deps", "api.wiring", "api.main")),
        ("api.services", ("api.routes", "api.deps", "api.problems", "api.wiring", "api.main")),
        ("api.deps", ("api.routes", "api.wiring", "api.main")),
        ("api.wiring", ("api.routes", "api.main")),
        ("api.duties", ("api.routes", "api.main")),
        ("api.routes", ("api.wiring", "api.duties", "api.main")),
    ],
)
def test_imports_point_down(part: str, must_not_import: tuple[str, ...]) -> None:
    wrong = {
        f"{module} -> {other}"
        for module in MODULES
        if _is_under(module, part)
        for other in _imported(module)
        if _is_under(other, *must_not_import)
    }
    assert not wrong
