"""Generated stubs: equal to the golden ones, typed, importable one by one, safe with hostile names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from specs import checked, write

from swmgen.diagnostics.catalogue.examples import tree
from swmgen.emit.backend import EmitContext
from swmgen.emit.formatting import finish
from swmgen.emit.python import PythonBackend
from swmgen.emit.python.names import Names, camel, snake
from swmgen.emit.python.text import docstring, literal
from swmgen.emit.templates import template_source
from swmgen.load import load
from swmgen.model import Enabler

ROOT = Path(__file__).resolve().parents[3]
RESTART = ROOT / "tests" / "golden" / "restart"
HOSTILE = tree(
    "class: {format: int, access: Get, type: text/plain, doc: 'Ends in a backslash \\'}",
    'Class: {format: int, access: Get, type: text/plain, doc: \'Ends in quotes """\'}',
    "uri: {format: chr, access: Get Replace, type: text/plain, doc: 'A line.\n\n\n  Another \\N{DASH} line.'}",
    "1xA: {format: bool, access: Get, type: text/plain, default: true, doc: Digits first.}",
    "6to4_State: {format: float, access: Get, type: text/plain, default: 1.5, doc: Digits again.}",
    "E-Mail: {format: chr, access: Get, type: text/plain, default: 'a\"b\\c', doc: A hyphen.}",
    "\u0394\u03b9\u03ac\u03c1\u03ba\u03b5\u03b9\u03b1: {format: date, access: Get, type: text/plain, doc: Greek.}",
    "\u6642\u9593: {format: time, access: Get, type: text/plain, doc: Japanese.}",
    "'!!!': {format: xml, access: Get, type: text/xml, doc: No letter at all.}",
    f"{'VeryLong' * 10}Nm: {{format: b64, access: Get, type: text/plain, doc: Ninety characters.}}",
    'execute: {format: "null", access: Exec, type: text/plain, doc: The name of a method.}',
    "Mode: {format: int, access: Get, type: text/plain, values: {none: 0, mro: 1, class: 2}, doc: Hostile values.}",
    "Kind: {format: chr, access: Get, type: text/plain, values: {a: 'x\"y', b: z}, doc: Hostile texts.}",
    "<y>: {format: chr, access: Add Get, occurs: ZeroOrN(7), type: text/plain, doc: Many.}",
    "Sub: {access: Add Delete Exec Get Replace Copy, doc: All rights., nodes: {<z>: {access: Get, doc: Deep., nodes: {Leaf: {format: bin, access: Replace, type: text/plain, doc: Data.}}}}}",  # noqa: E501
)


def emitted(enabler: Enabler) -> dict[str, str]:
    backend = PythonBackend()
    context = EmitContext(template_source([ROOT / "templates"]), {enabler.key: enabler})
    made = [*backend.emit(enabler, context), *backend.emit_index({enabler.key: backend.summarise(enabler)}, context)]
    return {output.path.removeprefix("python/"): output.text for output in finish(made)}


def put(texts: dict[str, str], folder: Path) -> Path:
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_the_small_objects_stubs_are_the_ones_written_by_hand() -> None:
    enabler = load(RESTART / "spec").enablers["restart-1.0"]
    golden = {
        path.relative_to(RESTART / "python").as_posix(): path.read_text(encoding="utf-8")
        for path in (RESTART / "python").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert emitted(enabler) == golden


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    loaded = checked(write(folder / "spec", HOSTILE))
    assert not loaded.report.has_errors, [str(found) for found in loaded.report]
    return put(emitted(loaded.enablers["a-1.0"]), folder / "out")


def test_hostile_names_give_code_that_type_checks_and_is_formatted(hostile: Path) -> None:
    environment = {"MYPYPATH": f"{ROOT / 'runtime'}:{hostile}", "PATH": str(Path(sys.executable).parent)}
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(hostile / "cache"), "-p", "swm_enablers"]
    typed = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=hostile)
    assert typed.returncode == 0, typed.stdout
    ruff = ["ruff", "format", "--check", "--isolated", "--line-length", "120", str(hostile / "swm_enablers")]
    formatted = subprocess.run(ruff, env=environment, capture_output=True, text=True, check=False)
    assert formatted.returncode == 0, formatted.stdout


