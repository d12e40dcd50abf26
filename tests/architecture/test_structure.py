"""The architecture holds: imports run one way, names say what they are, protocol code does no I/O."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILER = ROOT / "generator" / "swmgen"
RUNTIME = ROOT / "runtime" / "swm"

# What each part may import of ours. `model` imports nothing of ours.
COMPILER_MAY: dict[str, set[str]] = {
    "model": set(),
    "semantics": {"model"},
    "diagnostics": {"model"},
    "read": {"model", "diagnostics"},
    "resolve": {"model", "diagnostics", "read"},
    "check": {"model", "diagnostics", "semantics"},
    "load": {"model", "diagnostics", "read", "resolve"},
    "edit": {"model", "diagnostics"},
    "verify": {"model", "diagnostics", "semantics"},
    "compare": {"model", "semantics", "diagnostics"},
    "simulate": set(),
    "emit": {
        "model",
        "semantics",
        "diagnostics",
        "load",
        "read.language",
        "locations",
        "verify",
        "compare",
        "simulate",
    },
    "locations": set(),
    "demo": set(),
    "cli": {
        "model",
        "diagnostics",
        "load",
        "check",
        "verify",
        "compare",
        "emit",
        "edit",
        "read",
        "demo",
        "locations",
        "semantics",
    },
}
RUNTIME_MAY: dict[str, set[str]] = {
    "errors": set(),
    "durable": set(),
    "whole_numbers": set(),
    "json_documents": set(),
    "endpoints": {"whole_numbers"},
    "command_line": set(),
    "tls_refusal": set(),
    "syncml": {"errors", "whole_numbers"},
    "tree": {"errors", "whole_numbers", "syncml"},
    "security": {"errors"},
    "machine": {"errors", "whole_numbers", "json_documents", "durable", "syncml", "tree", "security"},
    "alerts": {"errors", "json_documents", "syncml", "tree", "machine"},
    "session": {"errors", "endpoints", "whole_numbers", "syncml", "tree"},
    "delivery": {"errors", "endpoints", "whole_numbers", "security"},
    "trust": {"errors", "json_documents", "durable", "security", "delivery", "session"},
    "publishing": {"errors", "durable", "security", "delivery"},
    "settings": {"errors", "endpoints"},
    "server": {"errors", "endpoints", "whole_numbers", "syncml", "tree", "session", "settings", "tls_refusal"},
    "campaign": {"errors", "endpoints", "session", "tree", "settings", "server"},
    "device": {
        "errors",
        "endpoints",
        "whole_numbers",
        "json_documents",
        "durable",
        "syncml",
        "session",
        "tree",
        "machine",
        "security",
        "settings",
        "delivery",
        "trust",
        "alerts",
    },
    "imageserver": {
        "errors",
        "endpoints",
        "json_documents",
        "durable",
        "security",
        "delivery",
        "trust",
        "publishing",
        "settings",
        "tls_refusal",
    },
    "trace": {"errors", "whole_numbers", "syncml", "session"},
    "conformance": {
        "errors",
        "endpoints",
        "json_documents",
        "syncml",
        "tree",
        "session",
        "machine",
        "security",
        "server",
        "device",
        "delivery",
        "alerts",
    },
    "cli": {
        "errors",
        "whole_numbers",
        "durable",
        "command_line",
        "syncml",
        "trace",
        "security",
        "delivery",
        "trust",
        "publishing",
        "device",
        "server",
        "settings",
        "imageserver",
        "conformance",
        "alerts",
        "campaign",
    },
}
NO_IO = {"syncml", "tree", "session", "machine", "security", "alerts", "delivery", "trust", "publishing", "trace"}
# Rooms that do no I/O but in the modules at their rim.
RIM = {"delivery/storage.py", "delivery/https.py", "delivery/multicast.py"}
# What rooms, or single modules, may need beside the standard library; extras of runtime/pyproject.toml install it.
FOREIGN: dict[str, set[str]] = {
    "delivery": {"raptorq"},
    "delivery/encryption.py": {"cryptography"},
    "trust": {"cryptography", "tuf"},
    "publishing": {"cryptography", "securesystemslib", "tuf"},
    "server": {"starlette", "uvicorn", "uvloop", "sqlalchemy", "prometheus_client"},
    "campaign/records.py": {"sqlalchemy"},
    "device/aio.py": {"aiohttp"},
    "device/fumo.py": {"swm_enablers"},
    "device/scomo.py": {"swm_enablers"},
    "alerts": {"swm_enablers"},
    "imageserver": {"cryptography", "uvicorn"},
    "device/alert_flow.py": {"swm_enablers"},
    "device/announcements.py": {"swm_enablers"},
    "device/broadcast_client.py": {"swm_enablers"},
    "device/image_delivery.py": {"swm_enablers"},
    "device/image_fumo.py": {"swm_enablers"},
    "device/image_scomo.py": {"swm_enablers"},
    "device/steered_transfer.py": {"swm_enablers"},
    "device/steering.py": {"swm_enablers"},
    "device/standard_objects.py": {"swm_enablers"},
    "conformance/pytest_plugin.py": {"pytest"},
    "cli": {"tuf"},
}
IO = {
    "socket",
    "ssl",
    "asyncio",
    "threading",
    "http",
    "urllib",
    "time",
    "random",
    "secrets",
    "subprocess",
    "select",
    "sqlite3",
}
UNCLEAR = {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "lib", "manager"}
MAX_LINES = 500


def imports(tree: ast.AST) -> Iterator[str]:
    """Every module imported, whether at the top or inside of a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and node.level == 0:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(source: str, part: str, package: str, may: dict[str, set[str]]) -> list[str]:
    """Imports of `package` that a module of `part` must not have."""
    parts = set(may)
    found = []
    for name in imports(ast.parse(source)):
        words = name.split(".")
        if words[0] != package or len(words) < 2 or words[1] not in parts or words[1] == part:
            continue
        if words[1] not in may[part] and ".".join(words[1:3]) not in may[part] and words[1] != part:
            # `from swmgen.read import language` is named twice: once as the package, once as the module.
            if any(allowed.startswith(f"{words[1]}.") for allowed in may[part]) and len(words) == 2:
                continue
            found.append(name)
    return found


