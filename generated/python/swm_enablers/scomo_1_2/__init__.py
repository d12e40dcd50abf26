"""Software Component Management Object, extended 1.2.

SCOMO 1.1 with downloads that an image server starts, also by broadcast; suspend, resume and
cancel of downloads and installations; verification before a package counts as delivered; and a
defined answer to every order when the device is not in the proper state. A server that knows
only 1.0 reads each new state and result as one of 1.0. The MO id is for private use;
urn:oma:mo:oma-scomo:1.2 is proposed and not registered.

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
