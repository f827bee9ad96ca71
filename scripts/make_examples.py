"""Make the examples of techniques: messages written by ESRF's own client, with values made for them.

The RELION tutorial is not made here; its experiment is a real one.

    python scripts/make_examples.py [FOLDER]
"""

import math
import sys
import warnings
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pyicat_plus.client.main import IcatClient

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


class Experiment:
    """One beamtime on a day; each message is a file, numbered in the order of the data."""

    def __init__(self, folder: Path, proposal: str, beamline: str, day: datetime) -> None:
        self._folder = folder / "messages"
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob("*.xml"):
            old.unlink()
        self._client = IcatClient(metadata_urls=["127.0.0.1:1"])
        self._proposal, self._beamline = proposal, beamline
        self._session = f"/data/visitor/{proposal}/{beamline}/{day:%Y%m%d}"
        self._time, self._count = day, 0

    def raw(self, sample: str, name: str, minutes: float, **parameters: Any) -> str:
        """Measure a dataset and return its path."""
        path = f"{self._session}/RAW_DATA/{sample}/{sample}_{name}"
        self._write(f"{sample}_{name}", path, sample, minutes, parameters=parameters)
        return path

    def made(
        self, sample: str, name: str, program: str, inputs: Sequence[str], minutes: float, **parameters: Any
    ) -> str:
        """Make a dataset of others and return its path; the program is a name and a version."""
        path = f"{self._session}/PROCESSED_DATA/{sample}/{name}"
        application, _, version = program.rpartition(" ")
        told = {"Process_program": application, "Process_version": version, **parameters}
        self._write(name.replace("/", "_"), path, sample, minutes, parameters=told, inputs=inputs)
        return path

    def _write(
        self,
        name: str,
        path: str,
        sample: str,
        minutes: float,
        *,
        parameters: dict[str, Any],
        inputs: Sequence[str] = (),
    ) -> None:
        self._count += 1
        began, self._time = self._time, self._time + timedelta(minutes=minutes)
        metadata = {
            "Sample_name": sample,
            "startDate": began,
            "endDate": self._time,
            "machine": "made-for-the-example",
            **parameters,
        }
        said: dict[str, Any] = {
            "beamline": self._beamline,
            "proposal": self._proposal,
            "dataset": name,
            "path": path,
            "metadata": metadata,
            "store_filename": str(self._folder / f"{self._count:04}__{name}.xml"),
        }
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # a parameter that the definitions do not know would be a mistake here
            if inputs:
                self._client.store_processed_data(raw=list(inputs), **said)
            else:
                self._client.store_dataset(**said)


def biosaxs(folder: Path) -> None:
    """A dilution series of one protein, each with its buffer: integrated, averaged, subtracted, analysed."""
    run = Experiment(folder, "mx2600", "bm29", datetime(2024, 3, 12, 9, tzinfo=UTC))
    measured = {"SAXS_experiment_type": "sample changer", "SAXS_numberFrames": "10", "SAXS_timePerFrame": "1"}
    curves = (
        # concentration, frames averaged, Rg with error, I(0), points, Dmax and Rg of BIFT with errors, volume, mass
        ("1.2", "10", "2.91", "0.06", "34.1", "58", "8.31", "0.22", "2.95", "0.05", "94.8", "59.3"),
        ("2.5", "10", "2.87", "0.03", "70.6", "62", "8.24", "0.14", "2.90", "0.03", "95.6", "59.8"),
        ("5.0", "8", "2.79", "0.02", "137.9", "66", "8.12", "0.09", "2.83", "0.02", "96.9", "60.6"),
    )
    for number, (concentration, averaged, rg, rg_error, i0, points, d, d_error, b, b_error, volume, mass) in enumerate(
        curves, 1
    ):
        about = {**measured, "SAXS_acronym": "BSA", "SAXS_run_number": str(number), "SAXS_exposure_temperature": "20"}
        buffer = run.raw("BSA", f"{number}_buffer", 1, **about, SAXS_sample_type="buffer", SAXS_concentration="0")
        sample = run.raw(
            "BSA", f"{number}_sample", 1, **about, SAXS_sample_type="sample", SAXS_concentration=concentration
        )
        means = [
            run.made("BSA", f"integrate/{number}_{what}", "dahu-integrate 1.4", [one], 0.2, SAXS_frames_averaged=frames)
            for what, one, frames in (("buffer", buffer, "10"), ("sample", sample, averaged))
        ]
        run.made(
            "BSA",
            f"subtract/{number}",
            "dahu-subtract 1.4",
            means,
            0.3,
            SAXS_guinier_rg=rg,
            SAXS_guinier_sigma_rg=rg_error,
            SAXS_guinier_i0=i0,
            SAXS_guinier_points=points,
            SAXS_d_max=d,
            SAXS_d_max_std=d_error,
            SAXS_rg=b,
            SAXS_rg_std=b_error,
            SAXS_porod_volume=volume,
            SAXS_porod_MM_volume_estimation=mass,
        )


