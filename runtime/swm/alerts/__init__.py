"""Alert flow control (AFCMO) as pure state: when a device sends its alerts, which it leaves out, which it repeats.

Time and randomness are arguments everywhere: a time is a whole number of
milliseconds since 1970, and a draw is a function that gives a whole number
below its argument, each with the same probability. `flow.AlertFlow` is what a
device uses, `entries.FlowEntries` connects it to the nodes that servers write.
"""
