"""Examples of searching for the OpenAPI document."""

from typing import Any

from lineage.api.examples import DATASETS
from lineage.model import answers

LINE: dict[str, Any] = DATASETS["items"][0]
FOUND: dict[str, Any] = answers.Found(
    items=[answers.DatasetItem(**LINE)],
    next="WyI5YzQ3IiwiL2RhdGEiXQ",
    as_of=3,
    expression='application: "relion*" and start = 2023-05',
    started_from="application",
    count=30,
    facets=[
        answers.Facet(
            name="kind",
            values=[answers.FacetValue(value="processed", count=30, expression="kind = processed")],
            values_count=1,
            others_count=0,
        )
    ],
).model_dump(mode="json")
WORDS: dict[str, Any] = answers.WordList(
    items=[
        answers.Word(
            name="EM_voltage",
            type="number",
            unit="kV",
            operators=["=", "!=", "<", "<=", ">", ">=", "in"],
            is_parameter=True,
            is_indexed=False,
            meaning="Acceleration voltage of the electron beam.",
        )
    ]
).model_dump(mode="json")
