"""How long the in-process conformance run takes: every vector of every machine against the generated client.

    .venv/bin/python tests/bench/conformance.py [NAME ...]

Prints seconds of processor time and of the clock, each machine and all; the processor's are those to compare on a
machine that others use, too. Ends with 1 when a vector does not pass: a number for a run that fails says nothing.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "runtime"), str(ROOT / "generated" / "python")]

from swm.conformance import load, run  # noqa: E402
from swm.conformance.generated import GeneratedClient  # noqa: E402


def main(names: list[str]) -> int:
    """Measure the machines whose names begin with one of `names`, or all."""
    count, failed = 0, 0
    began = time.process_time(), time.perf_counter()
    for path in sorted((ROOT / "generated" / "conformance" / "vectors").glob("*.json")):
        if names and not path.name.startswith(tuple(names)):
            continue
        document = load(path)
        if not document.head["of"] and document.head["machine"] != "procedures":
            continue
        start = time.process_time()
        findings = list(run(document, GeneratedClient()))
        count += len(findings)
        failed += sum(not finding.passed for finding in findings)
        print(f"{path.stem:36} {len(findings):6} vectors {time.process_time() - start:7.2f} s")
    busy, clock = time.process_time() - began[0], time.perf_counter() - began[1]
    print(f"{'all':36} {count:6} vectors {busy:7.2f} s of processor, {clock:.2f} s of clock, {failed} not passed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
