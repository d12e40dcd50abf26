"""Restart Management Object 1.0.

Lets a DM server restart a device, once a signed permit has been checked. It exists
to show every part of the language on one page.

Source: swmgen, the worked example.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `security`: the security procedures.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
