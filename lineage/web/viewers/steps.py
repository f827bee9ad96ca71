"""Any technique: a row for each raw dataset, a column for each program, in the order of the data."""

from lineage.model.answers import ProvenanceDataset
from lineage.web.viewers.blocks import Part, Row, Shown
from lineage.web.viewers.material import Material
from lineage.web.viewers.tables import table
from lineage.web.viewers.viewer import Viewer


def show(material: Material) -> Shown:
    """Return one table."""
    programs = list(dict.fromkeys(_program(material, dataset) for dataset in material.made))
    rows = []
    for start in material.starts:
        made = material.derived(start)
        cells = [
            [material.entry(dataset, ()) for dataset in made if _program(material, dataset) == program]
            for program in programs
        ]
        rows.append(Row(material.entry(start, ()), cells))
    caption = "What was made from each raw dataset, by program, in the order of the data"
    return Shown([table(caption, Part("Raw dataset"), [Part(program) for program in programs], rows)])


def _program(material: Material, dataset: ProvenanceDataset) -> str:
    return material.entry(dataset, ()).program or "unknown program"


VIEWER = Viewer("steps", "Processing steps", lambda material: len(material.datasets), show)
