"""Cryo-electron tomography: tilt series by angle, and what was made from the whole of each."""

from collections.abc import Sequence

from lineage.model.answers import ProvenanceDataset
from lineage.web.viewers.blocks import Block, Box, Chain, Column, Entry, Fact, Part, Row, Shown, Table
from lineage.web.viewers.material import Material
from lineage.web.viewers.tables import table
from lineage.web.viewers.viewer import Viewer, telling

ANGLE = "EM_tilt_angle"
SAMPLE = ("EM_protein_acronym", "EM_grid_name", "EM_grid_square_name")
MICROSCOPE = (
    "EM_microscope_model",
    "EM_camera_model",
    "EM_voltage",
    "EM_magnification",
    "EM_sampling_rate",
    "EM_energy_filter_slit_width",
)
IMAGE = (ANGLE, "EM_exposure_time", "EM_images_count", "EM_dose", "EM_total_dose")
PARTS = {
    "Motion correction": (
        "EMMotionCorrection_total_motion",
        "EMMotionCorrection_average_motion",
        "EMMotionCorrection_total_dose",
    ),
    "CTF": ("EMCTF_avg_defocus", "EMCTF_resolution_limit", "EMCTF_correlation"),
}
PREFIXES = {"Motion correction": "EMMotionCorrection_", "CTF": "EMCTF_"}
RESULT = (
    "EMReconstruction3D_resolution",
    "EMReconstruction3D_particle_count",
    "EMReconstruction3D_n_iterations",
    "EM_sampling_rate",
    "Process_note",
)


def show(material: Material) -> Shown:
    """Return for each tilt series its overview as a chain, and its images as a table."""
    blocks: list[Block] = []
    for images in _series(material):
        blocks += [_overview(material, images), _images(material, images)]
    return Shown(blocks)


def _series(material: Material) -> list[list[ProvenanceDataset]]:
    """Return the images of each tilt series, those of one sample in one folder, by angle."""
    series: dict[tuple[str | None, str], list[ProvenanceDataset]] = {}
    for start in material.starts:
        series.setdefault((start.sample, start.location.rpartition("/")[0]), []).append(start)
    return [sorted(images, key=lambda one: material.number(one, ANGLE) or 0.0) for images in series.values()]


def _overview(material: Material, images: Sequence[ProvenanceDataset]) -> Chain:
    sample = images[0].sample or "unknown"
    angle = material.column(ANGLE)
    span = _span(angle, [material.entry(one, [angle]) for one in images])
    tilts = f"{_number(images)}, {span.value} {angle.units}" if span else _number(images)
    steps = [
        [Box("Sample", note=sample, facts=_shared(material, images, SAMPLE))],
        [Box("Tilt series", note=tilts, facts=_shared(material, images, (*MICROSCOPE, *IMAGE[1:])))],
    ]
    steps += [[_each(material, images, title)] for title in PARTS]
    made = _from_all(material, images)
    for level in sorted({material.level(one) for one in made}):
        steps.append([_whole(material, images, one) for one in made if material.level(one) == level])
    return Chain(f"From the sample to the volume: {sample}", steps)


def _number(images: Sequence[ProvenanceDataset]) -> str:
    return f"{len(images)} image{'s' * (len(images) != 1)}"


def _shared(material: Material, images: Sequence[ProvenanceDataset], names: Sequence[str]) -> list[Fact]:
    """Return the values that all images of a series have in common."""
    columns = material.columns(*names)
    first, *others = [material.entry(one, columns).facts for one in images]
    return [fact for name, fact in first.items() if all(other.get(name) == fact for other in others)]


def _each(material: Material, images: Sequence[ProvenanceDataset], title: str) -> Box:
    """Return a step that every image takes alone, with how many have taken it and the programs that did."""
    made = [found[0] for one in images if (found := _made(material, one, title))]
    programs = sorted({program for one in made if (program := one.program)})
    note = ", ".join([f"{len(made)} of {_number(images)}", *programs])
    return Box(
        title, note=note, facts=[span for column in material.columns(*PARTS[title]) if (span := _span(column, made))]
    )


def _span(column: Column, made: Sequence[Entry]) -> Fact | None:
    """Return the least and the greatest of some values."""
    values = [entry.facts[column.name].value for entry in made if column.name in entry.facts]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    if not numbers:
        return None
    least, most = f"{min(numbers):g}", f"{max(numbers):g}"
    return Fact(column, least if least == most else f"{least} to {most}")


def _whole(material: Material, images: Sequence[ProvenanceDataset], dataset: ProvenanceDataset) -> Box:
    """Return what was made from the whole series."""
    entry = material.entry(dataset, material.columns(*RESULT))
    read = {one.id for one in material.starts_of(dataset)} & {one.id for one in images}
    note = f"from {len(read)} of {_number(images)} here"
    return Box(entry.program or "Unknown program", entry, note, list(entry.facts.values()))


def _from_all(material: Material, images: Sequence[ProvenanceDataset]) -> list[ProvenanceDataset]:
    """Return what was made from these images and is no step of one image alone."""
    own = {entry.dataset.id for one in images for title in PARTS for entry in _made(material, one, title)}
    ids = {made.id for one in images for made in material.derived(one)} - own
    return [one for one in material.made if one.id in ids]


def _images(material: Material, images: Sequence[ProvenanceDataset]) -> Table:
    same = {fact.column.name for fact in _shared(material, images, IMAGE)} - {ANGLE}
    own = Part("Acquisition", material.columns(*(name for name in IMAGE if name not in same)))
    parts = [Part(title, material.columns(*names)) for title, names in PARTS.items()]
    used = [one for one in _from_all(material, images) if material.level(one) == _first_level(material, images)]
    rows = [
        Row(
            material.entry(one, own.columns),
            [_made(material, one, title) for title in PARTS],
            ", ".join(f"not in {whole.name}" for whole in used if not material.is_from(whole, one)),
        )
        for one in images
    ]
    return table("Images of the tilt series, by angle", own, parts, rows)


def _first_level(material: Material, images: Sequence[ProvenanceDataset]) -> int:
    return min((material.level(one) for one in _from_all(material, images)), default=0)


def _made(material: Material, image: ProvenanceDataset, title: str) -> list[Entry]:
    """Return the datasets that tell of a step of one image; it may be the image itself."""
    columns = material.columns(*PARTS[title])
    told = (one for one in (image, *material.derived(image)) if material.tells(one, PREFIXES[title]))
    return [material.entry(one, columns) for one in told if len(material.starts_of(one)) <= 1]


def _fits(material: Material) -> int:
    """Images without an angle are no tilt series."""
    has_angles = any(material.value(one, ANGLE) is not None for one in material.starts)
    return telling(material, "EM") if has_angles else 0


VIEWER = Viewer("cryoet", "Cryo-electron tomography", _fits, show)
