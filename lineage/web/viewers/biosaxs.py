"""Small-angle scattering of proteins in solution: a row for each sample and buffer that was measured."""

from collections.abc import Sequence

from lineage.model.answers import ProvenanceDataset
from lineage.web.viewers.blocks import Entry, Part, Row, Shown
from lineage.web.viewers.material import Material
from lineage.web.viewers.tables import table
from lineage.web.viewers.viewer import Viewer, telling

OWN = ("SAXS_sample_type", "SAXS_concentration", "SAXS_numberFrames", "SAXS_timePerFrame")
PARTS: dict[str, tuple[str | tuple[str, str], ...]] = {
    "Frames": ("SAXS_frames_averaged",),
    "Guinier": (("SAXS_guinier_rg", "SAXS_guinier_sigma_rg"), "SAXS_guinier_i0", "SAXS_guinier_points"),
    "BIFT": (("SAXS_d_max", "SAXS_d_max_std"), ("SAXS_rg", "SAXS_rg_std")),
    "Porod": ("SAXS_porod_volume", "SAXS_porod_MM_volume_estimation"),
    "Correlation": (("SAXS_vc", "SAXS_vc_error"), ("SAXS_mass", "SAXS_mass_error")),
}
BUFFER = "buffer"


def show(material: Material) -> Shown:
    """Return one table; a result stands in the row of its sample, and the row of a buffer names that sample."""
    own = Part("Measured", material.columns(*OWN))
    parts = [Part(title, material.columns(*names, cut=f"SAXS_{title.lower()}_")) for title, names in PARTS.items()]
    rows = [_row(material, start, own, parts) for start in material.starts]
    caption = "One row for each sample and buffer that was measured, with the results of the curve made from it"
    return Shown([table(caption, own, parts, rows)])


def _row(material: Material, start: ProvenanceDataset, own: Part, parts: Sequence[Part]) -> Row:
    made, note = [start, *material.derived(start)], ""
    samples = _samples_beside(material, made) if _is_buffer(material, start) else []
    if samples:
        made = [one for one in made if len(material.starts_of(one)) <= 1]
        note = f"subtracted from {', '.join(one.name or one.location for one in samples)}"
    return Row(material.entry(start, own.columns), [_cell(material, made, part) for part in parts], note)


def _samples_beside(material: Material, made: Sequence[ProvenanceDataset]) -> list[ProvenanceDataset]:
    """Return the samples that curves were made from together with a buffer."""
    beside = (other for one in made for other in material.starts_of(one) if not _is_buffer(material, other))
    return list({one.id: one for one in beside}.values())


def _is_buffer(material: Material, start: ProvenanceDataset) -> bool:
    return str(material.value(start, "SAXS_sample_type")).lower() == BUFFER


def _cell(material: Material, made: Sequence[ProvenanceDataset], part: Part) -> list[Entry]:
    entries = (material.entry(dataset, part.columns) for dataset in made)
    return [entry for entry in entries if entry.facts]


VIEWER = Viewer("biosaxs", "BioSAXS", lambda material: telling(material, "SAXS_"), show)
