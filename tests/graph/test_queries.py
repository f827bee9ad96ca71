"""The loader refuses a file whose head and statement disagree, by name."""

import pytest

from lineage.errors import SchemaError
from lineage.graph.queries import BOUNDS, load, parse


def test_every_file_loads_and_has_a_name_a_head_and_a_statement() -> None:
    for name, query in load().items():
        assert query.head.strip(), name
        assert query.statement, name
        assert ";" not in query.statement, name


def test_a_parameter_used_and_not_declared_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"uses \$id without declaring it"):
        parse("read/x", "// One thing.\nRETURN $id AS id;\n")


def test_a_parameter_declared_and_not_used_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"declares \$id without using it"):
        parse("read/x", "// One thing.\n// $id text: public id\nRETURN 1 AS id;\n")


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(SchemaError, match="holds no statement"):
        parse("read/x", "// Nothing.\n")


def test_several_parameters_may_be_declared_on_one_line() -> None:
    query = parse("read/x", "// Two.\n// $a integer, $b text: both\n// $c list of text\nRETURN $a + $b + $c AS x;\n")

    assert query.parameters == {"a", "b", "c"}


def test_a_bound_becomes_the_next_greater_of_a_few_integers() -> None:
    query = parse("read/x", "// Walk.\n// $edges bound: twice the steps\nMATCH (a)-[*1..$edges]->(b) RETURN b;\n")

    assert query.parameters == frozenset()
    assert "*1..6]" in query.text(edges=5)
    assert f"*1..{BOUNDS[-1]}]" in query.text(edges=10**9)
