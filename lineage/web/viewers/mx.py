"""Crystals of macromolecules: a row for each data collection, with its best result, and the others behind it."""

from lineage.model.answers import ProvenanceDataset
from lineage.web.viewers.blocks import Entry, Part, Row, Shown
from lineage.web.viewers.material import Material
from lineage.web.viewers.tables import table
from lineage.web.viewers.viewer import Viewer, telling

SCALING = "MXAutoprocIntegrationScaling_overall_"
COMPLETENESS, RESOLUTION, R = f"{SCALING}completeness", f"{SCALING}resolution_limit_high", f"{SCALING}r_merge"
COMPLETENESS_MIN = 80.0
"""Percent; results that are less complete come after the others, however far they resolve."""
OWN = ("MX_wavelength", "MX_numberOfImages", "MX_transmission")
RESULT = (
    "MXAutoprocIntegration_space_group",
    RESOLUTION,
    COMPLETENESS,
    R,
    f"{SCALING}mean_I_over_sigI",
    f"{SCALING}cc_half",
    f"{SCALING}multiplicity",
)
PHASING = ("MXMRRefinement_R_free", "MXMRRefinement_R_cryst", "MXMRPhasing_LLG", "MXSAD_pseudo_free_cc")
ORDER = (
    f"Best result first: those that are complete to {COMPLETENESS_MIN:g} % before the others, then by resolution, "
    "then by R merge."
)


def show(material: Material) -> Shown:
    """Return one table."""
    own = Part("Data collection", material.columns(*OWN))
    result, phasing = (
        Part("Best result", material.columns(*RESULT, cut=SCALING)),
        Part("Phasing", material.columns(*PHASING)),
    )
    others = Part("Other steps")
    rows = []
    for start in material.starts:
        made = [start, *material.derived(start)]
        integrated = [one for one in made if material.tells(one, SCALING)]
        phased = [one for one in made if any(material.tells(one, prefix) for prefix in ("MXMR", "MXSAD"))]
        told = {one.id for one in (*integrated, *phased)}
        left = [one for one in made[1:] if one.id not in told]
        cells = [
            [material.entry(one, result.columns) for one in sorted(integrated, key=lambda one: rank(material, one))],
            _latest(material, phased, phasing),
            [material.entry(one, ()) for one in left],
        ]
        rows.append(Row(material.entry(start, own.columns), cells))
    rows.sort(key=lambda row: _of_row(material, row))
    caption = "One row for each data collection, the one with the best result first"
    return Shown([table(caption, own, [result, phasing, others], rows, ORDER)])


def rank(material: Material, dataset: ProvenanceDataset) -> tuple[bool, float, float]:
    """Return what results are ordered by, the least first; what is not told comes last."""
    known = {name: material.number(dataset, name) for name in (COMPLETENESS, RESOLUTION, R)}
    complete, resolution, r = (known[name] for name in (COMPLETENESS, RESOLUTION, R))
    worst = float("inf")
    return (
        complete is None or complete < COMPLETENESS_MIN,
        worst if resolution is None else resolution,
        worst if r is None else r,
    )


def _latest(material: Material, phased: list[ProvenanceDataset], part: Part) -> list[Entry]:
    """Return the steps of phasing, the last one first: the refinement after the search."""
    return [material.entry(one, part.columns) for one in sorted(phased, key=lambda one: -material.level(one))]


def _of_row(material: Material, row: Row) -> tuple[bool, tuple[bool, float, float]]:
    results = row.cells[0]
    return (False, rank(material, results[0].dataset)) if results else (True, (True, 0.0, 0.0))


VIEWER = Viewer("mx", "Macromolecular crystallography", lambda material: telling(material, "MX"), show)
