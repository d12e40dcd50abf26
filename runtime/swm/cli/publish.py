"""Sign packages, put them into a repository, take them back.

The repository is a folder that a web server can serve as it is. Keys stand in
a folder of their own, each readable by its owner alone; keep those of the root
elsewhere between rotations. Only one thing is done in a call.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from swm.cli import UsageError

EXAMPLES = """examples:
  swm publish --init --repo site                     a new repository; its keys in site-keys
  swm publish fw-2.bin --repo site --component fw --counter 2 --device-class m1
  swm publish app.bin --repo site --name acme/app --requires os=7
  swm publish --repo site --list                     what is published
  swm publish --repo site --revoke fw-2.bin          take a package back
  swm publish --repo site --rotate targets           a new key for the role targets
  swm publish --repo site --delegate acme            a key of its own for packages acme/...
  swm publish --repo site --refresh                  before the timestamp expires
  swm publish --repo site --make-key fleet-1.key     a key for enciphered packages; devices need it too
  swm publish fw-2.bin --repo site --encrypt-with fleet-1.key
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `publish`."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("package", nargs="?", type=Path, metavar="PACKAGE", help="the file to publish")
    what.add_argument("--init", action="store_true", help="make a new repository and new keys")
    what.add_argument("--list", action="store_true", help="list what is published")
    what.add_argument("--revoke", metavar="NAME", help="take a package back")
    what.add_argument("--rotate", metavar="ROLE", help="new key for root, targets, snapshot, timestamp or a namespace")
    what.add_argument("--delegate", metavar="NAMESPACE", help="give the packages NAMESPACE/... a key of their own")
    what.add_argument("--refresh", action="store_true", help="sign a new timestamp")
    what.add_argument("--make-key", type=Path, metavar="FILE", help="a key that wraps the keys of enciphered packages")
    parser.add_argument("--repo", required=True, type=Path, metavar="DIR", help="the repository")
    parser.add_argument("--keys", type=Path, metavar="DIR", help="the keys (default: the repository's name with -keys)")
    parser.add_argument("--root-keys", type=int, default=3, metavar="N", help="root keys that --init makes (3)")
    parser.add_argument("--threshold", type=int, default=2, metavar="N", help="of these, how many must sign (2)")
    parser.add_argument("--name", help="how devices ask for it (default: the file's name)")
    parser.add_argument("--component", default="", help="what it updates; security counters are kept by component")
    parser.add_argument("--counter", type=int, default=0, metavar="N", help="its security counter")
    parser.add_argument("--device-class", action="append", default=[], metavar="CLASS", help="for whom (repeatable)")
    parser.add_argument("--requires", action="append", default=[], metavar="C=V", help="what must be installed before")
    parser.add_argument("--small-devices", action="store_true", help="chunks of 64 KiB instead of 256")
    parser.add_argument(
        "--encrypt-with", type=Path, metavar="FILE", help="encipher it; FILE without its suffix is Security/KeyRef"
    )
    parser.add_argument("--repair-symbols", type=int, default=0, metavar="N", help="RaptorQ symbols a chunk (0)")


def run(arguments: argparse.Namespace) -> int:
    """0 done, 1 refused, 2 wrong call."""
    from swm.errors import SwmError
    from swm.publishing.repository import Publisher

    keys = arguments.keys or arguments.repo.with_name(arguments.repo.name + "-keys")
    publisher = Publisher(arguments.repo, keys, int(time.time()))
    try:
        if arguments.init:
            publisher.create(arguments.root_keys, arguments.threshold)
            print(f"{arguments.repo}: a new repository; its keys are in {keys}")
        elif arguments.list:
            for name in publisher.packages():
                print(name)
        elif arguments.revoke is not None:
            publisher.revoke(arguments.revoke)
            print(f"{arguments.revoke}: no longer published")
        elif arguments.rotate is not None:
            publisher.rotate(arguments.rotate)
            print(f"{arguments.rotate}: a new key; the old one may be destroyed")
        elif arguments.delegate is not None:
            publisher.delegate(arguments.delegate)
            print(f"{arguments.delegate}: has a key of its own")
        elif arguments.make_key is not None:
            from swm.delivery.encryption import make_wrapping_key

            made = make_wrapping_key(arguments.make_key)
            print(f"{arguments.make_key}: the key {made.name}; give it to devices and to nobody else")
        elif arguments.refresh:
            publisher.refresh()
            print(f"{arguments.repo}: a new timestamp")
        else:
            _publish(publisher, arguments)
    except SwmError as error:
        print(f"swm publish: {error}", file=sys.stderr)
        return 1
    return 0


def _publish(publisher: object, arguments: argparse.Namespace) -> None:
    from swm.delivery.repair_symbols import repair_symbols
    from swm.publishing.repository import Package, Publisher
    from swm.security.target import CHUNK, SMALL_CHUNK, SYMBOL

    assert isinstance(publisher, Publisher)
    path: Path = arguments.package
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    requires = []
    for entry in arguments.requires:
        component, equals, version = entry.partition("=")
        if not equals or not component or not version:
            raise UsageError(f"--requires {entry}: write COMPONENT=VERSION")
        requires.append((component, version))
    package = Package(
        name=arguments.name or path.name,
        chunk_size=SMALL_CHUNK if arguments.small_devices else CHUNK,
        symbol_size=SYMBOL,
        device_classes=tuple(arguments.device_class),
        requires=tuple(requires),
        component=arguments.component,
        counter=arguments.counter,
        repair=arguments.repair_symbols,
    )
    count = arguments.repair_symbols
    wrapping = None
    if arguments.encrypt_with is not None:
        from swm.delivery.encryption import read_wrapping_key

        wrapping = read_wrapping_key(arguments.encrypt_with)
    target = publisher.publish(path, package, lambda chunk: repair_symbols(chunk, SYMBOL, count), wrapping)
    print(f"{target.name}: {target.length} octets, sha-256 {target.sha256.hex()}")
    if target.encryption is not None:
        print(f"enciphered with {target.encryption.algorithm}, its key wrapped by {target.encryption.key_ref}")
