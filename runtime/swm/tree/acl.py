"""Access control lists (OMA-TS-DM_TND 1.2, 7.7.1): ``Add=*&Get=serverA+serverB``.

An ACL says for each command which servers may use it; ``*`` stands for all of
them. An empty ACL says nothing: the one of the nearest ancestor that has one
holds instead, whole; two are never merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from swm.tree.access import AccessRight

ALL: Final = "*"
MAX_LENGTH: Final = 4096
MAX_SERVERS: Final = 256

_COMMANDS: Final = {
    "Add": AccessRight.ADD,
    "Delete": AccessRight.DELETE,
    "Exec": AccessRight.EXEC,
    "Get": AccessRight.GET,
    "Replace": AccessRight.REPLACE,
}
_SEPARATORS: Final = frozenset("+&=*")


@dataclass(frozen=True, slots=True)
class Acl:
    """One ACL. `servers` holds what is granted; a command nobody may use is not in it."""

    servers: tuple[tuple[AccessRight, frozenset[str]], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Acl:
        """An ACL from its text, the empty one from an empty text. ValueError says what is wrong."""
        if not text or text.isspace():
            return NONE
        if len(text) > MAX_LENGTH:
            raise ValueError(f"the ACL has {len(text)} characters; the limit is {MAX_LENGTH}")
        found: dict[AccessRight, frozenset[str]] = {}
        for entry in text.strip().split("&"):
            command, equals, names = entry.partition("=")
            right = _COMMANDS.get(command)
            if right is None or not equals:
                raise ValueError(f"{entry[:60]!r} is no entry of an ACL; write {'|'.join(_COMMANDS)}=server+server")
            if right in found:
                raise ValueError(f"{command} stands twice in the ACL")
            servers = names.split("+")
            for server in servers:
                _check_server(server, alone=len(servers) == 1)
            found[right] = frozenset(servers)
        return cls.of(found)

    @classmethod
    def of(cls, servers: Mapping[AccessRight, Iterable[str]]) -> Acl:
        """An ACL from commands and the servers that may use them. ValueError for too many servers."""
        granted = {right: frozenset(names) for right, names in servers.items() if names}
        if sum(len(names) for names in granted.values()) > MAX_SERVERS:
            raise ValueError(f"the ACL names more than {MAX_SERVERS} servers")
        return cls(tuple((right, granted[right]) for right in _COMMANDS.values() if right in granted))

    def __str__(self) -> str:
        """The ACL as text: commands and servers in order, so that equal ACLs have equal texts."""
        if not self.servers:
            return ""
        granted = dict(self.servers)
        return "&".join(
            f"{name}={'+'.join(sorted(granted[right]))}" for name, right in _COMMANDS.items() if right in granted
        )

    def __bool__(self) -> bool:
        """False for the ACL that says nothing."""
        return bool(self.servers)

    def allows(self, right: AccessRight, server: str) -> bool:
        """Whether `server` may use the command."""
        for granted, servers in self.servers:
            if granted is right:
                return ALL in servers or server in servers
        return False

    def granting(self, server: str, *rights: AccessRight) -> Acl:
        """This ACL, in which `server` may use the commands too."""
        found = dict(self.servers)
        for right in rights:
            servers = found.get(right, frozenset())
            if ALL not in servers:
                found[right] = servers | {server}
        return Acl.of(found)

    def without(self, server: str) -> Acl:
        """This ACL with a server struck out; a command that nobody is left for goes with it."""
        if not any(server in servers for _, servers in self.servers):
            return self
        return Acl.of({right: servers - {server} for right, servers in self.servers})


def _check_server(server: str, *, alone: bool) -> None:
    if server == ALL and alone:
        return
    if not server or not server.isprintable() or " " in server or _SEPARATORS & set(server):
        raise ValueError(f"{server[:60]!r} is no server in an ACL")


NONE: Final = Acl()
"""The ACL that says nothing: the node inherits."""

STANDARD: Final = Acl.parse("Add=*&Get=*")
"""What the root of a tree has when its device does not say otherwise."""

OPEN: Final = Acl.parse("Add=*&Delete=*&Exec=*&Get=*&Replace=*")
"""Every server that has an account may do everything; what the nodes allow is then up to their AccessType."""
