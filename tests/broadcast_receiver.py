"""A receiver process: listens to a carousel until its package is whole. Started, and killed, by tests and measurements.

Arguments: the folder of the store, a file with the target as JSON, group, port.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "runtime"), str(ROOT / "generated" / "python")]

from carousels import Receiver  # noqa: E402

from swm.delivery import ChunkStore, DiskStorage  # noqa: E402
from swm.delivery.multicast import open_receiver, received  # noqa: E402
from swm.security.target import Target, read_target  # noqa: E402


def save_target(target: Target, path: Path) -> None:
    document = {"name": target.name, "length": target.length, "sha256": target.sha256.hex(), "custom": target.custom()}
    path.write_text(json.dumps(document))


def main(folder: str, described: str, group: str, port: str) -> int:
    document = json.loads(Path(described).read_text())
    target = read_target(document["name"], document["length"], document["sha256"], document["custom"])
    store = ChunkStore(DiskStorage(Path(folder), target.manifest), target, sync_every=1 << 20)
    device = Receiver(store)
    with open_receiver(group, int(port), "127.0.0.1") as socket:
        print("ready", flush=True)
        for datagram in received(socket, 60.0):
            device.feed((datagram,))
            if store.complete:
                break
    store.close()
    return 0 if store.complete else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
