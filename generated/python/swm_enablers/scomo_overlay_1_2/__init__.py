"""Software Component Management Object, extended, in overlay placement 1.2.

SCOMO 1.2 for devices that are managed by servers of which some know only SCOMO 1.1. The tree is
that of SCOMO 1.1
with its MO id; what 1.2 adds stands below Ext/SwM, and Ext/SwM/State shows the state of 1.2. A
server that
never uses a node below Ext/SwM sees exactly SCOMO 1.1: its states, its results and its alerts.

Source: swmgen, extension of the Software Management work item.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `security`: the security procedures.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
