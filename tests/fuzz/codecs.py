"""Coverage-guided fuzzing of both codecs, with atheris.

    .venv/bin/python tests/fuzz/codecs.py xml   -max_total_time=60
    .venv/bin/python tests/fuzz/codecs.py wbxml -max_total_time=60

Every input is refused with MessageError, or is a message that comes back the
same however often it is written and read, over its own encoding and over the
other one. Options are those of libFuzzer. Inputs begin from own messages and,
where they are beside the checkout, captured ones; what is found stays in a
folder that is removed, and a failing input is written as `crash-...`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "runtime"), str(ROOT / "tests")]

try:
    import atheris
except ImportError:
    print("skipped: atheris is not installed (it has wheels for Linux on x86-64 only)")
    sys.exit(0)

with atheris.instrument_imports(include=["swm"]):
    from properties import CHECKS
    from seeds import seeds

    from swm.syncml import Encoding


def main(arguments: list[str]) -> None:
    """Fuzz the codec that the first argument names."""
    if len(arguments) < 2 or arguments[1] not in CHECKS:
        print(__doc__)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        for name, data in seeds(Encoding[arguments[1].upper()], ROOT):
            (Path(folder) / name).write_bytes(data)
        options = ["-timeout=5", "-rss_limit_mb=1024", "-max_len=4096", "-print_final_stats=1"]
        if arguments[1] == "xml":
            options.append(f"-dict={Path(__file__).with_name('xml.dict')}")
        atheris.Setup([arguments[0], *options, *arguments[2:], folder], CHECKS[arguments[1]])
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
