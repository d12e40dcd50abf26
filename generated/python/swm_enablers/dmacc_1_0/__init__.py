"""DM Account Management Object 1.0.

The management servers that a device knows, how it reaches them, and how each side proves
who it is. The tree is written as DDF.

Source: OMA-SUP-MO_DM_DMAcc-V1_2-20070209-A.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `server`: what a DM server calls.
"""

from __future__ import annotations
