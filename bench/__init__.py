"""Speed, measured on a real Neo4j; never asserted in a test."""
