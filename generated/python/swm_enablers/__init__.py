"""Stubs of the enablers, one package each.

* `alertflow_1_0`: Alert Flow Control Management Object.
* `bcastdelivery_1_0`: Broadcast Delivery Management Object.
* `devdetail_1_0`: Device Detail Management Object.
* `devinfo_1_0`: Device Information Management Object.
* `dmacc_1_0`: DM Account Management Object.
* `dmsecurity_1_2`: DM Security, with the procedures of image-server-initiated delivery.
* `fumo_1_0`: Firmware Update Management Object.
* `fumo_1_1`: Firmware Update Management Object, extended.
* `fumo_overlay_1_1`: Firmware Update Management Object, extended, in overlay placement.
* `imageserver_1_0`: Image Server Management Object.
* `inbox_1_0`: Inbox Management Object.
* `lawmo_1_0`: Lock and Wipe Management Object.
* `scomo_1_0`: Software Component Management Object.
* `scomo_1_1`: Software Component Management Object.
* `scomo_1_2`: Software Component Management Object, extended.
* `scomo_overlay_1_2`: Software Component Management Object, extended, in overlay placement.
"""
