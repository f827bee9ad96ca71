"""WfFormat (WfCommons) 1.5 and later: a task that writes files is a run; names are those within the workflow."""

import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from lineage.errors import InvalidField, MissingField
from lineage.ingest.context import Context
from lineage.ingest.document import Document
from lineage.ingest.outside import Place, Step, location_of, messages, text_of
from lineage.model.location import is_absolute
from lineage.model.message import Application, Message

INSTRUMENT = "wfformat"

Object = Mapping[str, Any]


def is_mine(document: Document) -> bool:
    """True for an object with a workflow and the version of a schema."""
    return {"workflow", "schemaVersion"} <= (document.object or {}).keys()


def read(document: Document, context: Context) -> tuple[Message, ...]:
    """Return a message for each file that a task wrote; raises MessageError."""
    instance: Object = document.object or {}
    name = _required(instance, "name", "workflow")
    return messages(_steps(instance, name, context), {}, Place(name, INSTRUMENT, context))


def _steps(instance: Object, name: str, context: Context) -> Iterator[Step]:
    workflow = _object(instance["workflow"], "workflow")
    if "specification" not in workflow:
        raise MissingField("specification", within="workflow of WfFormat 1.5 or later")
    specification = _object(workflow["specification"], "workflow.specification")
    execution = _object(workflow.get("execution") or {}, "workflow.execution")
    executed = {_required(task, "id", "task"): task for task in _tasks(execution)}
    seen: set[str] = set()
    for task in _tasks(specification):
        id = _required(task, "id", "task")
        if id in seen:
            raise InvalidField("id", id, "an id that no other task has")
        seen.add(id)
        done = executed.get(id, {})
        start, end = _span(done, text_of(execution.get("executedAt"), "executedAt"))
        yield Step(
            namespace=name,
            id=id,
            inputs=_files(task, "inputFiles", name, context),
            outputs=_files(task, "outputFiles", name, context),
            start_time=start,
            end_time=end,
            status="completed" if done else "unknown",
            application=_application(done),
        )


def _tasks(said: Object) -> list[Object]:
    found = said.get("tasks", [])
    if not isinstance(found, list):
        raise InvalidField("tasks", found, "a list")
    return [_object(task, f"tasks[{index}]") for index, task in enumerate(found)]


def _files(task: Object, field: str, workflow: str, context: Context) -> frozenset[str]:
    found = task.get(field, [])
    if not isinstance(found, list):
        raise InvalidField(field, found, "a list")
    names = [text_of(item, field) for item in found]
    return frozenset(
        location_of(file if is_absolute(file) else f"wfformat:{quote(workflow, safe='')}/{file}", context, field)
        for file in names
    )


def _span(done: Object, executed_at: str) -> tuple[str, str]:
    """Return when a task ran, as far as it is told."""
    start = text_of(done.get("executedAt"), "executedAt") or (executed_at if done else "")
    runtime_s = done.get("runtimeInSeconds", 0)
    if not isinstance(runtime_s, int | float) or not math.isfinite(runtime_s) or runtime_s < 0:
        raise InvalidField("runtimeInSeconds", runtime_s, "seconds")
    try:
        return start, (datetime.fromisoformat(start) + timedelta(seconds=runtime_s)).isoformat() if start else ""
    except (ValueError, OverflowError) as error:
        raise InvalidField("executedAt", start, "a time in ISO 8601") from error


def _application(done: Object) -> Application | None:
    command = done.get("command")
    program = text_of(_object(command, "command").get("program"), "command.program") if command else ""
    return Application(program) if program.strip() else None


def _required(said: Object, field: str, within: str) -> str:
    text = text_of(said.get(field), field)
    if not text.strip():
        raise MissingField(field, within=within)
    return text


def _object(value: object, field: str) -> Object:
    if not isinstance(value, dict):
        raise InvalidField(field, value, "an object")
    return value