def modules(folder: Path, may: dict[str, set[str]]) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.py")):
        part = path.relative_to(folder).parts[0].removesuffix(".py")
        if part in may:
            yield path, part


ALL = [(path, part, "swmgen", COMPILER_MAY) for path, part in modules(COMPILER, COMPILER_MAY)] + [
    (path, part, "swm", RUNTIME_MAY) for path, part in modules(RUNTIME, RUNTIME_MAY)
]


def test_every_part_has_its_row() -> None:
    for folder, may in ((COMPILER, COMPILER_MAY), (RUNTIME, RUNTIME_MAY)):
        parts = {
            path.name.removesuffix(".py")
            for path in folder.iterdir()
            if (path.is_dir() and path.name[0] not in "._") or path.suffix == ".py"
        }
        assert parts - {"__init__", "__main__", "_data", "py.typed"} == set(may)


@pytest.mark.parametrize(("path", "part", "package", "may"), ALL, ids=[str(row[0].relative_to(ROOT)) for row in ALL])
def test_imports_run_one_way(path: Path, part: str, package: str, may: dict[str, set[str]]) -> None:
    assert wrong_imports(path.read_text(encoding="utf-8"), part, package, may) == []


@pytest.mark.parametrize(
    ("source", "part", "package", "may"),
    [
        ("from swmgen.emit.build import build", "model", "swmgen", COMPILER_MAY),
        ("import swmgen.cli", "check", "swmgen", COMPILER_MAY),
        ("def f():\n    from swmgen.resolve import resolve", "emit", "swmgen", COMPILER_MAY),
        ("from swm.session import DmClientSession", "machine", "swm", RUNTIME_MAY),
    ],
)
def test_an_import_against_the_direction_is_found(
    source: str, part: str, package: str, may: dict[str, set[str]]
) -> None:
    assert wrong_imports(source, part, package, may) != []


def test_the_table_of_imports_has_no_circle() -> None:
    for may in (COMPILER_MAY, RUNTIME_MAY):
        done: set[str] = set()
        while len(done) < len(may):
            ready = [part for part in may if part not in done and {n.split(".")[0] for n in may[part]} <= done]
            assert ready, f"a circle among {set(may) - done}"
            done.update(ready)


