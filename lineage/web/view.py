"""The lineage of a dataset: graph, rows and table, three views of one address that holds all that is chosen."""

from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from lineage.api.parameters import ROOT, STEPS_MAX, Id, Service
from lineage.errors import DrawingFailed
from lineage.model.answers import Group, Neighbourhood
from lineage.model.grouping import MEMBERS_SHOWN
from lineage.service import Lineage
from lineage.web.canvas import Canvas, canvas, hidden_of, lit_between, lit_by
from lineage.web.drawing import Drawer
from lineage.web.page import Asked, Show
from lineage.web.spreadsheet import of_rows
from lineage.web.steps import rows
from lineage.web.templates import link
from lineage.web.ways import Unit, units_of

NODES_MAX = 300
MEMBERS_PAGE = 25
MINIMAP_MIN = 60
"""So many cards can be seen without an overview."""
OPEN_CHARS_MAX = 4000
STEP_CHOICES = (0, 1, 2, 3, 5, STEPS_MAX)

Form = Literal["graph", "rows", "table"]
Steps = Annotated[int, Field(ge=0, le=STEPS_MAX)]

router = APIRouter(include_in_schema=False)


class _Asked(Asked):
    up: Steps = 1
    down: Steps = 1
    open: str = Field("", max_length=OPEN_CHARS_MAX, description="groups taken apart and members taken out, by commas")
    sel: str = Field("", max_length=100, description="the card whose details are shown")
    to: str = Field("", max_length=100, description="another card; what lies on the ways between the two stands out")
    view: Form = "graph"
    page: int = Field(1, ge=1, le=1000, description="page of the members of a selected group")


AskedT = Annotated[_Asked, Query()]


@dataclass(frozen=True, slots=True)
class View:
    """What is chosen, and the address of any other choice."""

    id: str
    up: int
    down: int
    opened: tuple[str, ...]
    sel: str
    to: str
    form: Form
    page: int
    embed: str = ""

    @classmethod
    def of(cls, id: str, asked: _Asked) -> "View":
        """Read what an address says."""
        opened = tuple(filter(None, asked.open.split(",")))
        return cls(id, asked.up, asked.down, opened, asked.sel, asked.to, asked.view, asked.page, asked.embed)

    @property
    def selected(self) -> str:
        """The card that is selected; the dataset in the middle when none is."""
        return self.sel or self.id

    @property
    def members_shown(self) -> int:
        """Members that a selected group has to tell of, so that the page of them is there."""
        return max(MEMBERS_SHOWN, self.page * MEMBERS_PAGE)

    def but(self, **changes: Any) -> str:
        """Return the address of this view with other choices; ways to another card end with another selection."""
        anew = {"page": 1, "to": ""} if "sel" in changes else {"page": 1}
        return replace(self, **{**anew, **changes}).link()

    def opening(self, id: str, **changes: Any) -> str:
        """Return the address with one more group taken apart, or one more member taken out."""
        return self.but(opened=tuple(dict.fromkeys([*self.opened, id])), **changes)

    def closing(self, id: str) -> str:
        """Return the address with a group or member back as it was."""
        return self.but(opened=tuple(one for one in self.opened if one != id))

    def link(self, path: str | None = None) -> str:
        """Return the address; what is as usual is left out."""
        return link(path or f"/lineage/dataset/{self.id}", **self.fields())

    def fields(self) -> dict[str, str | int]:
        """Return what the address says, by the words that it says it with."""
        said = {
            "up": None if self.up == 1 else self.up,
            "down": None if self.down == 1 else self.down,
            "open": ",".join(self.opened),
            "sel": self.sel if self.sel != self.id else None,
            "to": self.to,
            "view": None if self.form == "graph" else self.form,
            "page": None if self.page == 1 else self.page,
            "embed": self.embed,
        }
        return {name: value for name, value in said.items() if value not in (None, "")}

    def json(self) -> str:
        """Return the address of the same as JSON."""
        plain = link(f"{ROOT}/datasets/{self.id}/lineage", up=self.up, down=self.down, max_nodes=NODES_MAX)
        return "&".join([plain, *(f"open={one}" for one in self.opened)])


