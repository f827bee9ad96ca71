"""Words shared with formats of the world outside: our name space, and what stands for what a file leaves open."""

BASE = "urn:x-lineage:"
"""Name space of our terms; a name and no address, because nothing is to be fetched for it."""

UNKNOWN_TIME = "1970-01-01T00:00:00.000000Z"
"""Stands for a time that no file told; it is the least, so that a message with a time counts for more."""

UNKNOWN = "unknown"
"""Stands for a sample that no file told."""

ASSUMED = "lineage_assumed"
"""Parameter of a dataset that names the facts which no file told; it leaves with them."""
