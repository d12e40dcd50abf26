"""TOML files of the reference programs, read with errors that point at a line and say what was meant."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final

from swm.endpoints import is_host
from swm.errors import LocalError

MAX_SIZE: Final = 1024 * 1024
HIGHEST: Final = 2**31 - 1
"""What numbers are bounded by where a setting says nothing else: as seconds 68 years, which every clock can count."""
_LARGEST: Final = 2**63
_SHOWN: Final = 200
"""Characters of a value that an error repeats."""
_HEADER = re.compile(r"\s*(\[\[?)([^\]]+)\]")
_KEY = re.compile(r"\s*(?:\"([^\"]+)\"|'([^']+)'|([A-Za-z0-9_-]+))\s*=")
_KINDS: Final = {str: "a text", int: "a whole number", float: "a number", bool: "true or false", list: "a list"}


class SettingsError(LocalError):
    """A settings file that cannot be used; the text names file, line, and what to do."""


class Settings:
    """One table of a TOML file. Each key is asked for once; `close` finds those nobody asked for."""

    def __init__(self, data: Mapping[str, Any], place: tuple[str, ...], file: Path, lines: Mapping[str, int]) -> None:
        self._data = data
        self._place = place
        self._file = file
        self._lines = lines
        self._asked: dict[str, None] = {}

    def text(self, key: str, default: str | None = None, *, choices: Collection[str] = ()) -> str:
        """A text; without a default it must be there."""
        value: str = self._value(key, str, default)
        if choices and value not in choices:
            raise self.wrong(key, f"{value!r} is none of {', '.join(sorted(choices))}{_meant(value, choices)}")
        return value

    def optional(self, key: str) -> str | None:
        """A text, or None when there is none."""
        return self.text(key) if self.has(key) else None

    def integer(self, key: str, default: int | None = None, *, low: int = 0, high: int = HIGHEST) -> int:
        """A whole number from `low` to `high`."""
        value: int = self._value(key, int, default)
        if not low <= value <= high:
            raise self.wrong(key, f"{value} is not from {low} to {high}")
        return value

    def number(self, key: str, default: float | None = None, *, low: float = 0.0, high: float = HIGHEST) -> float:
        """A number from `low` to `high`."""
        value = float(self._value(key, float, default))
        if not low <= value <= high:
            reason = f"below {low:g}" if value < low else f"above {high:.12g}" if value > high else "no number"
            raise self.wrong(key, f"{value:g} is {reason}")
        return value

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value: bool = self._value(key, bool, default)
        return value

    def path(self, key: str) -> Path | None:
        """A path, relative to the folder of the file; None when there is none."""
        value = self.optional(key)
        try:
            return None if value is None else self._file.parent / Path(value).expanduser()
        except RuntimeError:
            raise self.wrong(key, f"is {value!r}, and nobody has that home folder") from None

    def host(self, key: str, default: str) -> str:
        """A name or an address of a host; an empty text stands for all of this one's."""
        value = self.text(key, default)
        if value and not is_host(value):
            raise self.wrong(key, f"is {value!r}; that is neither a name nor an address of a host")
        return value

    def raw(self, key: str) -> Any:
        """A value of any kind; None when there is none."""
        self._asked[key] = None
        return self._data.get(key)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        self._asked[key] = None
        return key in self._data

    def keys(self) -> list[str]:
        """All keys, in the order of the file; they all count as asked for."""
        self._asked.update(dict.fromkeys(self._data))
        return list(self._data)

    def table(self, key: str) -> Settings:
        """A table; an empty one when there is none."""
        value = self._value(key, dict, {})
        return Settings(value, (*self._place, key), self._file, self._lines)

    def tables(self, key: str) -> list[Settings]:
        """The tables of an array (``[[key]]``)."""
        value = self._value(key, list, [])
        if not all(isinstance(entry, dict) for entry in value):
            raise self.wrong(key, f"is no list of tables; write [[{key}]] above each")
        return [
            Settings(entry, (*self._place, f"{key}#{number}"), self._file, self._lines)
            for number, entry in enumerate(value)
        ]

    def close(self) -> None:
        """SettingsError for a key that nobody asked for."""
        for key in self._data:
            if key not in self._asked:
                raise self.wrong(key, f"is not known here{_meant(key, self._asked)}")

    def wrong(self, key: str, text: str) -> SettingsError:
        """An error about a key of this table, to be raised."""
        names = [name.partition("#")[0] for name in self._place]
        shown = ".".join([*names, key])
        return SettingsError(f"{self._where(key)}: {_short(shown)} {_short(text)}")

    def _where(self, key: str) -> str:
        for end in range(len(self._place), -1, -1):
            stem = ".".join(self._place[:end])
            for name in (f"{stem}.{key}" if stem else key, f"{stem}.{key}#0" if stem else f"{key}#0", stem):
                if name in self._lines:
                    return f"{self._file}:{self._lines[name]}"
        return str(self._file)

    def _value(self, key: str, kind: type[Any], default: Any) -> Any:
        self._asked[key] = None
        if key not in self._data:
            if default is None:
                raise self.wrong(key, "is missing")
            return default
        value = self._data[key]
        right = isinstance(value, (int, float) if kind is float else kind)
        if not right or (isinstance(value, bool) and kind is not bool):
            raise self.wrong(key, f"must be {_KINDS.get(kind, 'a table')}")
        return value


