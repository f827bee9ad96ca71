"""Examples of the flat view for the OpenAPI document."""

from lineage.api.examples import DATASET
from lineage.flat import FORMATS, FormatName, project
from lineage.model.flat import FlatFacts

_ROW = project(FlatFacts({name: DATASET[name] for name in ("location", "id", "icat_id", "name", "kind", "state")}))

FILES: dict[FormatName, str] = {
    name: "PAR1…" if name == "parquet" else b"".join(form.write([_ROW])).decode() for name, form in FORMATS.items()
}
