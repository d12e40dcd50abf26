"""Settings of every program: whatever TOML lets one write is used, or told with its line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from swm.settings import MAX_SIZE, Settings, SettingsError, read_settings


def settings(folder: Path, text: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return read_settings(file)


UNUSABLE = {
    "thousands of digits": (f"a = {'1' * 5000}", "thousands of digits"),
    "thousands of hexadecimal digits": (f"a = 0x{'f' * 6000}", ":1: a holds a whole number of more than 64 bits"),
    "a number beyond every float": (f"a = {'1' * 400}", ":1: a holds a whole number of more than 64 bits"),
    "such a number further in": (f"[a]\nb = [{{c = {2**64}}}]", ":1: a holds a whole number"),
    "nested too deeply": (f"a = {'[' * 5000}{']' * 5000}", "nested too deeply"),
    "NUL": ('a = "\\u0000"', ":1: a holds the character NUL"),
    "NUL in a name": ('[a]\n"\\u0000" = 1', ":1: a holds the character NUL"),
}


@pytest.mark.parametrize(("text", "words"), UNUSABLE.values(), ids=UNUSABLE)
def test_what_no_system_takes_is_told(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        settings(tmp_path, text)
    assert words in str(refused.value)


@pytest.mark.parametrize("text", ["nan", "inf", "-inf", "1e300", "9000000000000000000", "-1.0"])
def test_seconds_that_no_clock_counts_are_told(text: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r":1: a .* is (no number|above|below)"):
        settings(tmp_path, f"a = {text}").number("a")


def test_the_home_folder_of_nobody_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nobody has that home folder"):
        settings(tmp_path, 'a = "~no-such-user/x"').path("a")


@pytest.mark.parametrize("host", ["a..b", "a b", "x" * 300])
def test_a_host_that_nobody_can_look_up_is_told(host: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="neither a name nor an address"):
        settings(tmp_path, f'a = "{host}"').host("a", "127.0.0.1")


def test_what_is_told_is_bounded(tmp_path: Path) -> None:
    table = settings(tmp_path, f'{"k" * 100_000} = 1\na = "{"x" * 100_000}"')
    for ask in (table.close, lambda: table.text("a", choices=("b",)), lambda: table.host("a", "")):
        with pytest.raises(SettingsError) as refused:
            ask()
        assert len(str(refused.value)) < 2000


def test_lines_are_found_in_a_time_that_grows_with_the_file(tmp_path: Path) -> None:
    blanks = " " * (MAX_SIZE - 100)
    began = time.perf_counter()
    assert settings(tmp_path, f'a = """\n[{blanks}\n"""\nb = 5').integer("b") == 5
    assert time.perf_counter() - began < 5
