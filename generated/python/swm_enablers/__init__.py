"""Stubs of the enablers, one package each.

* `alertflow_1_0`: Alert Flow Control Management Object.
* `bcastdelivery_1_0`: Broadcast Delivery Management Object.
* `fumo_1_0`: Firmware Update Management Object.
* `fumo_1_1`: Firmware Update Management Object, extended.
* `imageserver_1_0`: Image Server Management Object.
* `scomo_1_0`: Software Component Management Object.
* `scomo_1_1`: Software Component Management Object.
* `scomo_1_2`: Software Component Management Object, extended.
"""
