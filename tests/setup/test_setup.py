"""Two commands on a bare machine: what is made, what is said when it cannot be, and what a kill leaves."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYENV = Path.home() / ".pyenv" / "versions"


def interpreters(*series: str) -> list[Path]:
    """The interpreters of these series that this machine has."""
    found = []
    for one in series:
        managed = sorted(PYENV.glob(f"{one}.*/bin/python3")) or sorted(PYENV.glob(f"{one}.*/bin/python"))
        program = shutil.which(f"python{one}")
        found += managed[:1] or ([Path(program)] if program and "shims" not in program else [])
    return found


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip("this is no git checkout; what a fresh clone has cannot be told")
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The project as a fresh clone has it."""
    folder = tmp_path / "clone"
    for name in tracked():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)
    return folder


def clean(tmp_path: Path, *, path: str = "/usr/bin:/bin", **more: str) -> dict[str, str]:
    """A bare environment; only where packages come from is handed on, and whether what is drawn by chance is drawn again."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    kept = {
        name: value
        for name, value in os.environ.items()
        if name.startswith(("PIP_", "UV_", "SSL_CERT")) or name == "CI"
    }
    config = Path.home() / ".config" / "pip" / "pip.conf"
    if config.exists():
        kept["PIP_CONFIG_FILE"] = str(config)
    elif (Path.home() / ".pip" / "pip.conf").exists():
        kept["PIP_CONFIG_FILE"] = str(Path.home() / ".pip" / "pip.conf")
    return {"PATH": path, "HOME": str(home), **kept, **more}


def call(python: Path | str, clone: Path, *words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(python), "generator", *words],
        cwd=clone,
        env=env,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )


# without any set-up ---------------------------------------------------------------------------------------------------

OLD = interpreters("2.7", "3.6", "3.8", "3.9", "3.10")


@pytest.mark.skipif(not OLD, reason="no Python older than 3.11 is installed")
@pytest.mark.parametrize("python", OLD, ids=lambda path: path.parent.parent.name)
def test_an_old_python_is_told_so_in_words_it_understands(python: Path, clone: Path, tmp_path: Path) -> None:
    done = call(python, clone, "build", env=clean(tmp_path))
    assert done.returncode == 2
    assert "Python 3.11 or newer is needed; this is" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / ".venv").exists()


def test_help_needs_no_set_up(clone: Path, tmp_path: Path) -> None:
    done = call(sys.executable, clone, "--help", env=clean(tmp_path))
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("build", "test", "demo", "check"))
    assert call(sys.executable, clone, env=clean(tmp_path)).returncode == 2
    assert not (clone / ".venv").exists()


def bare_python() -> Path | None:
    """An interpreter without ensurepip, as Debian ships it without python3-venv."""
    for program in (Path("/usr/bin/python3.13"), Path("/usr/bin/python3.12"), Path("/usr/bin/python3.11")):
        if program.exists():
            done = subprocess.run([program, "-c", "import ensurepip"], capture_output=True, check=False)
            if done.returncode != 0:
                return program
    return None


def test_a_python_without_venv_is_told_what_to_install(clone: Path, tmp_path: Path) -> None:
    python = bare_python()
    if python is None:
        # Every Python here has it; this one is made to look as if it had not.
        block = tmp_path / "block"
        block.mkdir()
        (block / "sitecustomize.py").write_text(
            "import importlib.util as u\ninner = u.find_spec\n"
            "u.find_spec = lambda name, package=None: None if name == 'ensurepip' else inner(name, package)\n"
        )
        done = call(sys.executable, clone, "build", env=clean(tmp_path, PYTHONPATH=str(block)))
    else:
        done = call(python, clone, "build", env=clean(tmp_path))
    assert done.returncode == 2
    assert "comes without `venv`" in done.stderr
    assert "apt-get install python3" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_cannot_be_written_is_told(clone: Path, tmp_path: Path) -> None:
    (clone / ".venv.lock").mkdir()
    done = call(sys.executable, clone, "build", env=clean(tmp_path))
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr


# with a set-up --------------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_an_index_that_cannot_be_reached_is_told(clone: Path, tmp_path: Path) -> None:
    env = clean(tmp_path)
    env = {name: value for name, value in env.items() if not name.startswith(("PIP_", "UV_"))}
    env.update(PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_CONFIG_FILE=os.devnull)
    done = call(sys.executable, clone, "build", env=env)
    assert done.returncode == 2
    assert "the package index cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    # And the next call, with an index, starts over.
    assert call(sys.executable, clone, "--version", env=clean(tmp_path)).returncode == 0


@pytest.mark.long
def test_packages_other_than_the_pinned_ones_are_refused(clone: Path, tmp_path: Path) -> None:
    pins = clone / "generator" / "requirements-run.txt"
    text = pins.read_text()
    at = text.index("--hash=sha256:") + len("--hash=sha256:")
    lines = [
        line
        if "--hash" not in line
        else line[: line.index("sha256:") + 7] + "0" * 64 + line[line.index("sha256:") + 71 :]
        for line in text.splitlines()
    ]
    assert at > 0
    pins.write_text("\n".join(lines) + "\n")
    done = call(sys.executable, clone, "--version", env=clean(tmp_path))
    assert done.returncode == 2
    assert "Nothing of them was installed" in done.stderr


@pytest.mark.long
def test_a_set_up_that_is_killed_is_recognised_and_made_again(clone: Path, tmp_path: Path) -> None:
    env = clean(tmp_path)
    for seconds in (0.4, 1.5, 3.0, 4.5):
        process = subprocess.Popen(
            [sys.executable, "generator", "--version"], cwd=clone, env=env, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(seconds)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    done = call(sys.executable, clone, "--version", env=env)
    assert (done.returncode, done.stdout) == (0, "swmgen 0.1.0\n"), done.stderr
    done = call(sys.executable, clone, "build", "--check", env=env)
    assert done.returncode == 0, done.stderr
    assert "making" not in done.stderr


@pytest.mark.long
def test_two_first_runs_at_once_wait_for_each_other(clone: Path, tmp_path: Path) -> None:
    env = clean(tmp_path)
    command = [sys.executable, "generator", "--version"]
    both = [
        subprocess.Popen(command, cwd=clone, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sum("making .venv" in error for _, error in said) == 1


@pytest.mark.long
def test_a_changed_list_is_installed_and_a_foreign_environment_kept(clone: Path, tmp_path: Path) -> None:
    env = clean(tmp_path)
    (clone / ".venv" / "mine").mkdir(parents=True)
    assert call(sys.executable, clone, "--version", env=env).returncode == 0
    assert (clone / ".venv.before" / "mine").is_dir()
    quiet = call(sys.executable, clone, "--version", env=env)
    assert quiet.stderr == ""
    pins = clone / "generator" / "requirements-run.txt"
    pins.write_text(pins.read_text() + "# changed\n")
    changed = call(sys.executable, clone, "--version", env=env)
    assert changed.returncode == 0
    assert "requirements-run.txt" in changed.stderr


@pytest.fixture(scope="module")
def uv(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with uv in it."""
    program = shutil.which("uv")
    if program is not None:
        yield Path(program).parent
        return
    folder = tmp_path_factory.mktemp("uv")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True, capture_output=True)
    pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"uv is not there and cannot be installed: {done.stderr.strip()[-200:]}")
    only = tmp_path_factory.mktemp("path")
    (only / "uv").symlink_to(folder / "bin" / "uv")
    yield only


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.long
@pytest.mark.parametrize("series", ["3.11", "3.12", "3.13"])
@pytest.mark.parametrize("with_uv", [False, True], ids=["pip", "uv"])
def test_a_fresh_clone_builds_the_same_bytes_and_runs_its_tests(
    series: str, with_uv: bool, clone: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    found = interpreters(series)
    if not found:
        pytest.skip(f"Python {series} is not installed")
    path = "/usr/bin:/bin"
    if with_uv:
        path = f"{request.getfixturevalue('uv')}:{path}"
    env = clean(tmp_path, path=path)
    expected = files(clone / "generated")
    shutil.rmtree(clone / "generated")
    done = call(found[0], clone, "build", env=env)
    assert done.returncode == 0, done.stderr
    assert ("with uv" in done.stderr) == with_uv
    made = files(clone / "generated")
    assert sorted(made) == sorted(expected)
    assert [name for name, data in sorted(made.items()) if data != expected[name]] == []
    assert call(found[0], clone, "build", "--check", env=env).returncode == 0
    direct = subprocess.run(
        [clone / ".venv" / "bin" / "python", "-m", "swmgen", "--version"], env=env, capture_output=True, check=False
    )
    assert direct.returncode == 0
    # What differs between the tools is where packages come from, and the Python of this run has its tests run by it: they
    # are run whole once for each other Python.
    here = series == f"{sys.version_info.major}.{sys.version_info.minor}"
    chosen = ["tests/runtime/session"] if with_uv or here else ["tests/runtime", "tests/e2e"]
    tested = call(found[0], clone, "test", *chosen, env=env)
    told = "\n".join(line for line in tested.stdout.splitlines() if not line.startswith("SKIPPED"))
    assert tested.returncode == 0, told[-6000:] + tested.stderr
