"""Proof: machines closed over a faulty network, every reachable state searched for broken properties.

`device` makes one machine with its journal and power a graph, `network` all that is around it, `search` goes through
what both can do together, `verdict` says what was found. Properties are part of the specification
(`swmgen.model.verification`). Nothing is imported here: who asks for bounds alone needs no numpy.
"""
