"""How a command ends: the exit codes, and which error leads to which."""

from enum import IntEnum

from lineage.errors import (
    CertificateError,
    DefinitionsError,
    DumpError,
    DumpRefused,
    FileUnwritable,
    GraphNotEmpty,
    IcatBusy,
    IcatForbidden,
    IcatLoginFailed,
    IcatUnseen,
    InvalidExpression,
    JournalInUse,
    JournalUnreadable,
    LineageError,
    MessageError,
    NotFound,
    SettingsError,
    StillUsed,
    StoreNotEmpty,
)


class Ending(IntEnum):
    """The exit codes; ``docs/cli.md`` has the same table."""

    FINE = 0
    FINDING = 1
    USAGE = 2
    NOT_FOUND = 3
    NOT_ALLOWED = 4
    UNAVAILABLE = 5
    PARTIAL = 6
    CRASHED = 70
    INTERRUPTED = 130


ENDINGS: tuple[tuple[type[LineageError], Ending], ...] = (
    (NotFound, Ending.NOT_FOUND),
    (StillUsed, Ending.NOT_ALLOWED),
    (StoreNotEmpty, Ending.NOT_ALLOWED),
    (GraphNotEmpty, Ending.NOT_ALLOWED),
    (JournalInUse, Ending.NOT_ALLOWED),
    (IcatBusy, Ending.NOT_ALLOWED),
    (IcatForbidden, Ending.NOT_ALLOWED),
    (IcatLoginFailed, Ending.NOT_ALLOWED),
    (IcatUnseen, Ending.NOT_ALLOWED),
    (JournalUnreadable, Ending.USAGE),
    (DumpRefused, Ending.FINDING),
    (DumpError, Ending.USAGE),
    (CertificateError, Ending.USAGE),
    (FileUnwritable, Ending.USAGE),
    (MessageError, Ending.USAGE),  # a refused message ends nothing; what gets here is a word of the caller
    (InvalidExpression, Ending.USAGE),
    (SettingsError, Ending.USAGE),
    (DefinitionsError, Ending.USAGE),
    (LineageError, Ending.UNAVAILABLE),
)
"""The first that fits counts."""


def ending_of(error: LineageError) -> Ending:
    """Return the exit code of an error that ends a command."""
    return next(ending for kind, ending in ENDINGS if isinstance(error, kind))
