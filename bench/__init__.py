"""Speed, measured on a real Neo4j and printed with the machine; never asserted in a test: ``python -m bench``."""
