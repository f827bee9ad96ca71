"""What a search finds: a page of datasets, their number, their distribution; and what can be asked about."""

from pydantic import Field

from lineage.model.answers.base import Answer, Page
from lineage.model.answers.nodes import DatasetItem


class FacetValue(Answer):
    """One value among the datasets found; null where they have none."""

    value: str | None
    count: int = Field(description="datasets found that have it")
    expression: str = Field(description="the condition that only these fit; join it with and")


class Facet(Answer):
    """How the datasets found are distributed over the values of a field, the most frequent value first."""

    name: str
    values: list[FacetValue] = Field(description="the most frequent values")
    values_count: int = Field(description="values there are; more than are shown when the list is cut")
    others_count: int = Field(description="datasets of the values that are not shown")


class Found(Page[DatasetItem]):
    """A page of the datasets that an expression fits, in the order of their locations."""

    expression: str = Field(description="the expression as it was understood, in its one spelling")
    started_from: str = Field(description="the field whose index the search started from; location reads all in order")
    hint: str | None = Field(None, description="what would make the search faster; null when it started from an index")
    count: int | None = Field(None, description="datasets found over all pages; told with the first page")
    is_count_capped: bool = Field(False, description="true when there are more than were counted")
    candidates_max: int | None = Field(
        None,
        description="a search for words looks at so many datasets, those that fit the words best; null without words",
    )
    is_cut: bool = Field(False, description="true when the words had more candidates, so that datasets may be left out")
    facets: list[Facet] | None = Field(None, description="null when they were not asked for")


class Word(Answer):
    """Something that an expression can ask about."""

    name: str
    type: str
    unit: str | None = None
    operators: list[str]
    choices: list[str] = Field(default_factory=list, description="all values, where there are few")
    is_parameter: bool
    is_indexed: bool = Field(description="a search can start from it")
    meaning: str


class WordList(Answer):
    """Every field word and every known parameter."""

    items: list[Word]