def cryoet(folder: Path) -> None:
    """A tilt series of 21 images; the last one was blocked by the grid bar, and the alignment leaves it out."""
    run = Experiment(folder, "mx2610", "cm01", datetime(2024, 6, 11, 8, tzinfo=UTC))
    sample, corrected = "mitochondria", []
    for number, angle in enumerate(range(-60, 61, 6), 1):
        slant, is_blocked = abs(angle) / 60, angle == 60
        chance = abs(math.sin(7 * number))
        image = run.raw(
            sample,
            f"tilt_{number:02}",
            1,
            EM_protein_acronym="ATPase",
            EM_grid_name="grid_07",
            EM_grid_square_name="square_14",
            EM_microscope_model="Titan Krios G3",
            EM_camera_model="K3",
            EM_voltage=300,
            EM_magnification=42000,
            EM_sampling_rate=2.16,
            EM_energy_filter_slit_width=20,
            EM_tilt_angle=angle,
            EM_exposure_time=1.2,
            EM_images_count=8,
            EM_dose=3.1,
            EM_total_dose=round(3.1 * number, 1),
        )
        motion = round(1.2 + 2.4 * slant + 0.6 * chance, 2)
        movie = run.made(
            sample,
            f"motion/tilt_{number:02}",
            "MotionCor2 1.6.4",
            [image],
            0.5,
            EMMotionCorrection_total_motion=motion,
            EMMotionCorrection_average_motion=round(motion / 8, 2),
            EMMotionCorrection_max_motion=round(motion / 3, 2),
            EMMotionCorrection_total_dose=3.1,
        )
        defocus = round(42000 + 1500 * angle / 60 + 400 * chance)
        run.made(
            sample,
            f"ctf/tilt_{number:02}",
            "CTFFIND 4.1.14",
            [movie],
            0.3,
            EMCTF_avg_defocus=defocus,
            EMCTF_defocus_u=defocus + 160,
            EMCTF_defocus_v=defocus - 160,
            EMCTF_resolution_limit=31.5 if is_blocked else round(5.4 + 4.5 * slant**2 + 0.7 * chance, 1),
            EMCTF_correlation=0.02 if is_blocked else round(0.21 - 0.12 * slant + 0.02 * chance, 3),
        )
        if not is_blocked:
            corrected.append(movie)
    aligned = run.made(
        sample,
        "alignment",
        "AreTomo 1.3.4",
        corrected,
        12,
        EM_sampling_rate=2.16,
        Process_note="tilt axis 85.3 deg, one image left out: blocked by the grid bar",
    )
    run.made(
        sample,
        "tomogram",
        "IMOD 4.11.24",
        [aligned],
        25,
        EM_sampling_rate=8.64,
        Process_note="weighted back-projection, binned by 4, 1024 x 1024 x 400 voxels",
        EMReconstruction3D_resolution=27.4,
    )


