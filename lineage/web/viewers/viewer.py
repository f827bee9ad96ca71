"""What a viewer is."""

from collections.abc import Callable
from dataclasses import dataclass

from lineage.web.viewers.blocks import Shown
from lineage.web.viewers.material import Material


@dataclass(frozen=True, slots=True)
class Viewer:
    """A way to show datasets of one technique.

    `fits` tells how many of the datasets it has something to say of, 0 for none; `show` makes what is seen.
    """

    name: str
    title: str
    fits: Callable[[Material], int]
    show: Callable[[Material], Shown]


def telling(material: Material, *prefixes: str) -> int:
    """Return how many datasets have parameters of some parts of the definitions."""
    datasets = material.datasets.values()
    return sum(any(material.tells(one, prefix) for prefix in prefixes) for one in datasets)
