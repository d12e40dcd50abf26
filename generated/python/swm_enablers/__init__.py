"""Stubs of the enablers, one package each.

* `fumo_1_0`: Firmware Update Management Object.
* `fumo_1_1`: Firmware Update Management Object, extended.
* `scomo_1_0`: Software Component Management Object.
* `scomo_1_1`: Software Component Management Object.
* `scomo_1_2`: Software Component Management Object, extended.
"""
