"""The JSON Schema: what the reader accepts it accepts, what the reader refuses it refuses, and editors understand it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import yaml

from swmgen.emit.schema import language_schema
from swmgen.read.language import FILES, Written

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = {name: language_schema(name) for name in FILES}
VALIDATORS = {name: jsonschema_rs.validator_for(schema) for name, schema in SCHEMAS.items()}
FILES_OF_SPEC = sorted(path for path in ROOT.glob("spec/*/*.yaml")) + sorted(ROOT.glob("tests/golden/*/spec/*/*.yaml"))


class Loader12(yaml.SafeLoader):
    """YAML 1.2's truth values, as editors and the reader know them: `on` is text."""


Loader12.yaml_implicit_resolvers = {
    first: [entry for entry in entries if entry[0] != "tag:yaml.org,2002:bool"]
    for first, entries in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader12.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)


def content(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader12)


@pytest.mark.parametrize("path", FILES_OF_SPEC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_specification_is_valid(path: Path) -> None:
    document = content(path)
    assert list(VALIDATORS[path.name].iter_errors(document)) == []
    assert jsonschema_rs.validator_for(language_schema(None)).is_valid(document)


@pytest.mark.parametrize("path", FILES_OF_SPEC, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_not_valid_as_another(path: Path) -> None:
    document = content(path)
    others = [name for name in FILES if name != path.name]
    assert not any(VALIDATORS[name].is_valid(document) for name in others)


# Faults that a schema can see: the reader's own codes for them.
SEEN = {"SWM0107", "SWM0108", "SWM0109", "SWM0112"}


@pytest.mark.parametrize("code", sorted(SEEN))
def test_what_the_reader_refuses_the_schema_refuses(code: str) -> None:
    folder = ROOT / "tests" / "bad" / code / "a-1.0"
    faults = [path.name for path in sorted(folder.glob("*.yaml")) if not VALIDATORS[path.name].is_valid(content(path))]
    expected = {line.split()[2].partition(":")[0] for line in _headers(folder)}
    assert set(faults) == {Path(name).name for name in expected}


def _headers(folder: Path) -> Iterator[str]:
    for path in folder.glob("*.yaml"):
        yield from (line for line in path.read_text().splitlines() if line.startswith("# expect:"))


def structs() -> list[type[Written]]:
    found: list[type[Written]] = []
    pending = list(Written.__subclasses__())
    while pending:
        kind = pending.pop()
        found.append(kind)
        pending += kind.__subclasses__()
    return sorted(found, key=lambda kind: kind.__name__)


def test_every_key_of_the_language_is_in_the_schema_with_a_description_and_no_other() -> None:
    definitions = language_schema(None)["definitions"]
    for kind in structs():
        if kind.__name__ not in definitions:
            continue
        keys = {
            field.encode_name
            for field in msgspec.structs.fields(kind)
            if field.name not in ("span_", "marks_", "changed_", "included_")
        }
        properties = definitions[kind.__name__]["properties"]
        assert set(properties) == keys
        assert definitions[kind.__name__]["additionalProperties"] is False
        for name, entry in properties.items():
            if "$ref" not in entry:
                assert entry.get("description"), (kind.__name__, name)


def test_the_generated_schemas_are_these() -> None:
    folder = ROOT / "generated" / "schema"
    assert json.loads((folder / "enabler.schema.json").read_text()) == language_schema(None)
    assert json.loads((folder / "states.schema.json").read_text()) == SCHEMAS["states.yaml"]


@pytest.mark.parametrize("path", sorted(ROOT.glob("spec/*/*.yaml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_file_names_its_schema_for_editors(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    schema = json.loads((path.parent / first.removeprefix(prefix)).read_text(encoding="utf-8"))
    assert jsonschema_rs.validator_for(schema).is_valid(content(path))


# a real editor's server -----------------------------------------------------------------------------------------------


class LanguageServer:
    """The client's half of the protocol: just enough to open a file and to ask."""

    def __init__(self, command: list[str], root: Path) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._number = 0
        self.diagnostics: dict[str, list[Any]] = {}
        capabilities = {
            "textDocument": {"publishDiagnostics": {}, "completion": {"completionItem": {"snippetSupport": False}}},
            "workspace": {"configuration": True},
        }
        self.ask("initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities})
        self._send({"method": "initialized", "params": {}})

    def ask(self, method: str, params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                return message.get("result")

    def open(self, path: Path, text: str) -> list[Any]:
        uri = path.as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self.diagnostics:
            self._receive()
        return self.diagnostics[uri]

    def complete(self, path: Path, line: int, character: int) -> list[str]:
        params = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
        result = self.ask("textDocument/completion", params)
        return [item["label"] for item in (result["items"] if isinstance(result, dict) else result)]

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
        self._process.stdin.flush()

    def _receive(self) -> Any:
        stream = self._process.stdout
        assert stream is not None
        length = 0
        while (line := stream.readline().strip()) != b"":
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        message = json.loads(stream.read(length))
        method = message.get("method")
        if method == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif method == "workspace/configuration":
            settings = {"yaml": {"validate": True, "completion": True, "schemaStore": {"enable": False}}}
            answer = [settings.get(item.get("section", ""), {}) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": answer})
        elif method is not None and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed; the schema is not tried in yaml-language-server")
    folder = tmp_path_factory.mktemp("npm")
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(folder), "yaml-language-server@1"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except subprocess.TimeoutExpired:
        pytest.skip("yaml-language-server cannot be installed: npm's registry does not answer within two minutes")
    if done.returncode != 0:
        pytest.skip(f"yaml-language-server cannot be installed: {done.stderr.strip()[-200:]}")
    found = LanguageServer([str(folder / "node_modules" / ".bin" / "yaml-language-server"), "--stdio"], ROOT)
    yield found
    found.close()


@pytest.mark.long
def test_an_editor_finds_nothing_in_the_specification(server: LanguageServer) -> None:
    for path in sorted(ROOT.glob("spec/*/*.yaml")):
        assert server.open(path, path.read_text(encoding="utf-8")) == [], path


@pytest.mark.long
def test_an_editor_shows_an_unknown_key_and_a_wrong_value(server: LanguageServer) -> None:
    path = ROOT / "spec" / "fumo-1.0" / "edited.yaml"
    text = (ROOT / "spec" / "fumo-1.0" / "objects.yaml").read_text(encoding="utf-8")
    broken = text.replace("format: chr", "fromat: chr", 1).replace("format: int", "format: integer", 1)
    found = server.open(path, broken)
    lines = broken.splitlines()
    assert any("fromat" in lines[entry["range"]["start"]["line"]] for entry in found)
    assert any("integer" in lines[entry["range"]["start"]["line"]] for entry in found)


@pytest.mark.long
def test_an_editor_completes_keys_and_values(server: LanguageServer) -> None:
    path = ROOT / "spec" / "fumo-1.0" / "completed.yaml"
    text = "# yaml-language-server: $schema=../../generated/schema/objects.schema.json\nobjects:\n  <x>:\n    \n    format: \n"
    server.open(path, text)
    keys = server.complete(path, 3, 4)
    assert {"access", "occurs", "doc", "nodes"} <= set(keys)
    values = server.complete(path, 4, 12)
    assert {"chr", "int", "bin", "node"} <= set(values)
