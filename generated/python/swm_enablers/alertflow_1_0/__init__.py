"""Alert Flow Control Management Object 1.0.

How a device spreads, samples, holds and repeats its alerts, for each DM server, so that a
campaign for many devices does not drown the server in answers. The MO id is for private use;
urn:oma:mo:oma-swm-alertflow:1.0 is proposed and not registered.

Source: swmgen, extension of the Software Management work item.

* `nodes`: the typed tree.
* `states`: states, events and the transition tables.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
