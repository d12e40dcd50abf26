"""The rim of carousels: UDP sockets, multicast where the address is one, unicast otherwise."""

from __future__ import annotations

import ipaddress
import select
import socket
import struct
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from swm.delivery.alc import MAX_PACKET
from swm.delivery.carousel_sender import Pacer

BUFFER: Final = 4 << 20


def open_sender(group: str, interface: str = "", hops: int = 1) -> socket.socket:
    """A socket to send to a group. `interface`: address of the network to send into; `hops`: routers it may cross."""
    address = ipaddress.ip_address(group)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    sender = socket.socket(family, socket.SOCK_DGRAM)
    sender.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    if address.is_multicast and address.version == 4:
        sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, hops)
        if interface:
            sender.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface))
    elif address.is_multicast:
        sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, hops)
        if interface:
            sender.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, socket.if_nametoindex(interface))
    return sender


def open_receiver(group: str, port: int, interface: str = "") -> socket.socket:
    """A socket that receives what is sent to a group; several processes of a machine may each have one."""
    address = ipaddress.ip_address(group)
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    receiver = socket.socket(family, socket.SOCK_DGRAM)
    try:
        receiver.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, BUFFER)
        if address.is_multicast:
            receiver.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        receiver.bind((group, port))
        if address.is_multicast and address.version == 4:
            own = socket.inet_aton(interface) if interface else struct.pack("=I", socket.INADDR_ANY)
            receiver.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, socket.inet_aton(group) + own)
        elif address.is_multicast:
            number = socket.if_nametoindex(interface) if interface else 0
            member = socket.inet_pton(socket.AF_INET6, group) + struct.pack("=I", number)
            receiver.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, member)
    except BaseException:
        receiver.close()
        raise
    return receiver


def send_paced(
    sender: socket.socket, goal: tuple[str, int], datagrams: Iterable[bytes], pacer: Pacer, stop: Callable[[], bool]
) -> int:
    """Send datagrams at a rate; how many octets were sent. `stop` is asked before each."""
    sent = 0
    for datagram in datagrams:
        if stop():
            break
        wait = pacer.wait(time.monotonic(), len(datagram))
        if wait > 0.001:
            time.sleep(wait)
        try:
            sent += sender.sendto(datagram, goal)
        except ConnectionRefusedError:
            # A unicast goal that does not listen; for a carousel it makes no difference.
            continue
    return sent


def received(receiver: socket.socket, timeout: float) -> Iterator[bytes]:
    """Datagrams as they come, until none came for `timeout` seconds."""
    receiver.setblocking(False)
    receive = receiver.recv
    while select.select([receiver], [], [], timeout)[0]:
        try:
            while True:
                yield receive(MAX_PACKET)
        except BlockingIOError:
            continue