def read_settings(file: Path) -> Settings:
    """The outermost table of `file`. SettingsError when it cannot be read or is no TOML."""
    data = read_bounded(file, MAX_SIZE)
    try:
        text = data.decode("utf-8")
        found = tomllib.loads(text)
    except UnicodeDecodeError:
        raise SettingsError(f"{file} is no UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: {_short(str(error))}") from None
    except ValueError:
        raise SettingsError(f"{file}: a whole number has thousands of digits") from None
    except RecursionError:
        raise SettingsError(f"{file}: arrays or tables are nested too deeply") from None
    settings = Settings(found, (), file, _lines(text))
    unusable = _unusable(found)
    if unusable is not None:
        raise settings.wrong(*unusable)
    return settings


def _unusable(found: Mapping[str, Any]) -> tuple[str, str] | None:
    """The outermost key with a value that TOML lets one write and no system takes, and what is wrong with it."""
    for key, outermost in found.items():
        pending = [outermost]
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                pending += [*value, *value.values()]
            elif isinstance(value, list):
                pending += value
            elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
                return key, "holds a whole number of more than 64 bits"
            elif isinstance(value, str) and "\0" in value:
                return key, "holds the character NUL"
    return None


def read_bounded(file: Path, most: int) -> bytes:
    """What a file holds. SettingsError when it cannot be read or has more than `most` octets; no more is ever read."""
    try:
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except OSError as error:
        raise SettingsError(f"{file} cannot be read: {error.strerror}") from None
    if len(data) > most:
        raise SettingsError(f"{file} has more than {most} octets")
    return data


def _lines(text: str) -> dict[str, int]:
    """Where tables and keys stand; arrays of tables as ``name#0``, ``name#1``, what is below one as ``name#1.inner``."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    place = ""
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header is not None and key is None:
            place = _qualified(header[2].strip().replace('"', "").replace("'", ""), counts)
            if header[1] == "[[":
                counts[place] = counts.get(place, -1) + 1
                place = f"{place}#{counts[place]}"
            found.setdefault(place, number)
        elif key is not None:
            name = key[1] or key[2] or key[3]
            found.setdefault(f"{place}.{name}" if place else name, number)
    return found


def _qualified(name: str, counts: Mapping[str, int]) -> str:
    """`name` of a header, each array above it with the number of the entry that is open there."""
    *above, own = name.split(".")
    place = ""
    for part in above:
        place = f"{place}.{part}" if place else part
        if place in counts:
            place = f"{place}#{counts[place]}"
    return f"{place}.{own}" if place else own


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN * 2 else f"{text[:_SHOWN]}...{text[-_SHOWN:]}"


def _meant(word: str, known: Collection[str]) -> str:
    if len(word) > _SHOWN:
        return ""
    meant = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {meant[0]}?" if meant else ""
