"""The flat view in ICAT: a client of its REST interface, and what writes there.

Owns what is known of ICAT: its questions, its limits, its misleading answers, what differs between its versions.
Leaves to others where the wanted values come from: it knows nothing of the graph.
"""
