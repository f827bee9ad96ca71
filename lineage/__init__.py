"""A lineage service for synchrotron data: datasets, jobs and applications in a graph database."""

__version__ = "0.1.0"
