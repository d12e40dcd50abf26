"""Make an enabler from device descriptions of the field.

PATH is a file, a folder or a zip archive of DDF 1.2, TNDS, Microsoft's DDF
(v1, v2, manifest dialect) or LightweightM2M objects; which it is is told from
its content. Several documents become one enabler, each mounted where its Path
says. What is wrong in them is repaired with a warning. Nothing that they say
is lost: what the language has no word for is carried as extension.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

from swm.durable import replace_file
from swmgen.cli import UsageError
from swmgen.cli.counting import counted
from swmgen.cli.reporting import FORMATS, print_findings
from swmgen.load import deep_and_without_collector

EXAMPLES = """examples:
  swmgen import Policy.xml                    to imported/policy-1.0, as YAML
  swmgen import DDFv2May24.zip -o spec --name windows-policy
  swmgen import objects/ --as ddf             as one normalised DDF document
  swmgen import --strict vendor.ddf           refuse what would have to be repaired
then:
  swmgen build --spec imported                stubs, DDF and documents of all that was imported
"""
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VERSION = re.compile(r"[0-9]{1,9}\.[0-9]{1,9}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `import`."""
    parser.add_argument("path", metavar="PATH", type=Path, help="a file, a folder, or a zip archive")
    parser.add_argument(
        "-o",
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("imported"),
        help="folder of enablers; default: imported",
    )
    parser.add_argument("--as", dest="form", choices=("yaml", "ddf"), default="yaml", help="default: yaml")
    parser.add_argument("--strict", action="store_true", help="refuse what would have to be repaired")
    parser.add_argument("--name", help="the enabler's name; default: after the file")
    parser.add_argument("--version", default="1.0", help="the enabler's version; default: 1.0")
    parser.add_argument("--format", choices=list(FORMATS), default="text", help="of the findings; default: text")


def run(arguments: argparse.Namespace) -> int:
    """0 imported, 1 refused and nothing written, 2 wrong call."""
    path: Path = arguments.path
    if not path.exists():
        raise UsageError(f"there is no file or folder {path}")
    name = arguments.name or _slug(path.resolve().stem if path.is_file() else path.resolve().name)
    if not _NAME.fullmatch(name):
        raise UsageError(f"`{name}` is no name of an enabler: lower case letters, digits and -")
    if not _VERSION.fullmatch(arguments.version):
        raise UsageError(f"`{arguments.version}` is no version: two numbers with a point")
    key = f"{name}-{arguments.version}"
    target: Path = arguments.output / key
    if (target / "enabler.yaml").exists() and "imported:" not in (target / "enabler.yaml").read_text(encoding="utf-8"):
        raise UsageError(f"{target} is there and was not imported; choose another --name")
    from swmgen.cli.importing import imported

    with deep_and_without_collector():
        enabler, report, sources = imported(path, name, arguments.version)
        print_findings(list(report), sources, arguments.format, sys.stderr)
        if enabler is None or (arguments.strict and len(report)):
            print("Nothing was written.", file=sys.stderr)
            return 1
        texts = _texts(enabler, arguments.form)
    _put_down(target, texts)
    nodes = sum(1 for _ in enabler.tree.walk())
    found = f", {counted(len(report), 'warning')}" if len(report) else ""
    print(f"{target}: {counted(len(sources), 'document')}, {counted(nodes, 'node')}{found}", file=sys.stderr)
    return 0


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text).lower())
    name = "-".join(words)[:60].strip("-")
    return name if name[:1].isalpha() else f"mo-{name}".rstrip("-")


def _texts(enabler: object, form: str) -> dict[str, str | None]:
    from swmgen.emit.ddf import written
    from swmgen.emit.spec import enabler_file, objects_file
    from swmgen.model import Enabler

    assert isinstance(enabler, Enabler)
    if form == "ddf":
        return {
            "enabler.yaml": enabler_file(enabler),
            "objects.ddf.xml": written(enabler.tree)[0],
            "objects.yaml": None,
        }
    return {"enabler.yaml": enabler_file(enabler), "objects.yaml": objects_file(enabler.tree), "objects.ddf.xml": None}


def _put_down(target: Path, texts: dict[str, str | None]) -> None:
    """Each file is replaced whole. After a kill between two of them, both forms of the tree may be there: `check` tells."""
    target.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = target / name
        if text is None:
            path.unlink(missing_ok=True)
            continue
        replace_file(path, text.encode("utf-8"), mode=None)
