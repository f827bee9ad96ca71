"""The JSON form: a dataset, or an investigation when ``type`` says so, as one object.

A dataset has the keys that PACER reads, and on top of them what XML cannot say: `inputs` as a list (no comma
is ever a question), the `job` with its run, the `application` with its DOI. Keys may be in snake case
(``start_date``) or as ESRF spells them (``startDate``). Facts that are absent are taken from the parameters
that repeat them, as in XML.

::

    {"type": "dataset",                       or "investigation"; absent means dataset
     "investigation": "mx-2485", "instrument": "id30a-3", "name": "autoproc", "location": "/data/...",
     "start_date": "2023-04-25T10:06:00+02:00", "end_date": "...", "sample": {"name": "sample1"} or "sample1",
     "parameters": [{"name": "Process_program", "value": "autoPROC"}] or {"Process_program": "autoPROC"},
     "datafiles": [{"location": "a.h5", "size": 12}], "comment": "", "complete": true, "icat_id": 17,
     "techniques": ["PaNET01234"],
     "inputs": ["/data/a, b", "s3://bucket/a", 16],
     "job": {"run_id": "4711", "namespace": "ewoks", "status": "completed", "arguments": "-x",
             "environment": {"HOST": "slurm-1"}},
     "application": {"name": "autoPROC", "version": "1.1", "doi": "", "url": ""}}

    {"type": "investigation", "investigation": "mx-2485", "instrument": "id30a-3",
     "start_date": "...", "end_date": "...", "title": "", "icat_id": 12345}

An unknown key is refused. An object of any other format must be taken by a format above this one.
"""

from lineage.errors import InvalidField
from lineage.ingest.context import Context
from lineage.ingest.dataset import DatasetFacts, dataset_message
from lineage.ingest.document import JSON_WORDS, Document
from lineage.ingest.facts import Said, name
from lineage.ingest.investigation import investigation_message
from lineage.ingest.job import JobFacts
from lineage.ingest.json_schema import ApplicationObject, DatasetObject, InvestigationObject, JobObject, checked
from lineage.model.location import of_icat_id
from lineage.model.message import Application, Message

DATASET = "dataset"
INVESTIGATION = "investigation"


def is_mine(document: Document) -> bool:
    """True for every JSON object."""
    return document.object is not None


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return the one message; raises MessageError that names the way of keys to the field."""
    said = dict(document.object or {})
    kind = said.pop("type", DATASET)
    if kind == DATASET:
        return (dataset_message(facts_of(checked(DatasetObject, said, within=DATASET)), context),)
    if kind == INVESTIGATION:
        found = checked(InvestigationObject, said, within=INVESTIGATION)
        return (investigation_message(_root(found, "experiment"), None, context),)
    found_kind = kind if isinstance(kind, str) else JSON_WORDS[type(kind)]
    raise InvalidField("type", found_kind, f"{DATASET} or {INVESTIGATION}")


def facts_of(found: DatasetObject) -> DatasetFacts:
    """Return what the object says, in the shape that all formats share; raises MessageError."""
    return DatasetFacts(
        root=_root(found, "investigation"),
        parameters=[(Said(key), Said(value)) for key, value in found.parameter_pairs()],
        inputs=tuple(of_icat_id(item) if isinstance(item, int) else item for item in found.inputs),
        file_sizes=tuple(file.size for file in found.datafiles),
        techniques=tuple(name(Said(pid), f"techniques[{index}]") for index, pid in enumerate(found.techniques)),
        job=_job(found.job) if found.job else None,
        application=application_of(found.application),
    )


def _root(found: DatasetObject | InvestigationObject, investigation: str) -> dict[str, Said]:
    """Give the keys ESRF's names; the investigation is called `experiment` in an investigation message."""
    said = {
        investigation: found.investigation,
        "instrument": found.instrument,
        "startDate": found.start_date,
        "endDate": found.end_date,
    }
    if isinstance(found, InvestigationObject):
        said |= {
            "title": found.title,
            "investigationId": None if found.icat_id is None else str(found.icat_id),
        }
    else:
        said |= {
            "name": found.name,
            "location": found.location,
            "sample": found.sample_name(),
            "datasetId": None if found.icat_id is None else str(found.icat_id),
            "comment": found.comment,
            "complete": None if found.complete is None else str(found.complete).lower(),
        }
    return {key: Said(value) for key, value in said.items() if value is not None}


def _job(job: JobObject) -> JobFacts:
    return JobFacts(
        run_id=name(Said(job.run_id), "job.run_id"),
        namespace=name(Said(job.namespace), "job.namespace"),
        status=job.status,
        arguments=job.arguments,
        environment=job.environment,
    )


def application_of(application: ApplicationObject | None) -> Application | None:
    """Return the program; raises InvalidField for a name that is none."""
    if application is None:
        return None
    return Application(
        name=name(Said(application.name), "application.name"),
        version=name(Said(application.version), "application.version"),
        doi=application.doi.strip(),
        url=application.url.strip(),
    )
