"""The image server: serves a published repository over https and broadcasts packages on a schedule.

It holds the key that signs announcements, which starts, pauses and cancels
transfers, and none that authorises software: what it serves and sends was
signed by the publisher (`swm.publishing`).
"""
