"""Every error of the service, made of facts.

::

    LineageError                     code, message, facts
    ├── MessageError                 a message is refused and kept with its reason
    │   ├── UnreadableMessage        no format knows it, or it is not well-formed
    │   ├── MissingField             a required field is absent or empty
    │   ├── InvalidField             a field holds what it must not
    │   ├── AmbiguousInputs          a list of inputs can be read in two ways: a question for a person
    │   ├── SelfInput                a job would read what it writes
    │   ├── CycleRefused             the dataset would become its own ancestor
    │   ├── ContradictingLinks       ICAT says two things of the inputs of one dataset
    │   ├── SecondProducer           the dataset already has a producer that another run names
    │   ├── FixedParameter           a metadata update would change more than a parameter
    │   ├── UnknownDataset           an ICAT id is told of a dataset that nobody has named
    │   └── IdTaken                  the ICAT id belongs to another dataset, or the dataset has another id
    ├── NotFound                     no dataset, job, application or rejected message of that name
    │   └── NamesNotFound            some of several names are those of nothing
    ├── StillUsed                    a dataset that others were derived from is not retired without being asked
    ├── InvalidExpression            an expression of a search cannot be read, or cannot be asked
    ├── QueryTimeout                 the time limit ended the question, in the database too
    ├── GraphUnavailable             the database does not answer
    │   └── GraphRefused             the database answers and refuses the work
    ├── BrokerUnavailable            a message broker does not answer, or does not let us in
    ├── SchemaError                  the schema in the database is not the one of this release
    ├── SettingsError                a setting cannot be used as it was given
    ├── DefinitionsError             the facility's definitions file cannot be used
    ├── UnknownMediaType             a request brings a body in a form that is not taken
    ├── BodyTooLarge                 a request brings more bytes than are taken at once
    ├── TooManyMessages              a request brings more messages than are taken at once
    ├── ServerUnavailable            the lineage server that was asked does not answer
    ├── ServerFailed                 the lineage server answered with what nobody here knows
    ├── IcatError                    the catalogue (ICAT) cannot be worked with
    │   ├── IcatBusy                 another process of ours writes into it
    │   ├── IcatUnavailable          it does not answer, or cannot do anything now
    │   ├── IcatUnanswered           a write was sent and nothing came back: it is done, or it is not
    │   ├── IcatLoginFailed          it does not let us in
    │   ├── IcatVersionUnknown       it is of a version that is not known here
    │   ├── IcatUnseen               what must be there does not come back: no right to read it, or another name
    │   ├── IcatForbidden            we lack a right there
    │   ├── IcatTooLong              a question or a deletion does not fit into one address
    │   └── IcatRefused              it refuses what it was asked
    ├── PortInUse                    the HTTP server cannot listen where it was told to
    ├── DrawingFailed                a graph has no picture: it is too large, or took too long to draw
    ├── ReportFailed                 a lineage report cannot be set as PDF
    ├── DumpError                    a dump cannot be read or written
    │   └── DumpRefused              a dump breaks rules; nothing of it is loaded
    ├── TwoLines                     two lines of a dump say one thing
    ├── NotAnnounced                 a line of a dump names what no other line says
    ├── CertificateError             a certificate of what ICAT holds cannot be used
    ├── FileUnwritable               a file of answers cannot be written
    ├── WorkerLost                   a process that prepares a load was ended from outside
    ├── StoreNotEmpty                a graph is there already, where a dump was to be loaded
    ├── GraphNotEmpty                a graph is there already, where one was to be built from the journal
    ├── JournalError                 the journal cannot do its work
    │   ├── JournalFailed            the journal cannot be written to; nothing of the batch was taken
    │   ├── JournalUnreadable        a segment is of no form that is known, or is not there
    │   └── JournalInUse             another process writes to the journal
    └── EngineError                  the embedded engine or broker cannot be fetched, started or stopped
        ├── FetchFailed              a jar could not be fetched, or is not the one in the lock
        └── StoreInUse               another server, or another version, holds the store

``code`` is the word of the error in every answer, ``facts`` what a program may read, ``message`` one sentence
for a person: the thing, the value, what was expected, where.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

VALUE_CHARS_SHOWN = 120
PATH_SHOWN = 12


def shown(value: object) -> str:
    """Quote a value for a sentence, cut visibly when it is long."""
    text = repr(value)
    if len(text) <= VALUE_CHARS_SHOWN:
        return text
    return f"{text[:VALUE_CHARS_SHOWN]}… ({len(text)} characters)"


class LineageError(Exception):
    """Base of all; catch this to catch every refusal of the service."""

    code: ClassVar[str] = "error"

    def __init__(self, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.message = message
        self.facts: Mapping[str, Any] = {name: value for name, value in facts.items() if value is not None}


def kinds_of(kind: type[LineageError]) -> list[type[LineageError]]:
    """Return a kind of error and all that are made from it."""
    return [kind, *(found for child in kind.__subclasses__() for found in kinds_of(child))]


def told(code: str, message: str, facts: Mapping[str, Any]) -> LineageError | None:
    """Return the error that another process told of, with its words and its facts; None for a code unknown here."""
    kind = next((kind for kind in kinds_of(LineageError) if kind.code == code), None)
    if kind is None:
        return None
    error = kind.__new__(kind)
    LineageError.__init__(error, message)
    error.facts = dict(facts)
    return error


def _place(line: int | None) -> str:
    return "" if line is None else f" (line {line})"


class MessageError(LineageError):
    """A message that is refused; nothing of it is applied."""

    code = "message"


class UnreadableMessage(MessageError):
    """The bytes are no message of any known format."""

    code = "unreadable"

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"The message cannot be read: {reason}{_place(line)}.", reason=reason, line=line)


class MissingField(MessageError):
    """A field that every such message needs is absent or empty."""

    code = "missing_field"

    def __init__(self, field: str, *, within: str = "dataset", line: int | None = None) -> None:
        super().__init__(
            f"The {within} has no {field}; a non-empty {field} is required{_place(line)}.",
            field=field,
            within=within,
            line=line,
        )


class InvalidField(MessageError):
    """A field holds a value that cannot be taken as it is."""

    code = "invalid_field"

    def __init__(self, field: str, value: object, expected: str, *, line: int | None = None) -> None:
        super().__init__(
            f"The field {field} has value {shown(value)}; expected {expected}{_place(line)}.",
            field=field,
            value=str(value)[:1000],
            expected=expected,
            line=line,
        )


class AmbiguousInputs(MessageError):
    """A list of input paths that can be read in more than one way."""

    code = "ambiguous_inputs"

    def __init__(self, value: str, question: str, readings: list[list[str]], *, line: int | None = None) -> None:
        super().__init__(
            f"The field input_datasets has value {shown(value)}: {question}{_place(line)}.",
            field="input_datasets",
            value=value,
            question=question,
            readings=readings,
            line=line,
        )


class SelfInput(MessageError):
    """A dataset that names itself among its inputs."""

    code = "self_input"

    def __init__(self, location: str) -> None:
        super().__init__(
            f"The dataset {shown(location)} names itself as an input; a job does not read what it writes.",
            field="input_datasets",
            location=location,
        )


class CycleRefused(MessageError):
    """A dataset that would become its own ancestor."""

    code = "cycle"

    def __init__(self, location: str, path: list[str]) -> None:
        way = " → ".join(path if len(path) <= PATH_SHOWN else [*path[:PATH_SHOWN], f"… ({len(path)} datasets)"])
        super().__init__(
            f"The dataset {shown(location)} would be derived from itself: {way}.",
            field="input_datasets",
            location=location,
            path=path,
        )


class ContradictingLinks(MessageError):
    """A dataset of whose inputs ICAT says two things; the facts hold how many each names, and which it names alone."""

    code = "contradicting_links"

    def __init__(self, location: str, one: tuple[str, set[str]], other: tuple[str, set[str]]) -> None:
        named = [(*one, sorted(one[1] - other[1])), (*other, sorted(other[1] - one[1]))]
        sayings = ", ".join(
            f"{who} names {len(found)}" + (f" with {shown(alone[0])}" if alone else "") for who, found, alone in named
        )
        super().__init__(
            f"ICAT says two things of the inputs of the dataset {shown(location)}: {sayings}.",
            field="inputs",
            location=location,
            counts={who: len(found) for who, found, _ in named},
            alone={who: alone for who, _, alone in named},
        )


class SecondProducer(MessageError):
    """A dataset that one run has produced and another run claims."""

    code = "second_producer"

    def __init__(self, location: str, producer: str, claimed_by: str) -> None:
        super().__init__(
            f"The dataset {shown(location)} was produced by the job {shown(producer)}; "
            f"the job {shown(claimed_by)} cannot be its producer too.",
            field="job",
            location=location,
            producer=producer,
            claimed_by=claimed_by,
        )


class FixedParameter(MessageError):
    """A metadata update of a parameter that says what a dataset is, where it is, or what it was made from."""

    code = "fixed_parameter"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"The parameter {shown(name)} cannot be changed by a metadata update, because identity, links, order or "
            "files of a dataset follow from it; expected a new announcement of the dataset.",
            field="metadataName",
            name=name,
        )


class UnknownDataset(MessageError):
    """An ICAT id for a dataset that is not in the graph."""

    code = "unknown_dataset"

    def __init__(self, icat_id: int, location: str) -> None:
        super().__init__(
            f"The ICAT id {icat_id} is that of the dataset {shown(location)}, which is not in the graph; "
            "expected one that was announced, or is named by another.",
            field="location",
            icat_id=icat_id,
            location=location,
        )


class IdTaken(MessageError):
    """An ICAT id and a location that are already bound to others."""

    code = "id_taken"

    def __init__(self, icat_id: int, location: str, bound_to: str) -> None:
        super().__init__(
            f"The ICAT id {icat_id} of the dataset {shown(location)} contradicts what is known: {bound_to}.",
            field="datasetId",
            icat_id=icat_id,
            location=location,
        )


class NotFound(LineageError):
    """Nothing of that name is in the graph."""

    code = "not_found"

    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"There is no {kind} {shown(name)}.", kind=kind, name=name)


class NamesNotFound(NotFound):
    """Some of several names are those of nothing in the graph."""

    code = "names_not_found"

    def __init__(self, kind: str, names: list[str]) -> None:
        listed = ", ".join(shown(name) for name in names[:PATH_SHOWN])
        more = f" and {len(names) - PATH_SHOWN} more" if len(names) > PATH_SHOWN else ""
        LineageError.__init__(self, f"There is no {kind} {listed}{more}.", kind=kind, names=names)


class StillUsed(LineageError):
    """A dataset that others were derived from."""

    code = "still_used"

    def __init__(self, location: str, used_count: int, used_by: list[str]) -> None:
        super().__init__(
            f"The dataset {shown(location)} is still used: {used_count} dataset(s) were derived from it; "
            "retire it together with that knowledge by saying so (retire_used).",
            location=location,
            used_count=used_count,
            used_by=used_by,
        )


class InvalidExpression(LineageError):
    """An expression of a search that cannot be read; `position` counts characters from 0."""

    code = "invalid_expression"

    def __init__(self, expression: str, position: int, found: str, expected: str) -> None:
        super().__init__(
            f"The expression has {shown(found) if found else 'its end'} at character {position + 1}; "
            f"expected {expected}.",
            expression=expression,
            position=position,
            expected=expected,
        )


class QueryTimeout(LineageError):
    """A question that took longer than it may."""

    code = "timeout"

    def __init__(self, question: str, timeout_s: float, way_out: str = "ask for fewer steps") -> None:
        super().__init__(
            f"The question {question} was ended after {timeout_s:g} s, in the database too; "
            f"{way_out}, or raise LINEAGE_QUERY_TIMEOUT_S.",
            question=question,
            timeout_s=timeout_s,
        )


class GraphUnavailable(LineageError):
    """The database does not answer, or does not let us in."""

    code = "graph_unavailable"

    def __init__(self, uri: str, reason: str) -> None:
        super().__init__(f"The graph database at {uri} does not answer: {reason}", uri=uri, reason=reason)


class GraphRefused(GraphUnavailable):
    """The database answers, but does not do what it was asked."""

    code = "graph_refused"

    def __init__(self, uri: str, question: str, reason: str) -> None:
        LineageError.__init__(
            self,
            f"The graph database at {uri} refuses the work {question}: {reason}",
            uri=uri,
            question=question,
            reason=reason,
        )


class BrokerUnavailable(LineageError):
    """A message broker does not answer, or does not let us in."""

    code = "broker_unavailable"

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"The message broker at {address} cannot be used: {reason}", address=address, reason=reason)


class SchemaError(LineageError):
    """The database's schema and the released files disagree."""

    code = "schema"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"The schema file {file} {reason}.", file=file, reason=reason)


