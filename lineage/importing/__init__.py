"""From ICAT into messages: what a catalogue holds, in a file of python-icat or behind REST, as messages of our own.

Owns what an object of ICAT is to the graph: which location a dataset without one has, what a Job is, which links
parameters tell. Leaves to others what a message means (`ingest`), and what it does to the graph. Objects are as ICAT's
REST interface gives them: attributes by their names there, and what they refer to nested in them.
"""
