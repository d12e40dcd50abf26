"""Firmware Update Management Object 1.0.

Lets a DM server have a device fetch a firmware update package and apply it. One object
stands for one package; a device may have several. The package comes over an alternate
download (PkgURL) or in the DM session (PkgData).

Source: OMA-TS-DM-FUMO-V1_0_2-20090828-A.

* `nodes`: the typed tree.
* `values`: leaves whose values the device maker keeps.
* `messages`: result codes and alerts.
* `states`: states, events and the transition tables.
* `security`: the security procedures.
* `client`: what a device maker implements, and the binding that drives it.
* `server`: what a DM server calls.
"""

from __future__ import annotations
