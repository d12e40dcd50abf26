"""The build: fresh or stale, whole or not at all, and nobody's edits lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from specs import write

from swmgen.diagnostics.catalogue import CATALOGUE
from swmgen.emit.compatibility import version_before

ROOT = Path(__file__).resolve().parents[3]
RESTART = ROOT / "tests" / "golden" / "restart" / "spec"
ENVIRONMENT = {
    "PYTHONPATH": f"{ROOT / 'generator'}:{ROOT / 'runtime'}",
    "PATH": f"{Path(sys.executable).parent}:{os.environ.get('PATH', '')}",
}


def swmgen(*words: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "swmgen", *map(str, words)]
    return subprocess.run(
        command, env={**ENVIRONMENT, **environment}, capture_output=True, text=True, check=False, cwd=cwd
    )


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    return Path(shutil.copytree(RESTART, tmp_path / "spec"))


def built(spec: Path, out: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return swmgen("build", "--spec", spec, "-o", out, *words)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_generated_is_fresh() -> None:
    done = swmgen("build", "--check")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_second_build_writes_nothing(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert built(spec, out).returncode == 0
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    done = built(spec, out)
    assert "0 files written" in done.stderr
    assert before == {path: path.stat().st_mtime_ns for path in out.rglob("*")}


def test_a_fresh_check_imports_none_of_what_a_build_needs(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(spec, out)
    code = (
        "import sys; from swmgen.cli import main\n"
        f"assert main(['build', '--check', '--spec', {str(spec)!r}, '-o', {str(out)!r}]) == 0\n"
        "assert not {'yaml', 'msgspec', 'jinja2', 'lxml'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("seed", ["0", "1", "12345"])
def test_the_same_input_gives_the_same_bytes_whatever_the_hash_seed_and_folder(
    seed: str, spec: Path, tmp_path: Path
) -> None:
    swmgen("build", "--spec", spec, "-o", tmp_path / "one")
    swmgen("build", "--spec", "spec", "-o", "two", cwd=tmp_path, PYTHONHASHSEED=seed)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_check_names_what_is_stale_and_why(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(spec, out)
    path = spec / "restart-1.0" / "objects.yaml"
    path.write_text(path.read_text().replace("Seconds to wait", "How many seconds to wait"))
    before = contents(out)
    done = built(spec, out, "--check")
    assert done.returncode == 1
    assert "restart-1.0: changed since the last build" in done.stdout
    assert "nodes.py: stale (+1 -1)" in done.stdout
    assert contents(out) == before, "--check writes nothing"
    assert built(spec, out).returncode == 0
    assert built(spec, out, "--check").returncode == 0


def test_a_hand_edit_is_named_and_kept_until_force(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(spec, out)
    edited = out / "python" / "swm_enablers" / "restart_1_0" / "nodes.py"
    edited.write_text("# mine\n")
    for words in ((), ("--check",)):
        done = built(spec, out, *words)
        assert done.returncode == 1
        assert "nodes.py" in done.stdout + done.stderr
        assert "by hand" in done.stdout + done.stderr
        assert edited.read_text() == "# mine\n"
    assert built(spec, out, "--force").returncode == 0
    assert edited.read_text() != "# mine\n"


def test_a_missing_file_comes_back(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(spec, out)
    whole = contents(out)
    (out / "ddf" / "restart-1.0.ddf.xml").unlink()
    assert built(spec, out, "--check").returncode == 1
    built(spec, out)
    assert contents(out) == whole


def test_orphans_go_and_foreign_files_stay(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(spec / "restart-1.0", spec / "restart-2.0")
    identity = spec / "restart-2.0" / "enabler.yaml"
    identity.write_text(identity.read_text().replace('"1.0"', '"2.0"'))
    assert built(spec, out).returncode == 0
    (out / "python" / "swm_enablers" / "restart_2_0" / "mine.txt").write_text("mine")
    (out / "mine.txt").write_text("mine")
    shutil.rmtree(spec / "restart-2.0")
    done = built(spec, out)
    assert done.returncode == 0, done.stderr
    left = contents(out)
    assert not [path for path in left if "restart_2_0" in path and not path.endswith("mine.txt")]
    assert {"mine.txt", "python/swm_enablers/restart_2_0/mine.txt"} <= set(left)


def test_only_the_enabler_that_changed_is_rendered(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(spec / "restart-1.0", spec / "other-1.0")
    identity = spec / "other-1.0" / "enabler.yaml"
    identity.write_text(identity.read_text().replace("enabler: restart", "enabler: other"))
    built(spec, out)
    clean = tmp_path / "clean"
    path = spec / "other-1.0" / "objects.yaml"
    path.write_text(path.read_text().replace("Seconds to wait", "How many seconds to wait"))
    # A backend that fails for the other enabler shows that it is not rendered.
    code = (
        "from swmgen.emit.python import PythonBackend as P; import sys; from swmgen.cli import main; inner = P.emit\n"
        "def emit(self, enabler, *rest):\n    assert enabler.key == 'other-1.0'; return inner(self, enabler, *rest)\n"
        f"P.emit = emit; sys.exit(main(['build', '--spec', {str(spec)!r}, '-o', {str(out)!r}]))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    built(spec, clean)
    assert contents(out) == contents(clean)


def test_an_overlay_is_rendered_anew_when_what_it_lays_over_changed(tmp_path: Path) -> None:
    spec, out = tmp_path / "spec", tmp_path / "out"
    shutil.copytree(ROOT / "spec", spec)
    words = ("--backend", "ddf", "fumo-overlay-1.1")
    built(spec, out, *words)
    assert built(spec, out, "--check", *words).returncode == 0
    path = spec / "fumo-1.1" / "objects.yaml"
    path.write_text(path.read_text().replace("doc: Pause", "doc: Really pause", 1) + "\n# changed\n")
    done = built(spec, out, *words)
    assert done.returncode == 0, done.stderr
    clean = tmp_path / "clean"
    built(spec, clean, *words)
    assert contents(out) == contents(clean)
    inputs = json.loads((out / "manifest.json").read_text())["units"]["fumo-overlay-1.1"]["inputs"]
    assert "fumo-1.1/objects.yaml" in inputs and "fumo-1.0/objects.yaml" in inputs


def test_with_errors_in_the_specification_nothing_is_written(spec: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built(spec, out)
    before = contents(out)
    path = spec / "restart-1.0" / "states.yaml"
    path.write_text(path.read_text().replace("to: waiting", "to: wating", 1))
    done = built(spec, out)
    assert done.returncode == 1
    assert "SWM0203" in done.stderr
    assert "did you mean" in done.stderr or "write `waiting`" in done.stderr
    assert contents(out) == before


KILL = """
import os, sys
sys.argv = ['swmgen']
count = int(os.environ['KILL_AT'])
def counted(name):
    real = getattr(os, name)
    def call(*arguments, **named):
        global count
        if count == 0:
            os._exit(77)
        count -= 1
        return real(*arguments, **named)
    setattr(os, name, call)
