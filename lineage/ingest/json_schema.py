"""The shape of the JSON form, and its complaints in our words.

Owns which keys there are and of what JSON type; what they mean is said in `json_message` and `dataset`.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from lineage.errors import InvalidField, MessageError, MissingField
from lineage.ingest.document import JSON_WORDS
from lineage.ingest.facts import ID_MAX
from lineage.model.message import JobStatus

_TAGS = frozenset({"(list)", "(mapping)", "(text)", "(id)"})
"""Steps of pydantic's way to an error that are no keys of the message."""

_CONTAINERS = (dict, list, type(None))


def _without_nul(text: str) -> str:
    if "\x00" in text:
        raise PydanticCustomError("nul", "a text without NUL")
    return text


def _spelled(value: object) -> object:
    """Spell a number or a truth value as XML does, so that one value has one text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    if not isinstance(value, str):
        raise PydanticCustomError("scalar", "a text, a number, true or false")
    return value


def _filled(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("missing", "a non-empty text")
    return text


Text = Annotated[str, AfterValidator(_without_nul)]
Filled = Annotated[Text, AfterValidator(_filled)]
Scalar = Annotated[Text, BeforeValidator(_spelled)]
IcatId = Annotated[int, Field(gt=0, le=ID_MAX)]


def shape(value: object) -> str | None:
    """Say which of two shapes a value has, so that complaints are about that one alone."""
    kinds = {list: "(list)", dict: "(mapping)", str: "(text)", int: "(id)"}
    return kinds.get(type(value))


class Strict(BaseModel):
    """An object whose keys are all known, and whose values are of the type that they have."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class NamedValue(Strict):
    """One parameter."""

    name: Text
    value: Scalar


class FileObject(Strict):
    """One file; only counted."""

    location: Text
    size: Annotated[int, Field(ge=0, le=ID_MAX)] | None = None


class SampleObject(Strict):
    """The sample."""

    name: Text


class JobObject(Strict):
    """The run that made the dataset."""

    run_id: Filled
    namespace: Text = ""
    status: JobStatus | None = None
    arguments: Text = ""
    environment: dict[Text, Scalar] = Field(default_factory=dict)


class ApplicationObject(Strict):
    """The program."""

    name: Filled
    version: Text = ""
    doi: Text = ""
    url: Text = ""


Parameters = Annotated[
    Annotated[list[NamedValue], Tag("(list)")] | Annotated[dict[Text, Scalar], Tag("(mapping)")],
    Discriminator(shape, custom_error_type="shape", custom_error_message="a list or an object"),
]
Sample = Annotated[
    Annotated[Text, Tag("(text)")] | Annotated[SampleObject, Tag("(mapping)")],
    Discriminator(shape, custom_error_type="shape", custom_error_message="a text or an object"),
]
Input = Annotated[
    Annotated[Text, Tag("(text)")] | Annotated[IcatId, Tag("(id)")],
    Discriminator(shape, custom_error_type="shape", custom_error_message="an absolute path, a URI or an ICAT id"),
]


def _either(snake: str, camel: str) -> Any:
    """Accept a key as we spell it or as ESRF does; both at once are an unknown key too many."""
    return Field(None, validation_alias=AliasChoices(snake, camel))


class DatasetObject(Strict):
    """A dataset; what is absent here may stand among the parameters."""

    investigation: Text | None = _either("investigation", "investigation_id")
    instrument: Text | None = None
    name: Text | None = None
    location: Text | None = None
    start_date: Text | None = _either("start_date", "startDate")
    end_date: Text | None = _either("end_date", "endDate")
    sample: Sample | None = None
    parameters: Parameters = Field(default_factory=list)
    datafiles: list[FileObject] = Field(default_factory=list)
    comment: Text | None = None
    complete: bool | None = None
    icat_id: IcatId | None = _either("icat_id", "datasetId")
    techniques: list[Filled] = Field(default_factory=list)
    inputs: list[Input] = Field(default_factory=list)
    job: JobObject | None = None
    application: ApplicationObject | None = None

    def parameter_pairs(self) -> Iterable[tuple[str, str]]:
        """Return names and values, duplicates included."""
        if isinstance(self.parameters, dict):
            return self.parameters.items()
        return [(item.name, item.value) for item in self.parameters]

    def sample_name(self) -> str | None:
        """Return the name of the sample in either shape; None when it is absent."""
        return self.sample.name if isinstance(self.sample, SampleObject) else self.sample


class InvestigationObject(Strict):
    """An investigation and its session."""

    investigation: Text | None = _either("investigation", "experiment")
    instrument: Text | None = None
    start_date: Text | None = _either("start_date", "startDate")
    end_date: Text | None = _either("end_date", "endDate")
    title: Text | None = None
    icat_id: IcatId | None = _either("icat_id", "investigationId")


Model = TypeVar("Model", bound=Strict)


def checked(model: type[Model], said: Mapping[str, Any], *, within: str) -> Model:
    """Return the object; raises MissingField or InvalidField for the first complaint, with its way of keys.

    The way has dots and indexes: ``parameters[3].value``.
    """
    try:
        return model.model_validate(said)
    except ValidationError as error:
        raise _complaint(error.errors(include_url=False)[0], within) from error


def _complaint(details: ErrorDetails, within: str) -> MessageError:
    way = _way(details["loc"])
    if details["type"] == "missing":
        return MissingField(way, within=within)
    found = details["input"]
    value = JSON_WORDS[type(found)] if isinstance(found, _CONTAINERS) else found
    if details["type"] == "extra_forbidden":
        return InvalidField(way, value, f"no such key in the {within}, nor a key in two spellings")
    return InvalidField(way, value, details["msg"].removeprefix("Input should be "))


def _way(steps: Iterable[int | str]) -> str:
    way = ""
    for step in steps:
        if isinstance(step, int):
            way += f"[{step}]"
        elif step not in _TAGS:
            way += f".{step}"
    return way.lstrip(".")
