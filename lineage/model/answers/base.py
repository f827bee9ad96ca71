"""What every answer is: frozen, with the change that it is true for; a page of a list."""

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["unknown", "raw", "processed"]
State = Literal["expected", "present", "retired"]
Direction = Literal["ancestors", "descendants"]
Item = TypeVar("Item")


class Answer(BaseModel):
    """Base: frozen, and nothing unknown gets in."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class AsOf(Answer):
    """An answer from the graph, which goes on changing."""

    as_of: int = Field(description="number of the last change of the graph, which the answer is true for")


class Page(AsOf, Generic[Item]):
    """One page of a list; `next` asks for the following one and is null on the last."""

    items: list[Item]
    next: str | None = Field(None, description="cursor of the next page; null when this is the last")


def steps_limit(steps: int | None) -> int:
    """Return the steps to walk; None is as far as there is."""
    return 500_000 if steps is None else steps
