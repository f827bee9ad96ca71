"""ESRF's metadata update: what pyicat-plus puts on the queue ``icatUpdateDatasetMetadata``.

::

    {"proposal": "mx-2485", "beamline": "id30a-3", "datasetPaths": ["/data/..."],
     "metadataName": "Sample_name", "metadataValue": "lysozyme"}

One event for each path. The value is read as the same parameter of an announcement would be. A parameter from which
more follows than its own value is refused, but for the sample.
"""

from typing import Annotated

from pydantic import Discriminator, Field, Tag

from lineage.errors import FixedParameter, InvalidField, MissingField
from lineage.ingest.context import Context
from lineage.ingest.dataset import COUNTERS, INPUT_PARAMETERS, REPEATED
from lineage.ingest.document import Document
from lineage.ingest.facts import Said, name
from lineage.ingest.json_schema import Filled, Scalar, Strict, checked, shape
from lineage.ingest.parameters import typed
from lineage.model.event import SAMPLE, Event
from lineage.model.location import ICAT_ID_PREFIX, normalise
from lineage.model.message import Message, investigation_key

FIXED = {
    *INPUT_PARAMETERS,
    *REPEATED,
    *REPEATED.values(),
    *COUNTERS,
    "datasetId",
    "Process_sequence_index",
    "Process_program",
    "Process_version",
    "Workflow_status",
    "technique_pid",
} - {SAMPLE}
"""Parameters of which `dataset` and `job` make identity, links, order, files or the job."""

WITHIN = "metadata update"

Paths = Annotated[
    Annotated[list[Filled], Tag("(list)")] | Annotated[Filled, Tag("(text)")],
    Discriminator(shape, custom_error_type="shape", custom_error_message="a path or a list of paths"),
]


class UpdateObject(Strict):
    """The keys, as ESRF spells them."""

    proposal: Filled
    beamline: Filled
    dataset_paths: Paths = Field(alias="datasetPaths")
    metadata_name: Filled = Field(alias="metadataName")
    metadata_value: Scalar = Field(alias="metadataValue")


def is_mine(document: Document) -> bool:
    """True for a JSON object that names a parameter and paths."""
    return document.object is not None and {"metadataName", "datasetPaths"} & document.object.keys() != set()


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return one event for each path; raises MessageError, FixedParameter for what cannot be changed so."""
    found = checked(UpdateObject, document.object or {}, within=WITHIN)
    parameter = name(Said(found.metadata_name), "metadataName")
    if parameter in FIXED or parameter == context.run_parameter:
        raise FixedParameter(parameter)
    value = Said(found.metadata_value)
    if parameter == SAMPLE and not name(value, "metadataValue"):
        raise InvalidField("metadataValue", value.text, "the name of a sample")
    known, _ = typed({parameter: value}, context)
    investigation, instrument = name(Said(found.proposal), "proposal"), name(Said(found.beamline), "beamline")
    place = investigation_key(investigation.lower(), instrument.lower())
    facts = {"name": parameter, "value": value.text.strip(), "investigation": place}
    return tuple(Event("metadata", location, facts, known.get(parameter)) for location in _locations(found, context))


def _locations(found: UpdateObject, context: Context) -> list[str]:
    """Return the locations, each once."""
    paths = [found.dataset_paths] if isinstance(found.dataset_paths, str) else found.dataset_paths
    if not paths:
        raise MissingField("datasetPaths", within=WITHIN)
    locations: dict[str, None] = {}
    for index, path in enumerate(paths):
        field = f"datasetPaths[{index}]"
        if path.startswith(ICAT_ID_PREFIX):
            raise InvalidField(field, path, "a path or a URI; an ICAT id is no place")
        locations[normalise(path, field=field, mount_prefixes=context.mount_prefixes)] = None
    return list(locations)
