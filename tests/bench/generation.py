"""Measures the compiler as whole processes beside its peers, interleaved in one run; prints medians and ratios.

    .venv/bin/python tests/bench/generation.py --peers FOLDER [--rounds 7] [--nodes 5000] [--curve]

FOLDER is an environment with the peers: python3 -m venv FOLDER, then
FOLDER/bin/pip install -r tests/bench/peers.txt. Without --peers ours alone is
measured. The machine's speed may drift; each round runs every command once, so
that ratios hold where seconds do not.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import models

ROOT = Path(__file__).resolve().parents[2]
OURS = [sys.executable, "-m", "swmgen"]
ENVIRONMENT = {
    "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}",
    "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}",
    "HOME": os.environ.get("HOME", "/"),
}


@dataclass
class Subject:
    """A command, what is done before each run of it, and what was measured: seconds and MiB."""

    name: str
    command: list[str]
    before: Callable[[], None] = lambda: None
    environment: dict[str, str] = field(default_factory=lambda: ENVIRONMENT)
    expected: int = 0
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    def run(self) -> None:
        self.before()
        began = time.perf_counter()
        process = subprocess.Popen(
            self.command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT
        )
        assert process.stderr is not None
        said = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        self.seconds.append(time.perf_counter() - began)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.memory.append(usage.ru_maxrss / 1024)
        if process.returncode != self.expected:
            raise SystemExit(f"{self.name} ended with {process.returncode}: {said.decode()[-2000:]}")

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def subjects(folder: Path, nodes: int, peers: Path | None) -> list[Subject]:
    """Everything measured for a model of one size."""
    spec = models.specification(folder / "spec", nodes)
    changing = models.specification(folder / "changing", nodes)
    ten = models.specifications(folder / "ten", nodes)
    cold, warm, changed = folder / "cold", folder / "warm", folder / "changed"
    ten_cold, ten_changed = folder / "ten cold", folder / "ten changed"
    count = iter(range(1_000_000))
    for out, source in ((warm, spec), (changed, changing), (ten_changed, ten)):
        subprocess.run([*OURS, "build", "--spec", source, "-o", out], env=ENVIRONMENT, check=True, capture_output=True)

    def build(source: Path, out: Path, *options: str) -> list[str]:
        return [*OURS, "build", "--spec", str(source), "-o", str(out), *options]

    def change() -> None:
        models.specification(changing, nodes, mark=f" Change {next(count)}.")

    def change_one_of_ten() -> None:
        models.specification(ten, nodes // 10, mark=f" Change {next(count)}.", key="part3-1.0")

    found = [
        Subject("build, cold", build(spec, cold), lambda: shutil.rmtree(cold, ignore_errors=True)),
        Subject("build, one line changed", build(changing, changed), change),
        Subject("ten enablers, cold", build(ten, ten_cold), lambda: shutil.rmtree(ten_cold, ignore_errors=True)),
        Subject("ten enablers, one line changed", build(ten, ten_changed), change_one_of_ten),
        Subject("build, nothing to do", build(spec, warm)),
        Subject("build --check, fresh", build(spec, warm, "--check")),
        Subject("check", [*OURS, "check", str(spec)]),
    ]
    if peers is not None:
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": ENVIRONMENT["HOME"]}
        yang = str(models.yang(folder / "big.yang", nodes))
        schema = str(models.json_schema(folder / "big.json", nodes))
        dmcg = [str(peers / "bin" / "datamodel-codegen"), "--input", schema, "--input-file-type", "jsonschema"]
        found += [
            Subject("pyang -f tree", [str(peers / "bin" / "pyang"), "-f", "tree", yang], environment=environment),
            Subject("pyang (validation)", [str(peers / "bin" / "pyang"), yang], environment=environment),
            Subject("datamodel-code-generator", [*dmcg, "--output", str(folder / "model.py")], environment=environment),
        ]
    return found


def start_up(peers: Path | None) -> list[Subject]:
    """What does not depend on a model."""
    stubs = {**ENVIRONMENT, "PYTHONPATH": f"{ROOT / 'runtime'}:{ROOT / 'generated' / 'python'}"}
    found = [
        Subject("python -c pass", [sys.executable, "-c", "pass"]),
        Subject("swmgen --version", [*OURS, "--version"]),
        Subject("python3 generator build --check", [sys.executable, str(ROOT / "generator"), "build", "--check"]),
    ]
    for module in ("nodes", "server", "client"):
        code = f"import swm_enablers.fumo_1_1.{module}"
        found.append(Subject(f"import fumo_1_1.{module}", [sys.executable, "-c", code], environment=stubs))
    if peers is not None:
        found.append(Subject("pyang --version", [str(peers / "bin" / "pyang"), "--version"]))
    return found


def measure(found: list[Subject], rounds: int) -> dict[str, Subject]:
    for number in range(rounds + 1):
        for subject in found:
            subject.run()
        if number == 0:  # the first fills caches
            for subject in found:
                subject.seconds.clear()
                subject.memory.clear()
        print(f"round {number} of {rounds}", file=sys.stderr, end="\r", flush=True)
    print(file=sys.stderr)
    return {subject.name: subject for subject in found}


def show(found: dict[str, Subject]) -> None:
    for subject in found.values():
        low, high = min(subject.seconds), max(subject.seconds)
        print(f"  {subject.name:34} {subject.median:7.3f} s  ({low:.3f} to {high:.3f})  {max(subject.memory):6.0f} MiB")


def compare(found: dict[str, Subject], ours: str, peer: str, aim: float) -> None:
    if ours in found and peer in found:
        pairs = zip(found[ours].seconds, found[peer].seconds, strict=True)
        ratio = statistics.median(a / b for a, b in pairs)
        print(f"  {ours} / {peer}: {ratio:.2f} (aim: at most {aim}){'' if ratio <= aim else '  MISSED'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--nodes", type=int, default=5000)
    parser.add_argument("--curve", action="store_true", help="1,250 to 20,000 nodes, ours alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if arguments.curve:
            print("nodes, seconds of a cold build, ms a node, MiB; seconds of check, ms a node")
            for nodes in (1250, 2500, 5000, 10_000, 20_000):
                found = measure(subjects(Path(name) / str(nodes), nodes, None), arguments.rounds)
                build, check = found["build, cold"], found["check"]
                print(
                    f"  {nodes:6}  {build.median:6.2f}  {build.median / nodes * 1000:.3f}  {max(build.memory):5.0f}"
                    f"   {check.median:6.2f}  {check.median / nodes * 1000:.3f}"
                )
            return
        print(f"{arguments.nodes} nodes, {arguments.rounds} rounds")
        found = measure(subjects(Path(name), arguments.nodes, arguments.peers), arguments.rounds)
        show(found)
        compare(found, "build, cold", "pyang -f tree", 0.7)
        compare(found, "build, cold", "datamodel-code-generator", 1 / 3)
        compare(found, "check", "pyang (validation)", 0.7)
        compare(found, "build, one line changed", "build, cold", 0.5)
        compare(found, "ten enablers, one line changed", "ten enablers, cold", 0.5)
        print("start-up")
        show(measure(start_up(arguments.peers), arguments.rounds * 2))


if __name__ == "__main__":
    main()