class SettingsError(LineageError):
    """A setting whose value, or whose name, cannot be used."""

    code = "settings"

    def __init__(self, setting: str, reason: str) -> None:
        super().__init__(f"The setting {setting} {reason}.", setting=setting, reason=reason)


class DefinitionsError(LineageError):
    """A definitions file that is absent, malformed or contradicts itself."""

    code = "definitions"

    def __init__(self, file: str, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"The definitions file {file} {reason}{_place(line)}.", file=file, reason=reason, line=line)


class UnknownMediaType(LineageError):
    """A body in a form that is not taken."""

    code = "unknown_media_type"

    def __init__(self, given: str, accepted: list[str]) -> None:
        super().__init__(
            f"The body is said to be {shown(given)}; expected one of {', '.join(accepted)}, not compressed.",
            given=given,
            accepted=accepted,
        )


class BodyTooLarge(LineageError):
    """A body with more bytes than are taken at once."""

    code = "body_too_large"

    def __init__(self, what: str, bytes_max: int, way_out: str, *, line: int | None = None) -> None:
        super().__init__(
            f"The body has more than {bytes_max} bytes, the most for {what}; {way_out}{_place(line)}.",
            what=what,
            bytes_max=bytes_max,
            line=line,
        )


class TooManyMessages(LineageError):
    """A body that is no stream, with more messages than are taken at once."""

    code = "too_many_messages"

    def __init__(self, count_max: int, way_out: str) -> None:
        super().__init__(
            f"The body has more than {count_max} messages, the most that are taken at once; {way_out}.",
            count_max=count_max,
        )


