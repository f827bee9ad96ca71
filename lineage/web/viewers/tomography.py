"""Tomography: for each scan the chain of its reconstruction, its segmentation, and whatever follows."""

from lineage.model.answers import ProvenanceDataset
from lineage.web.viewers.blocks import Box, Chain, Entry, Shown
from lineage.web.viewers.material import Material
from lineage.web.viewers.viewer import Viewer, telling

SCAN = (
    "TOMOAcquisition_technique",
    "TOMOAcquisition_energy",
    "TOMOAcquisition_sample_pixel_size",
    "TOMOAcquisition_proj_n",
    "TOMOAcquisition_scan_range",
    "TOMOAcquisition_exposure_time",
    "TOMOAcquisition_sample_detector_distance",
    "TOMO_voi_dose",
)
RECONSTRUCTION = (
    "TOMOReconstruction_method",
    "TOMOReconstructionPhase_method",
    "TOMOReconstructionPhase_delta_beta",
    "TOMOReconstruction_voxel_size_x",
    "TOMOReconstruction_nb_voxel_x",
    "TOMOReconstruction_nb_voxel_y",
    "TOMOReconstruction_nb_voxel_z",
)
OTHER = ("Process_note",)


def show(material: Material) -> Shown:
    """Return a chain for each scan."""
    return Shown([_chain(material, start) for start in material.starts])


def _chain(material: Material, start: ProvenanceDataset) -> Chain:
    steps = [[_box(material, start, "Scan", SCAN)]]
    made = material.derived(start)
    for level in sorted({material.level(one) for one in made}):
        steps.append([_step(material, one) for one in made if material.level(one) == level])
    return Chain(start.name or start.location, steps)


def _step(material: Material, dataset: ProvenanceDataset) -> Box:
    program = material.entry(dataset, ()).program
    if material.tells(dataset, "TOMOReconstruction"):
        return _box(material, dataset, f"Reconstruction, {program}" if program else "Reconstruction", RECONSTRUCTION)
    return _box(material, dataset, program or "Unknown program", OTHER)


def _box(material: Material, dataset: ProvenanceDataset, title: str, names: tuple[str, ...]) -> Box:
    entry = material.entry(dataset, material.columns(*names))
    return Box(title, entry, _origin(material, entry), list(entry.facts.values()))


def _origin(material: Material, entry: Entry) -> str:
    """Return by what a dataset was made, and from which ones of the step before."""
    inputs = ", ".join(one.name or one.location for one in material.inputs(entry.dataset))
    return f"from {inputs}" if inputs else ""


VIEWER = Viewer("tomography", "Tomography", lambda material: telling(material, "TOMO"), show)
