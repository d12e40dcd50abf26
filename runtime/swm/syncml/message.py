"""The message model: what a SyncML DM message says, whatever it is encoded in.

Every class is frozen. Text is `str`; `Item.data` is `bytes` when its Meta
says that it is binary (Format ``bin``, or ``b64`` on an XML wire). Absent
parts are None, or empty tuples where several are allowed. Element names are
those of OMA-TS-DM_RepPro 1.2.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Location:
    """A Target or Source: LocURI, and LocName where there is one (the user name in a header's Source)."""

    uri: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Meta:
    """MetInf. `format` is one of the DFFormat names, `size` octets of a large object's whole value."""

    format: str | None = None
    type: str | None = None
    mark: str | None = None
    size: int | None = None
    next_nonce: str | None = None
    max_msg_size: int | None = None
    max_obj_size: int | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """An Item of a command."""

    target: Location | None = None
    source: Location | None = None
    meta: Meta | None = None
    data: str | bytes | None = None
    more_data: bool = False


@dataclass(frozen=True, slots=True)
class Cred:
    """Credentials: Meta tells scheme and format, data is their text. Never shown by `repr`: BASIC holds the password."""

    meta: Meta
    data: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Chal:
    """A challenge: scheme, format and next nonce."""

    meta: Meta


@dataclass(frozen=True, slots=True)
class Header:
    """SyncHdr. `session_id` and `message_id` are kept as written, since peers count in their own ways."""

    session_id: str
    message_id: str
    target: Location
    source: Location
    respond_to: str | None = None
    cred: Cred | None = None
    meta: Meta | None = None
    version_dtd: str = "1.2"
    version_proto: str = "DM/1.2"
    no_response: bool = False


@dataclass(frozen=True, slots=True)
class Add:
    """Create nodes."""

    cmd_id: str
    items: tuple[Item, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True)
class Replace:
    """Overwrite values or properties."""

    cmd_id: str
    items: tuple[Item, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete nodes."""

    cmd_id: str
    items: tuple[Item, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """Copy a node's value to another node."""

    cmd_id: str
    items: tuple[Item, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True)
class Get:
    """Read values, child lists or properties."""

    cmd_id: str
    items: tuple[Item, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True)
class Exec:
    """Start the operation of a node. A final alert echoes `correlator`."""

    cmd_id: str
    items: tuple[Item, ...]
    meta: Meta | None = None
    correlator: str | None = None


@dataclass(frozen=True, slots=True)
class Alert:
    """A notice: `code` 1100-1104 user interaction, 1200-1201 session, 1222-1226 protocol and generic."""

    cmd_id: str
    code: str
    items: tuple[Item, ...] = ()
    correlator: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The answer to one command, or with `command_ref` "0" to the header."""

    cmd_id: str
    message_ref: str
    command_ref: str
    command: str
    code: str
    target_refs: tuple[str, ...] = ()
    source_refs: tuple[str, ...] = ()
    chal: Chal | None = None
    cred: Cred | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """What a Get found."""

    cmd_id: str
    command_ref: str
    items: tuple[Item, ...]
    message_ref: str | None = None
    meta: Meta | None = None
    target_ref: str | None = None
    source_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Atomic:
    """All of the commands, or none."""

    cmd_id: str
    commands: tuple[Command, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True)
class Sequence:
    """The commands, in order."""

    cmd_id: str
    commands: tuple[Command, ...]
    meta: Meta | None = None


Command = Add | Replace | Delete | Copy | Get | Exec | Alert | Status | Results | Atomic | Sequence


@dataclass(frozen=True, slots=True)
class Message:
    """A whole message. `final` is true for the last one of a package."""

    header: Header
    commands: tuple[Command, ...] = ()
    final: bool = True
