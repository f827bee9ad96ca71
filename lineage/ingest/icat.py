"""A dataset as ICAT has it: what it is, which Jobs have it as output, and what its soft links say of its inputs.

ICAT holds lineage twice, and nothing there keeps the two together. A message of this form carries both, each as it was
found, so that a contradiction is seen here, where nothing but the message is needed to see it::

    {"type": "icat", "dataset": {... as in the JSON form, without inputs, job and application},
     "jobs": [{"id": "12", "run_id": "...", "namespace": "icat:ESRF", "inputs": ["/data/a", 16],
               "investigations": [], "application": {...}, "arguments": "-x"}],
     "links": {"input_datasets": "/data/a,/data/b", "input_ids": ["/data/a", 16], "output_of": ["/data/a"], "count": 2}}

`input_ids` and `output_of` hold locations where the ids could be looked up, and ids where not. `count` is the number of
inputs that a cut list was cut from. A Job that has a run id belongs to that run, one without to this dataset alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pydantic import Field

from lineage.errors import ContradictingLinks, InvalidField, SecondProducer
from lineage.ingest import inputs
from lineage.ingest.context import Context
from lineage.ingest.dataset import dataset_message
from lineage.ingest.document import Document
from lineage.ingest.facts import Said, name
from lineage.ingest.job import JobFacts
from lineage.ingest.json_message import application_of, facts_of
from lineage.ingest.json_schema import ApplicationObject, DatasetObject, Filled, Input, Strict, Text, checked
from lineage.model.location import icat_id_of, of_icat_id
from lineage.model.message import Message

ICAT = "icat"
OUTPUT = "output_datasetIds of others"


class IcatJob(Strict):
    """A Job of ICAT that has the dataset as output."""

    id: Filled
    run_id: Text = ""
    namespace: Text = ""
    inputs: list[Input] = Field(default_factory=list)
    investigations: list[Text] = Field(default_factory=list)
    application: ApplicationObject | None = None
    arguments: Text = ""


class IcatLinks(Strict):
    """What parameters of ICAT say of the inputs; None is a parameter that is not there."""

    input_datasets: Text | None = None
    input_ids: list[Input] | None = None
    output_of: list[Input] = Field(default_factory=list)
    count: int | None = None


class IcatObject(Strict):
    """The whole."""

    dataset: DatasetObject
    jobs: list[IcatJob] = Field(default_factory=list)
    links: IcatLinks = Field(default_factory=IcatLinks)


def is_mine(document: Document) -> bool:
    """True for a JSON object of the type ``icat``."""
    return document.object is not None and document.object.get("type") == ICAT


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one message; raises MessageError, ContradictingLinks where ICAT says two things."""
    said = dict(document.object or {})
    del said["type"]
    found = checked(IcatObject, said, within=ICAT)
    facts = facts_of(found.dataset)
    location = found.dataset.location or ""
    links = _Links(location, found.links, context)
    if not found.jobs:
        return (dataset_message(replace(facts, inputs=tuple(links.inputs())), context),)
    job = _one(location, found.jobs)
    read_by_job = _locations(job.inputs, context, "jobs[0].inputs")
    links.agree_with(f"the Job {job.id}", read_by_job)
    facts = replace(
        facts,
        inputs=tuple(read_by_job),
        job=_run(job),
        application=application_of(job.application) if read_by_job or job.run_id else None,
    )
    return (dataset_message(facts, context),)


class _Links:
    """The soft links of one dataset, held against one another and against its Job."""

    def __init__(self, location: str, links: IcatLinks, context: Context) -> None:
        self._location = location
        self._count = links.count
        text = links.input_datasets
        self._said: dict[str, set[str]] = {}
        if text is not None and text.strip():
            self._said[inputs.FIELD] = inputs.read(Said(text), context)
        if links.input_ids is not None:
            self._said[inputs.IDS_FIELD] = _locations(links.input_ids, context, "links.input_ids")
        self._parents = _locations(links.output_of, context, "links.output_of")
        self._agree_among_themselves()

    @property
    def _is_cut(self) -> bool:
        return self._count is not None and any(len(found) < self._count for found in self._said.values())

    def inputs(self) -> set[str]:
        """Return what the soft links say; raises InvalidField where they do not say all."""
        whole = [found for found in self._said.values() if self._count is None or len(found) >= self._count]
        if self._said and not whole:
            counted = max(map(len, self._said.values()))
            raise InvalidField("links", f"{counted} inputs", f"all {self._count}; the list in ICAT was cut")
        return whole[0] if whole else self._parents

    def agree_with(self, who: str, found: set[str]) -> None:
        """Raise ContradictingLinks where a Job says other inputs than the soft links."""
        for field, said in self._said.items():
            is_cut = self._count is not None and len(said) < self._count
            if not _is_among(said, found) or (not is_cut and len(said) != len(found)):
                raise ContradictingLinks(self._location, (who, found), (field, said))
        if not _is_among(self._parents, found):
            raise ContradictingLinks(self._location, (who, found), (OUTPUT, self._parents))

    def _agree_among_themselves(self) -> None:
        """The ids may lack inputs that the paths name: those that ICAT did not know when the ids were written."""
        if not self._said or self._is_cut:
            return
        first, *others = self._said.items()
        others.append((OUTPUT, self._parents))
        for field, said in others:
            if not _is_among(said, first[1]) or len(said) > len(first[1]):
                raise ContradictingLinks(self._location, first, (field, said))


def _one(location: str, jobs: Iterable[IcatJob]) -> IcatJob:
    """Return the one Job; raises SecondProducer for two that differ, InvalidField for a member that is no dataset."""
    first, *others = jobs
    for other in others:
        if other.model_copy(update={"id": first.id}) != first:
            raise SecondProducer(location, f"ICAT Job {first.id}", f"ICAT Job {other.id}")
    if first.investigations:
        expected = "datasets and datafiles; an investigation as a whole is no input of the graph"
        raise InvalidField("jobs[0].investigations", first.investigations[0], expected)
    return first


def _run(job: IcatJob) -> JobFacts | None:
    if not job.run_id:
        return None
    return JobFacts(
        run_id=name(Said(job.run_id), "jobs[0].run_id"),
        namespace=name(Said(job.namespace), "jobs[0].namespace"),
        arguments=job.arguments,
    )


def _locations(found: Iterable[str | int], context: Context, field: str) -> set[str]:
    return inputs.exact((of_icat_id(item) if isinstance(item, int) else item for item in found), context, field)


def _is_among(some: set[str], all_of: set[str]) -> bool:
    """Say whether all are there, as far as it can be told: an id that was not looked up may be any of them."""
    return {one for one in some if icat_id_of(one) is None} <= all_of or _has_ids(all_of)


def _has_ids(found: Mapping[str, object] | set[str]) -> bool:
    return any(icat_id_of(one) is not None for one in found)