class ServerUnavailable(LineageError):
    """The lineage server that was asked does not answer, or its answer broke off."""

    code = "server_unavailable"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"The lineage server at {url} does not answer: {reason}.", url=url, reason=reason)


class ServerFailed(LineageError):
    """An answer of the lineage server that stands for none of our errors and fits none of our answers."""

    code = "server_failed"

    def __init__(self, url: str, status: int, detail: str, *, code: str | None = None) -> None:
        super().__init__(
            f"The lineage server at {url} answered {status}: {detail.rstrip('.')}.",
            url=url,
            status=status,
            detail=detail,
            code=code,
        )


class IcatError(LineageError):
    """The catalogue (ICAT) cannot be worked with."""

    code = "icat"


class IcatBusy(IcatError):
    """Somebody else publishes with the same data folder."""

    code = "icat_busy"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"Another process or thread is publishing into ICAT, and holds {shown(place)}; "
            "wait for its end (lineage serve, lineage publish icat).",
            place=place,
        )


class IcatUnavailable(IcatError):
    """ICAT does not answer, or answers that it cannot do anything now."""

    code = "icat_unavailable"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"The ICAT at {url} does not answer: {reason}.", url=url, reason=reason)


class IcatUnanswered(IcatError):
    """A write without an answer: whether it was done is to be looked up."""

    code = "icat_unanswered"

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(
            f"The ICAT at {url} did not say whether it has done a write: {reason}.", url=url, reason=reason
        )


