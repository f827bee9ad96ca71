"""What can be asked about: the field words, and every parameter that the facility's definitions know."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal, get_args

from lineage.model.answers import Kind, State
from lineage.model.message import JobStatus

Type = Literal["text", "word", "version", "number", "boolean", "time", "words"]

OPERATORS: Mapping[Type, tuple[str, ...]] = {
    "text": ("=", "!=", ":", "in"),
    "word": ("=", "!=", "in"),
    "version": ("=", "!=", "<", "<=", ">", ">=", ":", "in"),
    "number": ("=", "!=", "<", "<=", ">", ">=", "in"),
    "boolean": ("=", "!="),
    "time": ("=", "!=", "<", "<=", ">", ">="),
    "words": ("=", ":"),
}

KEYWORDS = frozenset({"and", "or", "not", "in", "exists", "under"})

PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to ask about; `unit` is empty where there is none, `choices` names all values where they are few."""

    name: str
    type: Type
    meaning: str = field(default="", compare=False)
    unit: str = ""
    choices: tuple[str, ...] = ()
    is_parameter: bool = False


TEXT = Field("text", "words", "words of name, location, sample and comment, as free words are")
LOCATION = Field("location", "text", "path or URI of the dataset")

WORDS = (
    TEXT,
    LOCATION,
    Field("name", "text", "name in the catalogue"),
    Field("investigation", "text", "name of the proposal"),
    Field("sample", "text", "name of the sample"),
    Field("instrument", "text", "name of the beamline"),
    Field("technique", "text", "persistent id of a technique"),
    Field("kind", "word", "whether it was measured or made", choices=get_args(Kind)),
    Field("state", "word", "whether it was announced, and is on disk", choices=get_args(State)),
    Field("start", "time", "when it began"),
    Field("end", "time", "when it ended"),
    Field("application", "text", "name of the program that made it"),
    Field("version", "version", "version of that program"),
    Field("status", "word", "status of the job that made it", choices=get_args(JobStatus)),
    Field("icat_id", "number", "id of the dataset in ICAT"),
    Field("since", "number", "number of the change that made it"),
    Field("change", "number", "number of the last change to it"),
    Field("comment", "text", "free text of its message"),
    Field("files", "number", "number of files"),
    Field("volume", "number", "size of all files", unit="B"),
    Field("complete", "boolean", "its message said that it is complete"),
    Field("archive", "word", "what the archive said of it last", choices=("archiving", "restoration")),
    Field("archive_level", "word", "how it went there", choices=("info", "warning", "error")),
)
"""The field words; a parameter of the same name is not asked about."""

TYPES: Mapping[str, Type] = {
    "NX_INT": "number",
    "NX_FLOAT": "number",
    "NX_NUMBER": "number",
    "NX_BOOLEAN": "boolean",
    "NX_DATE_TIME": "time",
}


def parameter(name: str, nexus_type: str, unit: str = "", meaning: str = "") -> Field:
    """Return the field of a parameter; a text whose name ends in ``version`` is compared as a version."""
    kind: Type = TYPES.get(nexus_type, "version" if name.lower().endswith("version") else "text")
    return Field(name, kind, meaning, unit if kind == "number" else "", is_parameter=True)


@dataclass(frozen=True, slots=True)
class Names:
    """The fields of one installation by name, and the prefixes that are cut from paths."""

    fields: Mapping[str, Field]
    mount_prefixes: tuple[str, ...] = ()

    @classmethod
    def of(cls, parameters: Iterable[Field] = (), mount_prefixes: Iterable[str] = ()) -> "Names":
        """Return the field words and those parameters whose names are plain words."""
        known = {one.name: one for one in parameters if PLAIN_NAME.fullmatch(one.name)}
        return cls({**known, **{word.name: word for word in WORDS}}, tuple(mount_prefixes))

    def nearest(self, name: str) -> list[str]:
        """Return known names that are spelled like this one, the nearest first."""
        spelled = {known.lower(): known for known in self.fields}
        return [spelled[near] for near in get_close_matches(name.lower(), spelled, n=3, cutoff=0.6)]
