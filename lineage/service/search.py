"""Searches: which datasets an expression fits, and what an expression can ask about."""

from functools import cached_property

from lineage.graph import search as graph
from lineage.graph.starts import ORDER
from lineage.model import answers
from lineage.model.search import Names, parameter, parse
from lineage.model.search.fields import OPERATORS, WORDS, Field
from lineage.service.base import Base


class Search(Base):
    """The verbs of searching."""

    @cached_property
    def names(self) -> Names:
        """The field words and the parameters that the definitions know."""
        known = self.context.definitions.values()
        return Names.of(
            (parameter(one.name, one.type, one.units, one.description) for one in known), self.settings.mount_prefixes
        )

    def search(
        self, expression: str = "", *, facets: bool = False, cursor: str | None = None, limit: int = 100
    ) -> answers.Found:
        """Return the datasets that an expression fits, in the order of their locations; an empty one takes all.

        The count comes with the first page and with facets. Raises InvalidExpression, which points at the place.
        """
        return graph.search(
            self.database,
            parse(expression, self.names),
            has_facets=facets,
            cursor=cursor,
            limit=limit,
            indexed=self.settings.indexed_parameters,
        )

    def search_words(self) -> answers.WordList:
        """Return everything that an expression can ask about: the field words first, then parameters by name."""
        known = {one.name: one for one in WORDS} | dict(sorted(self.names.fields.items()))
        return answers.WordList(items=[self._word(one) for one in known.values()])

    def _word(self, field: Field) -> answers.Word:
        indexed = self.settings.indexed_parameters if field.is_parameter else ORDER
        return answers.Word(
            name=field.name,
            type=field.type,
            unit=field.unit or None,
            operators=list(OPERATORS[field.type]),
            choices=list(field.choices),
            is_parameter=field.is_parameter,
            is_indexed=field.name in indexed,
            meaning=field.meaning,
        )