class IcatLoginFailed(IcatError):
    """ICAT does not let our user in."""

    code = "icat_login_failed"

    def __init__(self, url: str, user: str, authenticator: str, reason: str) -> None:
        super().__init__(
            f"The ICAT at {url} does not let the user {shown(user)} in by {shown(authenticator)}: {reason}; "
            "see LINEAGE_ICAT_USER, LINEAGE_ICAT_PASSWORD and LINEAGE_ICAT_AUTHENTICATOR.",
            url=url,
            user=user,
            authenticator=authenticator,
            reason=reason,
        )


class IcatVersionUnknown(IcatError):
    """An ICAT of a version whose ways are not known here."""

    code = "icat_version_unknown"

    def __init__(self, version: str, expected: str) -> None:
        super().__init__(f"The ICAT is of version {shown(version)}; expected {expected}.", version=version)


class IcatUnseen(IcatError):
    """What must be there does not come back. ICAT answers a lack of the right to read as if there were nothing."""

    code = "icat_unseen"

    def __init__(self, entity: str, name: str) -> None:
        super().__init__(
            f"The ICAT shows no {entity} of name {shown(name)}: our user has no right to read it, or its name is "
            "another.",
            entity=entity,
            name=name,
        )


class IcatForbidden(IcatError):
    """Our user lacks a right in ICAT; `right` is CREATE, READ, UPDATE or DELETE."""

    code = "icat_forbidden"

    def __init__(self, right: str, entity: str) -> None:
        super().__init__(
            f"Our user in ICAT lacks the right {right} on {entity}; docs/icat.md has the rules to add.",
            right=right,
            entity=entity,
        )


