"""A catalogue in the double of ICAT, filled row by row; rows are created as root and named by their ids."""

from typing import Any

from tests.flat.icat.double import Double


class Catalogue:
    """The facility ESRF with one investigation on one instrument, and what a test adds."""

    def __init__(self, double: Double) -> None:
        self.double = double
        facility = self.create("Facility", name="ESRF")
        self.facility = {"facility": {"id": facility}}
        kind = self.create("InvestigationType", name="experiment", **self.facility)
        self.kind = self.create("DatasetType", name="raw", **self.facility)
        instrument = self.create("Instrument", name="ID00", **self.facility)
        self.application = self.create("Application", name="prog", version="1", **self.facility)
        self.investigation = self.create(
            "Investigation",
            name="hg1",
            visitId="id00",
            title="t",
            type={"id": kind},
            startDate="2024-01-01T00:00:00.000Z",
            **self.facility,
        )
        self.create("InvestigationInstrument", investigation={"id": self.investigation}, instrument={"id": instrument})
        self.types: dict[str, int] = {}

    def ask(self, question: str) -> list[Any]:
        """Ask a question as root, past HTTP."""
        found: list[Any] = self.double.root("GET", query=question)
        return found

    def create(self, entity: str, **said: Any) -> int:
        (id,) = self.double.root("POST", entities=[{entity: said}])
        return int(id)

    def dataset(self, name: str, **said: Any) -> int:
        whole: dict[str, Any] = {
            "name": name,
            "location": f"/data/{name}",
            "complete": True,
            "startDate": "2024-01-01T00:00:00.000Z",
            "endDate": "2024-01-01T01:00:00.000Z",
            "investigation": {"id": self.investigation},
            "type": {"id": self.kind},
        }
        return self.create("Dataset", **{key: value for key, value in {**whole, **said}.items() if value is not None})

    def datafile(self, dataset: int, name: str) -> int:
        return self.create("Datafile", name=name, dataset={"id": dataset}, location=f"/data/files/{name}")

    def parameter(self, owner: int, name: str, value: str | float, entity: str = "DatasetParameter") -> int:
        field = "dataset" if entity == "DatasetParameter" else "dataCollection"
        kind = "stringValue" if isinstance(value, str) else "numericValue"
        return self.create(entity, **{field: {"id": owner}, "type": {"id": self._type(name)}, kind: value})

    def collection(self, *datasets: int, files: tuple[int, ...] = ()) -> int:
        return self.create(
            "DataCollection",
            dataCollectionDatasets=[{"dataset": {"id": id}} for id in datasets],
            dataCollectionDatafiles=[{"datafile": {"id": id}} for id in files],
        )

    def job(self, source: int | None, target: int | None, arguments: str | None = None) -> int:
        sides = {"inputDataCollection": source, "outputDataCollection": target}
        said: dict[str, Any] = {side: {"id": id} for side, id in sides.items() if id is not None}
        if arguments is not None:
            said["arguments"] = arguments
        return self.create("Job", application={"id": self.application}, **said)

    def _type(self, name: str) -> int:
        if name not in self.types:
            applies = {f"applicableTo{kind}": True for kind in ("Dataset", "DataCollection")}
            self.types[name] = self.create(
                "ParameterType", name=name, units="NA", valueType="STRING", **applies, **self.facility
            )
        return self.types[name]
