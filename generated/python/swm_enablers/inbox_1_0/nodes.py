"""The typed tree of inbox 1.0.

A class stands for an interior node; its attributes are the nodes below it.
"""

from __future__ import annotations

from swm.tree import ONE, ZERO_OR_MORE, Adds, Children, NodeSpec, access


class InboxX(Adds):
    """One object on its way to its place.

    Inbox/<x>: node, ZeroOrMore, Add.
    Spec: inbox-1.0/objects.yaml:11
    """

    ACCESS = access.Add


class InboxObject(Adds):
    """Takes objects by their MO id. Nothing can be read here.

    Inbox: node, One, Add.
    Spec: inbox-1.0/objects.yaml:3
    """

    ACCESS = access.Add
    MO_ID = "urn:oma:mo:oma-dm-inbox:1.0"

    instances = Children(InboxX, ZERO_OR_MORE)


INBOX: NodeSpec = InboxObject.describe("", ONE, permanent=True)
"""The tree as a device mounts it."""
