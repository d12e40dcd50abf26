"""``python -m swm.conformance``: the generated client as a client under test.

Without options it speaks JSON lines on its standard input and output, `connect` included. With ``--notified`` it is a
device without a control channel: each authentic package 0 makes it hold a session with ``--server``.
"""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

from swm.conformance.protocol import main as offer
from swm.conformance.sessions import SessionClient
from swm.conformance.vectors import Document, load
from swm.conformance.wiring import ENCODINGS, SCHEMES, Wiring
from swm.endpoints import endpoint
from swm.errors import LocalError, PeerError
from swm.session import Secret
from swm.session.notification import MAX_LENGTH, NotificationReceiver

EXAMPLES = """examples:
  python -m swm.conformance --vectors generated/conformance/vectors --stubs generated/python
  python -m swm.conformance --notified 127.0.0.1:2948 --machine fumo-1.0.package --dm-server http://127.0.0.1:8080/dm
"""


def main(arguments: list[str] | None = None) -> int:
    """0 when the input has ended, 2 when the call was wrong."""
    parser = argparse.ArgumentParser(
        "python -m swm.conformance", description=__doc__, epilog=EXAMPLES, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--vectors", type=Path, default=Path("generated/conformance/vectors"), help="folder of vectors")
    parser.add_argument("--stubs", type=Path, help="folder that holds the package swm_enablers, if not installed")
    group = parser.add_argument_group("a device that waits for packages 0")
    group.add_argument("--notified", metavar="HOST:PORT", help="the UDP port it listens at")
    group.add_argument("--machine", help="whose object the device has, such as fumo-1.0.package")
    group.add_argument("--dm-server", metavar="URL", help="the DM server it connects to")
    group.add_argument("--encoding", choices=sorted(ENCODINGS), default="xml")
    group.add_argument("--auth", choices=sorted(SCHEMES), default="none")
    group.add_argument("--user", default="device")
    group.add_argument("--password", default="")
    group.add_argument("--server-id", default="server")
    group.add_argument("--server-password")
    given = parser.parse_args(arguments)
    if given.stubs is not None:
        sys.path.insert(0, str(given.stubs))
    try:
        documents = {path.stem: load(path) for path in sorted(given.vectors.glob("*.json"))}
        if not documents:
            raise LocalError(f"there are no vectors in {given.vectors}")
        client = SessionClient()
        if given.notified is None:
            offer(list(documents.values()), client)
            return 0
        if given.machine not in documents or given.dm_server is None:
            raise LocalError(f"--notified needs --dm-server and --machine, one of {', '.join(documents)}")
        place = endpoint(given.notified, first_port=0)
        if place is None:
            raise LocalError(f"{given.notified} is no place to listen at; write HOST:PORT")
        wiring = Wiring(given.encoding, given.auth, given.user, given.password, given.server_id, given.server_password)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
            door.bind(place)
            print(f"udp://{place[0]}:{door.getsockname()[1]}", flush=True)
            _listen(door, client, documents[given.machine], given.dm_server, wiring)
    except (LocalError, OSError, ValueError) as error:
        print(f"python -m swm.conformance: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _listen(door: socket.socket, client: SessionClient, document: Document, url: str, wiring: Wiring) -> None:
    """Each package 0 that is authentic and new makes a session; others are told on standard error and passed over."""
    client.reset(document)
    secret = Secret(wiring.server, wiring.server_password or "")
    receiver = NotificationReceiver(lambda name: secret if name == wiring.server else None)
    while True:
        data = door.recv(MAX_LENGTH + 1)
        try:
            notification = receiver.receive(data)
            if notification is not None:
                client.hold(url, wiring, notification.session_name, server_initiated=True)
        except PeerError as error:
            print(f"python -m swm.conformance: {error}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