for name in ('replace', 'mkdir', 'unlink', 'fsync', 'rmdir'):
    counted(name)
from swmgen.cli import main
sys.exit(main(os.environ['WORDS'].split('|')))
"""


EXTENDING = CATALOGUE["SWM1047"].good
"""Version 1.1 extends 1.0, and an overlay lays it over that."""


@pytest.mark.parametrize(
    ("code", "place", "old", "new"),
    [
        ("SWM1021", "a-1.1/objects.yaml", "x-a:1.1\n", "x-a:1.1\n    nodes: {Name: {format: bin, max_size: 64}}\n"),
        ("SWM1043", "a-1.1/states.yaml", "    states:\n", "    states:\n      idle: {final: false}\n"),
        ("SWM1047", "a-1.1/states.yaml", "busy, to: waiting}", "busy, to: waiting, result: fine, send: done}"),
    ],
)
def test_a_version_that_breaks_the_one_it_extends_is_not_built(
    code: str, place: str, old: str, new: str, tmp_path: Path
) -> None:
    spec, out = write(tmp_path / "spec", EXTENDING), tmp_path / "out"
    assert built(spec, out).returncode == 0
    whole = contents(out)
    path = spec / place
    path.write_text(path.read_text().replace(old, new, 1))
    done = built(spec, out)
    assert done.returncode == 1
    assert f"error[{code}]" in done.stderr
    assert f"{place}:" in done.stderr, "the line is named"
    assert "Nothing was written." in done.stderr
    assert contents(out) == whole


def test_a_version_that_says_everything_anew_may_not_break_the_one_before(tmp_path: Path) -> None:
    spec, out = write(tmp_path / "spec", CATALOGUE["SWM1021"].bad), tmp_path / "out"
    assert "extends" not in (spec / "a-1.1" / "enabler.yaml").read_text()
    done = built(spec, out)
    assert done.returncode == 1
    assert "error[SWM1021]" in done.stderr
    assert built(spec, out, "a-1.1").returncode == 1, "also where it is built alone"


def test_it_is_compared_when_the_one_before_is_changed_or_comes_later(tmp_path: Path) -> None:
    spec, out = write(tmp_path / "spec", CATALOGUE["SWM1021"].good), tmp_path / "out"
    assert built(spec, out).returncode == 0
    objects = spec / "a-1.0" / "objects.yaml"
    objects.write_text(objects.read_text().replace("Name: {format: chr", "Name: {format: bin"))
    assert "error[SWM1021]" in built(spec, out).stderr
    shutil.move(spec / "a-1.0", tmp_path / "a-1.0")
    assert built(spec, out).returncode == 0
    shutil.move(tmp_path / "a-1.0", spec / "a-1.0")
    assert "error[SWM1021]" in built(spec, out).stderr


def test_another_major_number_may_break_what_stood_before(tmp_path: Path) -> None:
    spec = write(tmp_path / "spec", CATALOGUE["SWM1021"].bad)
    (spec / "a-1.1").rename(spec / "a-2.0")
    identity = spec / "a-2.0" / "enabler.yaml"
    identity.write_text(identity.read_text().replace('"1.1"', '"2.0"'))
    assert built(spec, tmp_path / "out").returncode == 0


@pytest.mark.parametrize(
    ("key", "before"),
    [("a-1.10", "a-1.9"), ("a-1.9", "a-1.1"), ("a-1.1", None), ("a-2.0", None), ("b-1.1", None), ("a-x", None)],
)
def test_the_version_before_is_of_the_same_name_and_major_number(key: str, before: str | None) -> None:
    assert version_before(key, ["a-1.1", "a-1.9", "a-1.10", "a-2.0", "a-x", "b-1.1", "b-0.9", "other-a-1.0"]) == before


def test_an_overlay_is_made_anew_when_what_it_lays_over_changed(tmp_path: Path) -> None:
    spec, out = write(tmp_path / "spec", EXTENDING), tmp_path / "out"
    assert built(spec, out).returncode == 0
    for key in ("a-1.0", "a-1.1"):
        states = next(path for path in (spec / key).glob("*.yaml") if "doc: " in path.read_text())
        states.write_text(states.read_text().replace("doc: ", "doc: Changed. ", 1))
    assert built(spec, out).returncode == 0
    assert built(spec, tmp_path / "anew").returncode == 0
    assert contents(out) == contents(tmp_path / "anew")


def test_a_build_killed_at_any_instant_is_recognised_and_completed(spec: Path, tmp_path: Path) -> None:
    """The process really ends, before each file operation in turn, until a build comes through."""
    clean_old, clean_new = tmp_path / "old", tmp_path / "new"
    built(spec, clean_old, "--backend", "ddf", "--backend", "schema")
    path = spec / "restart-1.0" / "objects.yaml"
    path.write_text(path.read_text().replace("Seconds to wait", "How many seconds to wait"))
    built(spec, clean_new, "--backend", "ddf", "--backend", "schema")
    old, new = contents(clean_old), contents(clean_new)
    words = "build|--spec|{}|-o|{}|--backend|ddf|--backend|schema"
    seen_interrupted = False
    for instant in range(200):
        out = tmp_path / f"out{instant}"
        shutil.copytree(clean_old, out)
        environment = {**ENVIRONMENT, "KILL_AT": str(instant), "WORDS": words.format(spec, out)}
        done = subprocess.run(
            [sys.executable, "-c", KILL], env=environment, capture_output=True, text=True, check=False
        )
        left = {name: data for name, data in contents(out).items() if not name.startswith(".swmgen-journal")}
        for name, data in left.items():
            assert data in (old.get(name), new.get(name)), f"{name} is neither the old file nor the new one"
        if done.returncode == 0:
            assert left == new
            break
        assert done.returncode == 77, done.stderr
        check = swmgen("build", "--check", "--spec", spec, "-o", out, "--backend", "ddf", "--backend", "schema")
        assert check.returncode == 1, "the interrupted build is recognised"
        seen_interrupted |= "interrupted" in check.stdout
        again = built(spec, out, "--backend", "ddf", "--backend", "schema")
        assert again.returncode == 0, again.stderr
        assert contents(out) == new
        shutil.rmtree(out)
    else:
        pytest.fail("no build came through")
    assert seen_interrupted
    assert instant > 8, "there were instants to be killed at"


def test_a_full_disk_is_told_and_leaves_what_was_there(spec: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small file system can only be mounted by root")
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(small)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip("a small file system cannot be mounted here")
    try:
        done = built(spec, small / "out")
        assert done.returncode == 1
        assert "SWM0904" in done.stderr
        assert "No space left" in done.stderr
        assert contents(small) == {}
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_an_output_folder_that_is_a_file_is_told(spec: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    done = built(spec, tmp_path / "out")
    assert done.returncode == 1
    assert "SWM0904" in done.stderr
    assert (tmp_path / "out").read_text() == "mine"


def test_two_builds_at_once_do_not_mix(spec: Path, tmp_path: Path) -> None:
    import fcntl

    out = tmp_path / "out"
    out.mkdir()
    handle = os.open(out, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    done = built(spec, out)
    os.close(handle)
    assert done.returncode == 2
    assert "another build is writing" in done.stderr
    assert built(spec, out).returncode == 0


# templates, backends ------------------------------------------------------------------------------------------------------


def test_a_users_template_comes_before_ours(spec: Path, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "python"
    own.mkdir(parents=True)
    (own / "package.py.j2").write_text('"""Ours."""\n')
    done = built(spec, tmp_path / "out", "--templates", str(tmp_path / "templates"))
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "python" / "swm_enablers" / "__init__.py").read_text() == '"""Ours."""\n'


@pytest.mark.parametrize(("text", "line"), [("\n{{ view.nothing }}\n", 2), ("\n\n{% if %}\n", 3)])
def test_a_template_that_fails_is_named_with_its_line(text: str, line: int, spec: Path, tmp_path: Path) -> None:
    own = tmp_path / "templates" / "python"
    own.mkdir(parents=True)
    (own / "nodes.py.j2").write_text(text)
    done = built(spec, tmp_path / "out", "--templates", str(tmp_path / "templates"))
    assert done.returncode == 1
    assert "SWM0901" in done.stderr
    assert f"nodes.py.j2:{line}:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "python").exists()


THIRD_PARTY = '''
from swmgen.emit.backend import Output


class Counter:
    """A third party's backend: counts nodes."""

    name = "counter"
    after = ()

    def emit(self, enabler, context):
        yield Output(f"counts/{enabler.key}.txt", f"{sum(1 for _ in enabler.tree.walk())}\\n")

    def summarise(self, enabler):
        return enabler.title

    def emit_index(self, summaries, context):
        yield Output("counts/all.txt", "".join(f"{key}: {title}\\n" for key, title in sorted(summaries.items())))
