"""What there is: entities with attributes, references, lists and unique keys, as icat.server 6.2 has them."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["string", "number", "integer", "boolean", "date"]


@dataclass(frozen=True)
class Attribute:
    """A column; `default` is what the server fills in, `length` counts characters."""

    name: str
    kind: Kind = "string"
    length: int = 255
    is_needed: bool = False
    default: object = None


@dataclass(frozen=True)
class Reference:
    """A many-to-one field; a row goes with the one that it refers to."""

    name: str
    entity: str
    is_needed: bool = True


@dataclass(frozen=True)
class Children:
    """A one-to-many field: the rows of another entity that refer back by a field of theirs."""

    name: str
    entity: str
    back: str


@dataclass(frozen=True)
class Entity:
    """One kind of row; `empty_lists` are one-to-many fields of entities that the double does not have."""

    name: str
    attributes: tuple[Attribute, ...] = ()
    references: tuple[Reference, ...] = ()
    children: tuple[Children, ...] = ()
    unique: tuple[str, ...] = ()
    empty_lists: tuple[str, ...] = ()

    def field(self, name: str) -> Attribute | Reference | Children | None:
        """Return the field of a name."""
        fields: tuple[Attribute | Reference | Children, ...] = (*self.attributes, *self.references, *self.children)
        return next((one for one in fields if one.name == name), None)


def _needed(name: str, length: int = 255) -> Attribute:
    return Attribute(name, length=length, is_needed=True)


def _flag(name: str) -> Attribute:
    return Attribute(name, "boolean", default=False)


def _pair(name: str, *ends: tuple[str, str]) -> Entity:
    """Return an entity that ties two others together, each pair once."""
    references = tuple(Reference(field, entity) for field, entity in ends)
    return Entity(name, (), references, (), tuple(field for field, _ in ends))


_SIZE = (Attribute("fileCount", "integer", default=0), Attribute("fileSize", "integer", default=0))
_VALUE = (
    Attribute("stringValue", length=4000),
    Attribute("numericValue", "number"),
    Attribute("dateTimeValue", "date"),
    Attribute("error", "number"),
    Attribute("rangeBottom", "number"),
    Attribute("rangeTop", "number"),
)
_PERIOD = (Attribute("startDate", "date"), Attribute("endDate", "date"))
_FACILITY = Reference("facility", "Facility")
_APPLICABLE = ("DataCollection", "Datafile", "Dataset", "Investigation", "Sample")

_ALL = (
    Entity(
        "Facility",
        (_needed("name"), Attribute("fullName"), Attribute("description"), Attribute("daysUntilRelease", "integer")),
        unique=("name",),
    ),
    Entity(
        "Instrument",
        (_needed("name"), Attribute("fullName"), Attribute("description")),
        (_FACILITY,),
        (
            Children("investigationInstruments", "InvestigationInstrument", "instrument"),
            Children("datasetInstruments", "DatasetInstrument", "instrument"),
        ),
        ("facility", "name"),
        ("instrumentScientists", "shifts"),
    ),
    Entity("InvestigationType", (_needed("name"),), (_FACILITY,), (), ("facility", "name")),
    Entity(
        "Investigation",
        (_needed("name"), _needed("visitId"), _needed("title"), Attribute("summary", length=4000), *_PERIOD, *_SIZE),
        (_FACILITY, Reference("type", "InvestigationType")),
        (
            Children("investigationInstruments", "InvestigationInstrument", "investigation"),
            Children("datasets", "Dataset", "investigation"),
            Children("samples", "Sample", "investigation"),
            Children("dataCollectionInvestigations", "DataCollectionInvestigation", "investigation"),
        ),
        ("facility", "name", "visitId"),
        (
            "fundingReferences",
            "investigationFacilityCycles",
            "investigationGroups",
            "investigationUsers",
            "keywords",
            "parameters",
            "publications",
            "shifts",
            "studyInvestigations",
        ),
    ),
    Entity(
        "InvestigationInstrument",
        (),
        (Reference("investigation", "Investigation"), Reference("instrument", "Instrument")),
        (),
        ("investigation", "instrument"),
    ),
    Entity("SampleType", (_needed("name"), _needed("molecularFormula")), (_FACILITY,), (), ("facility", "name")),
    Entity(
        "Sample",
        (_needed("name"),),
        (Reference("investigation", "Investigation"),),
        (Children("datasets", "Dataset", "sample"),),
        ("investigation", "name"),
        ("parameters",),
    ),
    Entity(
        "DatasetType",
        (_needed("name"), Attribute("description")),
        (_FACILITY,),
        (Children("datasets", "Dataset", "type"),),
        ("facility", "name"),
    ),
    Entity(
        "Dataset",
        (
            _needed("name"),
            _flag("complete"),
            Attribute("location", length=511),
            Attribute("description"),
            Attribute("doi"),
            *_PERIOD,
            *_SIZE,
        ),
        (
            Reference("investigation", "Investigation"),
            Reference("type", "DatasetType"),
            Reference("sample", "Sample", is_needed=False),
        ),
        (
            Children("parameters", "DatasetParameter", "dataset"),
            Children("dataCollectionDatasets", "DataCollectionDataset", "dataset"),
            Children("datafiles", "Datafile", "dataset"),
            Children("datasetInstruments", "DatasetInstrument", "dataset"),
            Children("datasetTechniques", "DatasetTechnique", "dataset"),
        ),
        ("investigation", "name"),
    ),
    Entity("Technique", (_needed("name"), Attribute("pid"), Attribute("description")), (), (), ("name",)),
    _pair("DatasetTechnique", ("dataset", "Dataset"), ("technique", "Technique")),
    _pair("DatasetInstrument", ("dataset", "Dataset"), ("instrument", "Instrument")),
    Entity(
        "Datafile",
        (
            _needed("name"),
            Attribute("location"),
            Attribute("fileSize", "integer"),
            Attribute("datafileCreateTime", "date"),
            Attribute("datafileModTime", "date"),
        ),
        (Reference("dataset", "Dataset"),),
        (Children("dataCollectionDatafiles", "DataCollectionDatafile", "datafile"),),
        ("dataset", "name"),
        ("destDatafiles", "parameters", "sourceDatafiles"),
    ),
    Entity(
        "ParameterType",
        (
            _needed("name"),
            _needed("units"),
            _needed("valueType"),
            Attribute("description"),
            Attribute("minimumNumericValue", "number"),
            Attribute("maximumNumericValue", "number"),
            *(_flag(f"applicableTo{kind}") for kind in _APPLICABLE),
            _flag("enforced"),
            _flag("verified"),
        ),
        (_FACILITY,),
        (
            Children("permissibleStringValues", "PermissibleStringValue", "type"),
            Children("datasetParameters", "DatasetParameter", "type"),
            Children("dataCollectionParameters", "DataCollectionParameter", "type"),
        ),
        ("facility", "name", "units"),
        ("datafileParameters", "investigationParameters", "sampleParameters"),
    ),
    Entity("PermissibleStringValue", (_needed("value"),), (Reference("type", "ParameterType"),), (), ("value", "type")),
    Entity(
        "DatasetParameter",
        _VALUE,
        (Reference("dataset", "Dataset"), Reference("type", "ParameterType")),
        (),
        ("dataset", "type"),
    ),
    Entity(
        "Application",
        (_needed("name"), _needed("version")),
        (_FACILITY,),
        (Children("jobs", "Job", "application"),),
        ("facility", "name", "version"),
    ),
    Entity(
        "Job",
        (Attribute("arguments"),),
        (
            Reference("application", "Application"),
            Reference("inputDataCollection", "DataCollection", is_needed=False),
            Reference("outputDataCollection", "DataCollection", is_needed=False),
        ),
    ),
    Entity(
        "DataCollection",
        (Attribute("doi"),),
        (),
        (
            Children("dataCollectionDatasets", "DataCollectionDataset", "dataCollection"),
            Children("dataCollectionDatafiles", "DataCollectionDatafile", "dataCollection"),
            Children("dataCollectionInvestigations", "DataCollectionInvestigation", "dataCollection"),
            Children("dataPublications", "DataPublication", "content"),
            Children("parameters", "DataCollectionParameter", "dataCollection"),
            Children("jobsAsInput", "Job", "inputDataCollection"),
            Children("jobsAsOutput", "Job", "outputDataCollection"),
        ),
    ),
    _pair("DataCollectionDataset", ("dataCollection", "DataCollection"), ("dataset", "Dataset")),
    _pair("DataCollectionDatafile", ("dataCollection", "DataCollection"), ("datafile", "Datafile")),
    _pair("DataCollectionInvestigation", ("dataCollection", "DataCollection"), ("investigation", "Investigation")),
    Entity(
        "DataPublication",
        (_needed("pid"), _needed("title"), Attribute("description", length=4000)),
        (_FACILITY, Reference("content", "DataCollection")),
        (),
        ("facility", "pid"),
        ("dates", "fundingReferences", "relatedItems", "users"),
    ),
    Entity(
        "DataCollectionParameter",
        _VALUE,
        (Reference("dataCollection", "DataCollection"), Reference("type", "ParameterType")),
        (),
        ("dataCollection", "type"),
    ),
    Entity("User", (_needed("name"),), (), (Children("userGroups", "UserGroup", "user"),), ("name",)),
    Entity("Grouping", (_needed("name"),), (), (Children("userGroups", "UserGroup", "grouping"),), ("name",)),
    Entity(
        "UserGroup",
        (),
        (Reference("user", "User"), Reference("grouping", "Grouping")),
        (),
        ("user", "grouping"),
    ),
    Entity(
        "Rule",
        (_needed("what", 1024), _needed("crudFlags", 4)),
        (Reference("grouping", "Grouping", is_needed=False),),
    ),
)

ENTITIES = {entity.name: entity for entity in _ALL}
SERVER_FIELDS = ("createId", "createTime", "modId", "modTime")
VALUES = {"DatasetParameter": "applicableToDataset", "DataCollectionParameter": "applicableToDataCollection"}
"""Entities that hold a parameter, with the flag that their type must have."""
