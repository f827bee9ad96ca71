"""The dump: a whole graph as JSON Lines, and what a line may say.

Owns the form of the file: which lines there are, their members, their kinds, and how a file is opened and cut. Leaves
to others what is in the graph, what the lines mean together, and what a location or a time is: that is handed in.
"""

from lineage.dump.files import Block, Source, blocks, opened_to_write
from lineage.dump.lines import Door, checked, spelled
from lineage.dump.shape import FORMAT, SHAPES, Line

__all__ = ["FORMAT", "SHAPES", "Block", "Door", "Line", "Source", "blocks", "checked", "opened_to_write", "spelled"]
