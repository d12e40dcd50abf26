"""Management trees (OMA-TS-DM_TND 1.2): nodes as generated code describes them, and a device's tree of values."""

from swm.tree import access
from swm.tree.access import AccessRight
from swm.tree.codec import BASE64, BINARY, BOOLEAN, DATE, FLOAT, INTEGER, NOTHING, TEXT, TIME, XML, Codec, enumerated
from swm.tree.connection import Connection
from swm.tree.discovery import find_objects
from swm.tree.management import Binding, ManagementTree, Reply, Value
from swm.tree.nodes import Adds, Child, Children, Deletes, Executes, Interior, Leaf, LeafAt, Leaves
from swm.tree.spec import ONE, ONE_OR_MORE, ZERO_OR_MORE, ZERO_OR_ONE, NodeSpec, Occurs

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
    "XML",
    "ZERO_OR_MORE",
    "ZERO_OR_ONE",
    "AccessRight",
    "Adds",
    "Binding",
    "Child",
    "Children",
    "Codec",
    "Connection",
    "Deletes",
    "Executes",
    "Interior",
    "Leaf",
    "LeafAt",
    "Leaves",
    "ManagementTree",
    "NodeSpec",
    "Occurs",
    "Reply",
    "Value",
    "access",
    "enumerated",
    "find_objects",
]
