"""Device Information Management Object 1.0.

What a device says about itself at the beginning of every session. The tree is written as DDF.

Source: OMA-SUP-MO_DM_DevInfo-V1_2-20070209-A.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `server`: what a DM server calls.
"""

from __future__ import annotations
