"""Code pages of WBXML for SyncML DM: which number stands for which element.

SyncML 1.2 and MetInf 1.2 as registered (OMNA WBXML public document ids), DM DDF
1.2 as OMA-TS-DM_TNDS 1.2, 8.6, numbers it. Tokens begin at 0x05; numbers without
a name are reserved.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SYNCML: Final = [
    "Add",
    "Alert",
    "Archive",
    "Atomic",
    "Chal",
    "Cmd",
    "CmdID",
    "CmdRef",
    "Copy",
    "Cred",
    "Data",
    "Delete",
    "Exec",
    "Final",
    "Get",
    "Item",
    "Lang",
    "LocName",
    "LocURI",
    "Map",
    "MapItem",
    "Meta",
    "MsgID",
    "MsgRef",
    "NoResp",
    "NoResults",
    "Put",
    "Replace",
    "RespURI",
    "Results",
    "Search",
    "Sequence",
    "SessionID",
    "SftDel",
    "Source",
    "SourceRef",
    "Status",
    "Sync",
    "SyncBody",
    "SyncHdr",
    "SyncML",
    "Target",
    "TargetRef",
    "-",
    "VerDTD",
    "VerProto",
    "NumberOfChanges",
    "MoreData",
    "Field",
    "Filter",
    "Record",
    "FilterType",
    "SourceParent",
    "TargetParent",
    "Move",
    "Correlator",
]
"""Page 0. A hyphen is a reserved number."""

METINF: Final = [
    "Anchor",
    "EMI",
    "Format",
    "FreeID",
    "FreeMem",
    "Last",
    "Mark",
    "MaxMsgSize",
    "Mem",
    "MetInf",
    "Next",
    "NextNonce",
    "SharedMem",
    "Size",
    "Type",
    "Version",
    "MaxObjSize",
    "FieldLevel",
]
"""Page 1. A hyphen is a reserved number."""

DDF: Final = [
    "AccessType",
    "ACL",
    "Add",
    "b64",
    "bin",
    "bool",
    "chr",
    "CaseSense",
    "CIS",
    "Copy",
    "CS",
    "date",
    "DDFName",
    "DefaultValue",
    "Delete",
    "Description",
    "DFFormat",
    "DFProperties",
    "DFTitle",
    "DFType",
    "Dynamic",
    "Exec",
    "float",
    "Format",
    "Get",
    "int",
    "Man",
    "MgmtTree",
    "MIME",
    "Mod",
    "Name",
    "Node",
    "node",
    "NodeName",
    "null",
    "Occurrence",
    "One",
    "OneOrMore",
    "OneOrN",
    "Path",
    "Permanent",
    "Replace",
    "RTProperties",
    "Scope",
    "Size",
    "time",
    "Title",
    "TStamp",
    "Type",
    "Value",
    "VerDTD",
    "VerNo",
    "xml",
    "ZeroOrMore",
    "ZeroOrN",
    "ZeroOrOne",
]
"""Page 2. A hyphen is a reserved number."""

PAGES: Final = (SYNCML, METINF, DDF)
"""The pages by number."""

DDF_PAGE: Final = 2
"""The page of management trees, inside Data."""

NAMES: Final[Mapping[tuple[int, int], str]] = {
    (page, token): name for page, names in enumerate(PAGES) for token, name in enumerate(names, 5) if name != "-"
}
"""(page, token) to element."""

TOKENS: Final[Mapping[tuple[int, str], int]] = {(page, name): token for (page, token), name in NAMES.items()}
"""(page, element) to token."""

PUBLIC_ID: Final = 0x1201
"""SyncML 1.2 as a number."""

PUBLIC_TEXT: Final = "-//SYNCML//DTD SyncML 1.2//EN"
"""SyncML 1.2 as text, for a string table."""

KNOWN_IDS: Final = frozenset((0x01, 0x1201, 0x0FD1, 0x0FD3))
"""Unknown, and SyncML 1.2, 1.0 and 1.1, whose elements have the same numbers."""