def test_hostile_names_reach_the_wire_as_they_are(hostile: Path) -> None:
    code = (
        "from swm_enablers.a_1_0.nodes import A\n"
        "names = [path for path, _ in A.walk()]\n"
        "assert 'class' in names and 'E-Mail' in names and '!!!' in names and '\u6642\u9593' in names, names\n"
        "assert dict(A.walk())['E-Mail'].default == 'a\"b\\\\c'\n"
        "assert dict(A.walk())['Kind'].values == frozenset(('x\"y', 'z'))\n"
    )
    _python(code, hostile)


def _python(code: str, *paths: Path) -> str:
    environment = {"PYTHONPATH": ":".join(map(str, (*paths, ROOT / "runtime")))}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def modules() -> list[str]:
    root = ROOT / "generated" / "python"
    return sorted(
        ".".join(path.relative_to(root).with_suffix("").parts)
        for path in root.rglob("*.py")
        if path.name != "__init__.py"
    )


def test_soft_keywords_are_names_so_that_every_python_generates_the_same() -> None:
    assert [snake(name) for name in ("Type", "match", "Case", "class")] == ["type", "match", "case", "class_"]


@pytest.mark.parametrize("module", modules())
def test_each_module_can_be_imported_alone(module: str) -> None:
    _python(f"import {module}", ROOT / "generated" / "python")


def test_stubs_need_the_standard_library_and_the_runtime_core_alone() -> None:
    code = (
        "import sys\n"
        "allowed = set(sys.stdlib_module_names) | {'swm', 'swm_enablers'}\n"
        "class Refuse:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] not in allowed: raise ImportError(f'{name} is refused')\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import swm_enablers.fumo_1_1.client, swm_enablers.fumo_1_1.server\n"
        "bad = [n for n in sys.modules if n.startswith(('swm.server', 'swm.device', 'asyncio', 'socket'))]\n"
        "assert not bad, bad\n"
        "try:\n    import yaml\nexcept ImportError:\n    pass\nelse:\n    raise SystemExit('the control did not refuse')\n"
    )
    _python(code, ROOT / "generated" / "python")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PkgURL", "pkg_url"),
        ("DownloadAndUpdate", "download_and_update"),
        ("MaxPkgSize", "max_pkg_size"),
        ("6to4_State", "n_6to4_state"),
        ("E-Mail", "e_mail"),
        ("class", "class_"),
        ("match", "match"),
        ("!!!", "unnamed"),
        (" padded ", "padded"),
        ("ISID", "isid"),
    ],
)
def test_the_rule_for_names(name: str, expected: str) -> None:
    assert snake(name) == expected
    assert snake(name).isidentifier()
    assert camel(name).isidentifier()


def test_names_that_clash_are_numbered_in_the_order_of_the_specification() -> None:
    names = Names()
    assert [names.give_member(name) for name in ("a", "a", "uri", "uri", "a")] == ["a", "a_2", "uri_", "uri_2", "a_3"]


@pytest.mark.parametrize("text", ['ends in "', "ends in \\", '"""', "a\r\nb", "", "\u202e reversed", 'mix \\" """ \\'])
def test_no_text_ends_a_docstring_or_a_literal(text: str) -> None:
    namespace: dict[str, object] = {}
    exec(f'def f():\n    """{docstring(text or "x", 4)}"""\nvalue = {literal(text)}\n', namespace)
    assert namespace["value"] == text


def test_a_vendors_tree_can_do_without_any_package(tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = [sys.executable, "-m", "swmgen", "build", "--runtime", "vendored", "--backend", "python", "-o", str(out)]
    environment = {"PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}", "PATH": str(Path(sys.executable).parent)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    code = (
        "import sys\n"
        "import swm_enablers.fumo_1_0.client as c, swm_enablers.fumo_1_0.server\n"
        "assert not [n for n in sys.modules if n == 'swm' or n.startswith('swm.')]\n"
        "assert c.DeviceObject.__module__ == 'swm_enablers._runtime.machine.device_object'\n"
    )
    bare = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(out / 'python')!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert bare.returncode == 0, bare.stderr
