"""Device Detail Management Object 1.0.

What a device says about itself when a server asks. The tree is written as DDF.

Source: OMA-SUP-MO_DM_DevDetail-V1_2-20070209-A.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `server`: what a DM server calls.
"""

from __future__ import annotations
