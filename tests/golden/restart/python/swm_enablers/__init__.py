"""Stubs of the enablers, one package each.

* `restart_1_0`: Restart Management Object.
"""
