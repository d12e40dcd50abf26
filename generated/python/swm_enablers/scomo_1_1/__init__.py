"""Software Component Management Object 1.1.

SCOMO 1.0 with a say in when the device restarts around an installation. Only the opening of
the published object's description could be read; whatever else 1.1 may add is not here.

Source: OMA-ER-SCOMO-V1_1-20130521-A.

* `nodes`: the typed tree.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `security`: the security procedures.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