class IcatTooLong(IcatError):
    """A question or a deletion that does not fit into one address."""

    code = "icat_too_long"

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            f"A request to ICAT has an address of {length} bytes; at most {limit} are taken.",
            length=length,
            limit=limit,
        )


class IcatRefused(IcatError):
    """An answer of ICAT that says no, with its code; `offset` is the place of the element in the array."""

    code = "icat_refused"

    def __init__(self, status: int, reply: str, reason: str, *, offset: int | None = None) -> None:
        super().__init__(
            f"The ICAT answered {status} {reply}: {reason.rstrip('.')}.",
            status=status,
            reply=reply,
            reason=reason,
            offset=offset,
        )


class PortInUse(LineageError):
    """The HTTP server cannot listen where it was told to."""

    code = "port_in_use"

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"The HTTP server cannot listen on {host}, port {port}: {reason}; "
            "set LINEAGE_PORT to another port (0 takes a free one), or LINEAGE_HOST to another address.",
            host=host,
            port=port,
        )


class EngineError(LineageError):
    """The embedded engine, or the broker, is in a state that needs a person."""

    code = "engine"


class FetchFailed(EngineError):
    """A jar could not be had, or is not the one in the lock."""

    code = "fetch_failed"

    def __init__(self, coordinate: str, reason: str, way_out: str) -> None:
        super().__init__(f"The jar {coordinate} could not be fetched: {reason}. {way_out}", coordinate=coordinate)


class StoreInUse(EngineError):
    """The store belongs to another server or another version."""

    code = "store_in_use"

    def __init__(self, store: str, reason: str, way_out: str, *, pid: int | None = None) -> None:
        super().__init__(f"The store {store} cannot be used: {reason}. {way_out}", store=store, pid=pid)


class DrawingFailed(LineageError):
    """A graph that could not be drawn; its nodes can still be listed."""

    code = "drawing_failed"

    def __init__(self, node_count: int, reason: str) -> None:
        super().__init__(
            f"The graph of {node_count} nodes is not drawn: {reason}.", node_count=node_count, reason=reason
        )