@router.get("/lineage/dataset/{id}")
def dataset_lineage(service: Service, show: Show, request: Request, id: Id, asked: AskedT) -> Response:
    """Show what lies around a dataset."""
    view = View.of(str(id), asked)
    return show("lineage.html", lambda: _values(service, request.app.state.drawer, view))


@router.get("/lineage/dataset/{id}/table.csv")
def dataset_lineage_csv(service: Service, id: Id, asked: AskedT) -> Response:
    """The table of the same view."""
    around = _around(service, View.of(str(id), asked))
    columns = ("id", "what", "side", "steps", "count", "name", "location", "application", "version", "state")
    return of_rows("lineage", columns, [_line(unit) for unit in _in_order(around)])


def _around(service: Lineage, view: View) -> Neighbourhood:
    return service.neighbourhood(
        view.id,
        up=view.up,
        down=view.down,
        nodes_max=NODES_MAX,
        opened=view.opened,
        members_shown=view.members_shown,
    )


def _values(service: Lineage, drawer: Drawer, view: View) -> dict[str, Any]:
    around = _around(service, view)
    units = {unit.id: unit for unit in units_of(around)}
    between = lit_between(around, view.selected, view.to) if view.to in units and view.selected in units else None
    lit = between or lit_by(around, view.selected)
    drawn, failure = _drawn(around, drawer, view, lit)
    form = "table" if failure else view.form
    return {
        "view": view,
        "form": form,
        "around": around,
        "units": units,
        "root": units[around.root],
        "canvas": drawn,
        "failure": failure,
        "lit": lit,
        "between": between,
        "has_minimap": drawn is not None and len(drawn.cards) > MINIMAP_MIN,
        "rows": rows(around) if form == "rows" else None,
        "table": _in_order(around) if form == "table" else None,
        "hidden": hidden_of(around),
        "step_choices": STEP_CHOICES,
        "steps_max": STEPS_MAX,
        "as_of": around.as_of,
        "json": view.json(),
        "csv": view.link(f"/lineage/dataset/{view.id}/table.csv"),
        **_details(service, view, units),
    }


def _drawn(around: Neighbourhood, drawer: Drawer, view: View, lit: set[str] | None) -> tuple[Canvas | None, str | None]:
    """Return the picture where it is wanted, or why there is none."""
    if view.form != "graph":
        return None, None
    try:
        return canvas(around, drawer, lit), None
    except DrawingFailed as error:
        return None, error.message


def _details(service: Lineage, view: View, units: dict[str, Unit]) -> dict[str, Any]:
    """Return what the details pane shows of the selected card, or of the middle when it is not in view."""
    unit = units.get(view.selected) or units[view.id]
    found: dict[str, Any] = {"dataset": None, "job": None, "group": None, "members": []}
    if isinstance(unit, Group):
        skipped = (view.page - 1) * MEMBERS_PAGE
        members = unit.members[skipped : skipped + MEMBERS_PAGE]
        pages = -(-unit.count // MEMBERS_PAGE)
        return {**found, "group": unit, "members": members, "first": skipped + 1, "pages": pages}
    if unit.node == "job":
        return {**found, "job": service.job(unit.id)}
    return {**found, "dataset": service.dataset(unit.id)}


def _in_order(around: Neighbourhood) -> list[Unit]:
    """Return nodes and groups from the furthest ancestors to the furthest descendants."""

    def place(unit: Unit) -> tuple[int, str]:
        way = {"up": -1, "root": 0, "down": 1}[unit.side]
        edges = 2 * unit.steps - (unit.node == "job")
        return way * edges, getattr(unit, "location", None) or unit.id

    return sorted(units_of(around), key=place)


def _line(unit: Unit) -> list[Any]:
    if isinstance(unit, Group):
        states = ", ".join(f"{number} {state}" for state, number in unit.states.items())
        return [
            *(unit.id, f"group of {unit.node}s", unit.side, unit.steps, unit.count),
            *("", "", unit.application, unit.version, states),
        ]
    return [
        *(unit.id, unit.node if unit.node == "job" else unit.kind, unit.side, unit.steps, 1),
        *(unit.name, unit.location or unit.key, unit.application, unit.version, unit.state or unit.status),
    ]
