"""Lock and Wipe Management Object 1.0.

A server locks, unlocks, wipes and resets a device. The published text was not to be had; nodes,
states and codes are those of the clients of two makers.

Source: OMA-TS-LAWMO-V1_0.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
