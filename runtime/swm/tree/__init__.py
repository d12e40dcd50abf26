"""Management trees (OMA-TS-DM_TND 1.2): nodes as generated code describes them, and a device's tree of values."""

from swm.tree import access
from swm.tree.access import AccessRight
from swm.tree.acl import Acl
from swm.tree.codec import (
    BASE64,
    BINARY,
    BOOLEAN,
    DATE,
    FLOAT,
    INTEGER,
    NOTHING,
    TEXT,
    TIME,
    WIDE,
    XML,
    Codec,
    enumerated,
    flagged,
    listed,
)
from swm.tree.connection import Connection
from swm.tree.discovery import find_objects
from swm.tree.kept import KeptLeaf, KeptValues, NoMachine
from swm.tree.management import Binding, ManagementTree, MissingParents, Order, Reply, Row, Value
from swm.tree.nodes import Adds, Child, Children, Deletes, Executes, Interior, Leaf, LeafAt, Leaves
from swm.tree.spec import ONE, ONE_OR_MORE, ZERO_OR_MORE, ZERO_OR_ONE, NodeSpec, Occurs
from swm.tree.store import MemoryStore, Record, TreeStore

__all__ = [
    "BASE64",
    "BINARY",
    "BOOLEAN",
    "DATE",
    "FLOAT",
    "INTEGER",
    "NOTHING",
    "ONE",
    "ONE_OR_MORE",
    "TEXT",
    "TIME",
    "WIDE",
    "XML",
    "ZERO_OR_MORE",
    "ZERO_OR_ONE",
    "AccessRight",
    "Acl",
    "Adds",
    "Binding",
    "Child",
    "Children",
    "Codec",
    "Connection",
    "Deletes",
    "Executes",
    "Interior",
    "KeptLeaf",
    "KeptValues",
    "Leaf",
    "LeafAt",
    "Leaves",
    "ManagementTree",
    "MemoryStore",
    "MissingParents",
    "NoMachine",
    "NodeSpec",
    "Occurs",
    "Order",
    "Record",
    "Reply",
    "Row",
    "TreeStore",
    "Value",
    "access",
    "enumerated",
    "find_objects",
    "flagged",
    "listed",
]
