"""The language of searches: an expression is read into a tree, which the graph answers and which has one spelling.

Pure: it knows the names and types of fields, and neither where they are in the graph nor how they are asked for.
"""

from lineage.model.search.fields import Field, Names, parameter
from lineage.model.search.parser import parse
from lineage.model.search.tree import Expression, spelled

__all__ = ["Expression", "Field", "Names", "parameter", "parse", "spelled"]
