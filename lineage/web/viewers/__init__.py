"""Viewers by technique: what people of a technique look at, made of a walk; one file and one line each.

A viewer is given a walk (`Material`) and returns tables and chains (`Shown`); the template knows no technique.
"""

from lineage.web.viewers import biosaxs, cryoet, mx, steps, tomography
from lineage.web.viewers.blocks import Shown
from lineage.web.viewers.material import Material
from lineage.web.viewers.viewer import Viewer

__all__ = ["VIEWERS", "Material", "Shown", "Viewer", "fitting"]

VIEWERS = (
    biosaxs.VIEWER,
    cryoet.VIEWER,
    mx.VIEWER,
    tomography.VIEWER,
    steps.VIEWER,
)
"""The last one fits whatever there is."""


def fitting(material: Material) -> list[Viewer]:
    """Return the viewers that have something to show, the one with most to say first."""
    *special, general = VIEWERS
    fits = {viewer.name: viewer.fits(material) for viewer in special}
    telling = sorted((one for one in special if fits[one.name]), key=lambda one: -fits[one.name])
    return [*telling, general]
