"""Software Component Management Object 1.0.

Lets a DM server deliver software packages, install and remove them, and switch the components
that they brought on and off. A package is fetched from a URL (a node below Download) or written
in the DM session (Data below Inventory/Delivered). The text of the specification could not be
read whole; nodes, values and codes are those that clients of three makers agree on, and where
only one source or analogy stands behind a node its description says so.

Source: OMA-TS-DM-SCOMO-V1_0-20111206-A.

* `nodes`: the typed tree.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `security`: the security procedures.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
