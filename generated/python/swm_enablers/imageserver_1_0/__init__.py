"""Image Server Management Object 1.0.

Which image servers may start transfers, and what each of them may do. An entry is a
delegation by one DM server: where the image server's packages come from, what signs its
announcements, and what it may address. The MO id is for private use;
urn:oma:mo:oma-swm-imageserver:1.0 is proposed and not registered.

Source: swmgen, extension of the Software Management work item.

* `nodes`: the typed tree.
* `server`: what a DM server calls.
"""

from __future__ import annotations
