"""Broadcast Delivery Management Object 1.0.

Broadcast deliveries: when and where a package is sent to many devices at once, how what is
missing is repaired, and how reception is reported. The DM server prepares the entries one
device at a time; a transfer of FUMO or SCOMO arms one. The MO id is for private use;
urn:oma:mo:oma-swm-bcastdelivery:1.0 is proposed and not registered.

Source: swmgen, extension of the Software Management work item.

* `nodes`: the typed tree.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
