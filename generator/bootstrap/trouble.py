"""Why the project cannot be set up, in words that say what to do."""

from __future__ import annotations

import sys


class SetUpFailed(Exception):
    """The project cannot be set up; the text says why and what to do."""


# What uv and pip print, most telling first: a failure often drags the words of a later row behind it.
_SIGNS = (
    (
        ("No space left on device", "Disk quota exceeded"),
        "there is no room left on the disk.",
    ),
    (
        ("Read-only file system", "Permission denied", "EROFS"),
        "the environment cannot be written.",
    ),
    (
        ("DO NOT MATCH THE HASHES", "Hash mismatch"),
        "the package index serves other files than the lists in generator/ pin. Nothing of them was installed. "
        "Look at PIP_INDEX_URL and UV_DEFAULT_INDEX; if the index is the right one, tell us.",
    ),
    (
        ("CERTIFICATE_VERIFY_FAILED", "certificate verify failed", "invalid peer certificate", "UnknownIssuer"),
        "the certificate of the package index is not trusted. Where a company's own authority signs it, name its file "
        "in SSL_CERT_FILE and PIP_CERT.",
    ),
    (
        (
            "Connection refused",
            "NewConnectionError",
            "Network is unreachable",
            "Temporary failure in name resolution",
            "Name or service not known",
            "nodename nor servname",
            "getaddrinfo failed",
            "timed out",
            "dns error",
            "error sending request",
            "Failed to fetch",
        ),
        "the package index cannot be reached. Look at the network and the proxy, or name an index that can be reached "
        "in PIP_INDEX_URL and UV_DEFAULT_INDEX; then run the command again.",
    ),
    (
        ("No matching distribution", "Could not find a version", "was not found in the package registry"),
        "the package index does not have what the lists in generator/ pin. Look at PIP_INDEX_URL and UV_DEFAULT_INDEX.",
    ),
)
_LAST_WORDS = 1500


def explain(what: str, output: str) -> SetUpFailed:
    """The failure of a tool that printed `output` while doing `what`."""
    output = output.strip()
    for words, meaning in _SIGNS:
        if any(word in output for word in words):
            return SetUpFailed(f"{meaning}\n{what} said:\n{_indented(output)}")
    version = ".".join(str(part) for part in sys.version_info[:3])
    return SetUpFailed(f"{what} failed, with Python {version}:\n{_indented(output)}")


def without_venv() -> SetUpFailed:
    """This Python cannot make an environment, and there is no uv."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return SetUpFailed(
        f"this Python ({sys.executable}) comes without `venv`. "
        f"On Debian and Ubuntu: apt-get install python{version}-venv; or put `uv` on PATH."
    )


def not_writable(place: str, error: OSError) -> SetUpFailed:
    """The folder of the project takes no files."""
    return SetUpFailed(
        f"{place} cannot be written ({error.strerror or error}). The environment is made in the folder of the project: "
        "make it writable, or copy the project to where you may write."
    )


def _indented(output: str) -> str:
    return "\n".join(f"    {line}" for line in output[-_LAST_WORDS:].splitlines())