class ReportFailed(LineageError):
    """A lineage report that could not be made into a PDF; its other files can."""

    code = "report_failed"

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(f"The report of {shown(subject)} is not set as PDF: {reason}.", subject=subject, reason=reason)


class DumpError(LineageError):
    """A dump that cannot be read or written."""

    code = "dump"

    def __init__(self, file: str, reason: str, *, line: int | None = None) -> None:
        super().__init__(f"The dump {shown(file)} {reason}{_place(line)}.", file=file, reason=reason, line=line)


class CertificateError(LineageError):
    """A certificate that cannot be read, or that contradicts itself."""

    code = "certificate"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"The file {shown(file)} {reason}.", file=file, reason=reason)


class FileUnwritable(LineageError):
    """A file of answers cannot be written."""

    code = "file_unwritable"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"The file {shown(file)} {reason}.", file=file, reason=reason)


class WorkerLost(LineageError):
    """A process of ours was ended from outside in the middle of its work."""

    code = "worker_lost"

    def __init__(self) -> None:
        super().__init__(
            "A process that prepared the load was ended from outside, such as for want of memory; "
            "the same command goes on where it was."
        )


class DumpRefused(DumpError):
    """A dump that breaks rules; `problems` holds the first sentences, `count` says how many there are."""

    code = "dump_refused"

    def __init__(self, file: str, problems: list[str], count: int) -> None:
        super().__init__(file, f"breaks the rules in {count} place(s), and nothing of it was loaded")
        self.facts = {"file": file, "problems": problems, "count": count}


class TwoLines(LineageError):
    """Two lines of a dump that say one thing."""

    code = "two_lines"

    def __init__(self, field: str, value: str, other_line: int) -> None:
        super().__init__(
            f"The field {field} has value {shown(value)}, which line {other_line} has too; expected one line for it.",
            field=field,
            value=value,
            other_line=other_line,
        )


class NotAnnounced(LineageError):
    """A line of a dump that speaks of what no other line says."""

    code = "not_announced"

    def __init__(self, what: str, name: str) -> None:
        super().__init__(
            f"The {what} {shown(name)} is named here alone; expected another line that says more of it.",
            what=what,
            name=name,
        )


class StoreNotEmpty(LineageError):
    """A graph is there already, where a dump was to be loaded."""

    code = "store_not_empty"

    def __init__(self, store: str, node_count: int) -> None:
        super().__init__(
            f"The store {store} holds a graph of {node_count} nodes; a dump is loaded into an empty one: "
            "set LINEAGE_DATA_DIR to another folder, or ingest messages into the graph that is there.",
            store=store,
            node_count=node_count,
        )


class GraphNotEmpty(LineageError):
    """A graph is there already, where one was to be built from the journal."""

    code = "graph_not_empty"

    def __init__(self, node_count: int) -> None:
        super().__init__(
            f"The database holds a graph of {node_count} nodes; the journal builds an empty one again: "
            "take an empty store, or say --onto to bring the whole journal into the graph that is there.",
            node_count=node_count,
        )


class JournalError(LineageError):
    """The journal cannot do its work."""

    code = "journal"


class JournalFailed(JournalError):
    """The journal cannot be written to, so nothing of the batch was taken."""

    code = "journal_failed"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"The journal {place} cannot be written to, so nothing of the batch was taken: {reason}.",
            place=place,
            reason=reason,
        )


class JournalUnreadable(JournalError):
    """A segment of the journal that is not there, or is of no form that is known."""

    code = "journal_unreadable"

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"The journal {place} cannot be read: {reason}.", place=place, reason=reason)


class JournalInUse(JournalError):
    """Another process writes to the journal."""

    code = "journal_in_use"

    def __init__(self, place: str) -> None:
        super().__init__(
            f"The journal {place} is being written to by another process; stop it first (lineage serve, ingest).",
            place=place,
        )