'''


def install(folder: Path, text: str, points: str) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    (folder / "their_backend.py").write_text(text)
    info = folder / "their_backend-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: their-backend\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[swmgen.backends]\n{points}\n")
    return {"PYTHONPATH": f"{ENVIRONMENT['PYTHONPATH']}:{folder}"}


def test_a_third_partys_backend_is_found_and_used(spec: Path, tmp_path: Path) -> None:
    theirs = install(tmp_path / "site", THIRD_PARTY, "counter = their_backend:Counter")
    done = swmgen("build", "--spec", spec, "-o", tmp_path / "out", "--backend", "counter", **theirs)
    assert done.returncode == 0, done.stderr
    found = contents(tmp_path / "out")
    assert found["counts/restart-1.0.txt"] == b"7\n"
    assert found["counts/all.txt"] == b"restart-1.0: Restart Management Object\n"


def test_a_backend_that_cannot_be_had_is_told(spec: Path, tmp_path: Path) -> None:
    done = built(spec, tmp_path / "out", "--backend", "nothing")
    assert done.returncode == 2
    assert "there is no backend nothing; there are python, ddf" in done.stderr
    broken = install(tmp_path / "site", "raise ValueError('broken')\n", "counter = their_backend:Counter")
    done = swmgen("build", "--spec", spec, "-o", tmp_path / "out", "--backend", "counter", **broken)
    assert done.returncode == 2
    assert "cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_backends_for_one_path_are_refused(spec: Path, tmp_path: Path) -> None:
    clash = THIRD_PARTY.replace('f"counts/{enabler.key}.txt"', 'f"ddf/{enabler.key}.ddf.xml"')
    theirs = install(tmp_path / "site", clash, "counter = their_backend:Counter")
    done = swmgen("build", "--spec", spec, "-o", tmp_path / "out", **theirs)
    assert done.returncode == 1
    assert "SWM0902" in done.stderr


def test_an_output_outside_the_folder_is_refused(spec: Path, tmp_path: Path) -> None:
    escaping = THIRD_PARTY.replace('f"counts/{enabler.key}.txt"', '"../escaped.txt"')
    theirs = install(tmp_path / "site", escaping, "counter = their_backend:Counter")
    done = swmgen("build", "--spec", spec, "-o", tmp_path / "out", **theirs)
    assert done.returncode == 1
    assert not (tmp_path / "escaped.txt").exists()


def test_trace_leads_from_stub_to_specification_and_back() -> None:
    trace = json.loads((ROOT / "generated" / "trace.json").read_text())
    entry = trace["elements"]["fumo-1.0:node:x/Download/PkgURL"]
    file, _, line = entry["spec"].partition(":")
    assert "PkgURL" in (ROOT / "spec" / file).read_text().split("\n")[int(line) - 1]
    outputs = dict(entry["outputs"])
    nodes = (ROOT / "generated" / "python" / "swm_enablers" / "fumo_1_0" / "nodes.py").read_text().split("\n")
    assert "PkgURL" in nodes[outputs["python/swm_enablers/fumo_1_0/nodes.py"] - 1]
    assert "fumo-1.0:node:x/Download/PkgURL" in trace["spec"][entry["spec"]]
    row = next(entry for name, entry in trace["elements"].items() if name.startswith("fumo-1.0:transition:"))
    states = (ROOT / "generated" / "python" / "swm_enablers" / "fumo_1_0" / "states.py").read_text().split("\n")
    assert states[dict(row["outputs"])["python/swm_enablers/fumo_1_0/states.py"] - 1].strip() == "On("


def test_make_rebuilds_when_an_input_of_the_depfile_changed(spec: Path, tmp_path: Path) -> None:
    if shutil.which("make") is None:
        pytest.skip("there is no make")
    out, depfile = tmp_path / "out", tmp_path / "out.d"
    strange = tmp_path / "a spec $dir"
    shutil.copytree(spec, strange)
    done = swmgen("build", "--spec", strange, "-o", out, "--backend", "ddf", "--depfile", depfile)
    assert done.returncode == 0, done.stderr
    target = out / "ddf" / "restart-1.0.ddf.xml"
    (tmp_path / "Makefile").write_text(f"{target}:\n\t@echo rebuilt\ninclude {depfile}\n")
    idle = subprocess.run(["make", "-s", str(target)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (idle.returncode, "rebuilt" in idle.stdout) == (0, False), idle.stderr
    os.utime(strange / "restart-1.0" / "objects.yaml", (2_000_000_000, 2_000_000_000))
    again = subprocess.run(["make", "-s", str(target)], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "rebuilt" in again.stdout