def mx(folder: Path) -> None:
    """Two crystals: each integrated by three pipelines, the better one solved by molecular replacement."""
    run = Experiment(folder, "mx2620", "id30a-3", datetime(2024, 9, 18, 14, tzinfo=UTC))
    scaling = "MXAutoprocIntegrationScaling_overall_"
    results = {
        # pipeline: space group, resolution, completeness, R merge, I/sigma, CC 1/2, multiplicity
        ("lyso_x1", "XIA2_DIALS 3.19"): ("P 43 21 2", 1.62, 99.4, 0.071, 14.2, 0.998, 6.8),
        ("lyso_x1", "autoPROC 1.1.7"): ("P 43 21 2", 1.58, 99.1, 0.078, 13.6, 0.998, 6.7),
        ("lyso_x1", "EDNA_proc 1.0"): ("P 43 21 2", 1.70, 98.8, 0.066, 15.1, 0.999, 6.8),
        ("lyso_x2", "XIA2_DIALS 3.19"): ("P 43 21 2", 1.49, 71.3, 0.112, 7.9, 0.991, 2.9),
        ("lyso_x2", "autoPROC 1.1.7"): ("P 43 21 2", 1.88, 93.6, 0.095, 9.8, 0.995, 3.2),
        ("lyso_x2", "EDNA_proc 1.0"): ("P 4 21 2", 1.92, 92.9, 0.121, 8.4, 0.989, 3.1),
    }
    for crystal in ("lyso_x1", "lyso_x2"):
        images = run.raw(
            crystal,
            "run1",
            2,
            MX_scanType="datacollection",
            MX_wavelength=0.9677,
            MX_numberOfImages=3600,
            MX_oscillationRange=0.1,
            MX_exposureTime=0.004,
            MX_transmission=20,
            MX_resolution=1.5,
        )
        made = {}
        for (of, pipeline), (group, resolution, complete, r, ratio, half, multiplicity) in results.items():
            if of == crystal:
                made[pipeline] = run.made(
                    crystal,
                    pipeline.partition(" ")[0],
                    pipeline,
                    [images],
                    6,
                    MXAutoprocIntegration_space_group=group,
                    MXAutoprocIntegration_cell_a="77.1",
                    MXAutoprocIntegration_cell_c="37.2",
                    **{
                        f"{scaling}resolution_limit_low": 38.6,
                        f"{scaling}resolution_limit_high": resolution,
                        f"{scaling}completeness": complete,
                        f"{scaling}r_merge": r,
                        f"{scaling}mean_I_over_sigI": ratio,
                        f"{scaling}cc_half": half,
                        f"{scaling}multiplicity": multiplicity,
                    },
                )
        if crystal == "lyso_x1":
            found = run.made(
                crystal, "MR", "Phaser 2.8.3", [made["autoPROC 1.1.7"]], 4, MXMRPhasing_LLG="1846", MXMR_step="MR"
            )
            run.made(
                crystal,
                "refinement",
                "REFMAC 5.8",
                [found, made["autoPROC 1.1.7"]],
                9,
                MXMRRefinement_R_free="0.212",
                MXMRRefinement_R_cryst="0.178",
            )


def tomography(folder: Path) -> None:
    """A scan reconstructed twice, for absorption and for phase; the second one segmented."""
    run = Experiment(folder, "md1290", "bm18", datetime(2024, 11, 5, 10, tzinfo=UTC))
    scan = run.raw(
        "ammonite",
        "2.2um",
        48,
        TOMOAcquisition_technique="half acquisition",
        TOMOAcquisition_energy=92.5,
        TOMOAcquisition_sample_pixel_size=2.23,
        TOMOAcquisition_proj_n=6000,
        TOMOAcquisition_scan_range=360,
        TOMOAcquisition_exposure_time=0.035,
        TOMOAcquisition_sample_detector_distance=3500,
    )
    volume = {
        "TOMOReconstruction_method": "FBP",
        "TOMOReconstruction_voxel_size_x": 2.23,
        "TOMOReconstruction_voxel_size_y": 2.23,
        "TOMOReconstruction_voxel_size_z": 2.23,
        "TOMOReconstruction_nb_voxel_x": 3780,
        "TOMOReconstruction_nb_voxel_y": 3780,
        "TOMOReconstruction_nb_voxel_z": 2048,
    }
    run.made("ammonite", "absorption", "nabu 2024.2.1", [scan], 31, **volume, TOMOReconstructionPhase_method="none")
    phase = run.made(
        "ammonite",
        "phase",
        "nabu 2024.2.1",
        [scan],
        36,
        **volume,
        TOMOReconstructionPhase_method="Paganin",
        TOMOReconstructionPhase_delta_beta=200,
    )
    run.made(
        "ammonite",
        "segmentation",
        "webKnossos 24.07",
        [phase],
        180,
        Process_note="chambers, septa and matrix; 14 chambers found",
    )


def main(folder: Path) -> None:
    """Make all of them."""
    for make in (biosaxs, cryoet, mx, tomography):
        make(folder / make.__name__)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES)