def module_graph(sources: dict[str, str]) -> dict[str, set[str]]:
    """Which modules each module imports of these, at its top or inside of a function."""
    graph: dict[str, set[str]] = {}
    for name, source in sources.items():
        graph[name] = {imported for imported in imports(ast.parse(source)) if imported in sources} - {name}
    return graph


def circle_of(graph: dict[str, set[str]]) -> list[str]:
    """Modules that import each other in a circle, by name; empty where there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize("folder", [COMPILER, RUNTIME], ids=lambda path: path.name)
def test_no_modules_import_each_other_in_a_circle(folder: Path) -> None:
    sources = {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in folder.rglob("*.py")
        if path.name != "__init__.py"
    }
    assert circle_of(module_graph(sources)) == []


def test_a_circle_of_modules_would_be_found() -> None:
    sources = {"swm.a": "import swm.b", "swm.b": "def f():\n    from swm import c", "swm.c": "from swm.a import x"}
    assert set(circle_of(module_graph(sources))) == {"swm.a", "swm.b", "swm.c"}


def io_of(source: str) -> set[str]:
    # urllib.parse takes texts apart and opens nothing.
    found = {name for name in imports(ast.parse(source)) if not name.startswith("urllib.parse")}
    return {name.split(".")[0] for name in found} & IO


@pytest.mark.parametrize(
    "path",
    [
        path
        for path, part in modules(RUNTIME, RUNTIME_MAY)
        if part in NO_IO and path.relative_to(RUNTIME).as_posix() not in RIM
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_protocol_code_does_no_io_and_asks_no_clock(path: Path) -> None:
    assert io_of(path.read_text(encoding="utf-8")) == set()


def test_io_would_be_found() -> None:
    assert io_of("import urllib.request\nfrom urllib.parse import quote") == {"urllib"}
    assert io_of("def f():\n    import time") == {"time"}


@pytest.mark.parametrize("path", sorted(RUNTIME.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_needs_the_standard_library_and_what_it_names(path: Path) -> None:
    place = path.relative_to(RUNTIME)
    may = FOREIGN.get(place.parts[0].removesuffix(".py"), set()) | FOREIGN.get(place.as_posix(), set())
    assert foreign_to(path.read_text(encoding="utf-8")) <= may


def foreign_to(source: str) -> set[str]:
    """Packages that a module imports, ours and the standard library's left aside."""
    names = {name.split(".")[0] for name in imports(ast.parse(source))}
    return names - {"swm"} - sys.stdlib_module_names


def test_a_foreign_package_would_be_found() -> None:
    assert foreign_to("import os\ndef f():\n    from tuf.ngclient import Updater") == {"tuf"}


def named_unclearly(paths: list[Path]) -> list[Path]:
    return [path for path in paths if path.stem.strip("_") in UNCLEAR]


def test_no_module_has_a_name_that_says_nothing() -> None:
    paths = [path for folder in (COMPILER, RUNTIME, ROOT / "generator" / "bootstrap") for path in folder.rglob("*")]
    assert named_unclearly(paths) == []
    assert named_unclearly([Path("swm/utils.py")]) != []


def code_lines(source: str) -> int:
    return sum(1 for line in source.splitlines() if line.strip() and not line.strip().startswith("#"))


@pytest.mark.parametrize("folder", [COMPILER, RUNTIME, ROOT / "generator" / "bootstrap"], ids=lambda path: path.name)
def test_no_module_is_too_long_to_be_read(folder: Path) -> None:
    long = {path.name: code_lines(path.read_text(encoding="utf-8")) for path in folder.rglob("*.py")}
    assert {name: lines for name, lines in long.items() if lines > MAX_LINES} == {}


def undocumented(source: str) -> list[str]:
    """Public classes, functions and methods without a docstring."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            members = [item for item in node.body if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)]
            found += [
                f"{node.name}.{item.name}"
                for item in members
                if not item.name.startswith("_")
                and ast.get_docstring(item) is None
                and not any(isinstance(word, ast.Name) and word.id == "overload" for word in item.decorator_list)
            ]
    return found


def test_every_public_method_of_the_runtime_is_documented() -> None:
    found = {path.name: undocumented(path.read_text(encoding="utf-8")) for path in RUNTIME.rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == {}
    assert undocumented("class A:\n    def f(self): ...") == ["A.f"]
