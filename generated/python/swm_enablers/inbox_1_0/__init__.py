"""Inbox Management Object 1.0.

A place for objects whose place in the tree the server does not know: what a server Adds here as
TNDS with an MO id is put where the device keeps objects of that kind.

Source: OMA-TS-DM_StdObj-V1_2-20070209-A.

* `nodes`: the typed tree.
* `server`: what a DM server calls.
"""

from __future__ import annotations
