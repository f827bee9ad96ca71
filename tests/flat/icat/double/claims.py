"""What the double claims of the recorded conversations: exchanges are exact, unless they stand here.

An exchange is named by the number of its file and its place in it, from 0.
"""

Place = tuple[str, int]

NOT_CLAIMED: dict[Place | str, str] = {
    "10": "port: bulk text, which we do not use",
    "13": "cloner: deep copies, which we do not use",
    ("05", 22): "the query form of ICAT before 4.3, with brackets",
    ("05", 25): "INCLUDE by the names of entities, in the query form of ICAT before 4.3",
    ("14", 17): "INCLUDE over more than maxEntities, in a catalogue that is not recorded",
    ("14", 18): "a user with rules, in a catalogue that is not recorded",
}
"""What the double does not do; a file as a whole by its number."""

CODE_ALONE: dict[Place, str] = {
    ("01", 8): "the words of the server's JSON parser",
    ("05", 29): "the words of the server's JPQL parser",
    ("05", 32): "the words of the server's JPQL parser",
    ("07", 61): "the words of the server's JSON parser",
    ("16", 4): "a stack of the server's database layer",
    ("16", 5): "a stack of the server's database layer",
    ("16", 6): "a stack of the server's database layer",
    ("16", 7): "a stack of the server's database layer",
}
"""Status, code and offset are those of the recording, the message is shorter."""

BYSTANDERS: dict[Place, str] = {
    ("06", 21): "ParameterType",
    ("07", 3): "DatasetType",
    ("07", 8): "Investigation",
}
"""A misnamed 412, where the real server takes another one of the bystanders: the entity that it named."""

ANY_ORDER: dict[Place, str] = {("05", 12): "which rows a LIMIT takes without an ORDER BY is open"}
"""The answer has as many rows as the recording, not the same."""

ANY_IDS: dict[Place, str] = {
    ("15", 2): "ids of a counter that another client used at the same time",
    ("15", 3): "ids of a counter that another client used at the same time",
    ("15", 6): "ids of a counter that another client used at the same time",
    ("15", 7): "ids of a counter that another client used at the same time",
}
"""The answer has as many ids as the recording, not the same."""
