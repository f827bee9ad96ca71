"""From what the graph knows of one dataset to its row: pure, so that every rule of a row can be tested by itself.

A list is never cut in silence. It holds whole entries, the nearest first, as long as they fit; beside it stands the
count of all. What does not hold all is named in the row, and the row has a link to the service, which tells the rest.
"""

from collections.abc import Sequence
from typing import Any

from lineage.flat.columns import COLUMNS, LIST_ENTRIES_MAX, TEXT_CHARS_MAX, FlatRow
from lineage.model.flat import FlatFacts

_ABOUT = {column.field: column.about for column in COLUMNS}


def project(facts: FlatFacts, public_url: str | None = None) -> FlatRow:
    """Return the row of a dataset; `public_url` is the address of the service, where its links lead."""
    dataset, job, lists = facts.dataset, facts.job or {}, _Lists()
    return FlatRow(
        location=dataset["location"],
        id=dataset["id"],
        icat_id=dataset.get("icat_id"),
        name=dataset.get("name"),
        kind=dataset["kind"],
        state=dataset["state"],
        retired_at=dataset.get("retired_at"),
        retired_reason=lists.text("retired_reason", dataset.get("retired_reason")),
        investigation=facts.investigation,
        instrument=facts.instrument,
        sample=facts.sample,
        techniques=lists.listed("techniques", facts.techniques, len(facts.techniques)),
        start_time=dataset.get("start_time"),
        end_time=dataset.get("end_time"),
        file_count=dataset.get("file_count"),
        volume_bytes=dataset.get("volume_bytes"),
        job=job.get("id"),
        program=facts.program,
        version=facts.version or None,
        arguments=lists.text("arguments", job.get("arguments") or None),
        status=job.get("status"),
        job_start_time=job.get("start_time") or None,
        job_end_time=job.get("end_time") or None,
        inputs_count=facts.inputs.count,
        input_ids=lists.listed("input_ids", facts.inputs.ids, facts.inputs.count),
        input_locations=lists.listed("input_locations", facts.inputs.locations, facts.inputs.count),
        input_names=lists.listed("input_names", facts.inputs.names, facts.inputs.count),
        outputs_count=facts.outputs.count,
        output_ids=lists.listed("output_ids", facts.outputs.ids, facts.outputs.count),
        output_locations=lists.listed("output_locations", facts.outputs.locations, facts.outputs.count),
        output_names=lists.listed("output_names", facts.outputs.names, facts.outputs.count),
        ancestors_count=facts.ancestors.count,
        ancestor_ids=lists.listed("ancestor_ids", facts.ancestors.ids, facts.ancestors.count),
        ancestor_names=lists.listed("ancestor_names", facts.ancestors.names, facts.ancestors.count),
        descendants_count=facts.descendants.count,
        descendant_ids=lists.listed("descendant_ids", facts.descendants.ids, facts.descendants.count),
        descendant_names=lists.listed("descendant_names", facts.descendants.names, facts.descendants.count),
        roots_count=facts.roots.count,
        root_ids=lists.listed("root_ids", facts.roots.ids, facts.roots.count),
        root_locations=lists.listed("root_locations", facts.roots.locations, facts.roots.count),
        root_steps=facts.root_steps,
        depth=facts.depth,
        is_whole=not lists.cut,
        cut=" ".join(lists.cut) or None,
        url=f"{public_url}/api/v1/datasets/{dataset['id']}" if public_url else None,
    )


class _Lists:
    """The lists of one row; `cut` are the names of the columns that do not hold all."""

    def __init__(self) -> None:
        self.cut: list[str] = []

    def listed(self, field: str, entries: Sequence[Any], count: int) -> str | None:
        """Return entries joined for their readers, out of `count` that there are; None when there is none to show."""
        if not count:
            return None
        about = _ABOUT[field]
        shown = joined(entries, about.separator)
        if shown.count(about.separator) + 1 < count or not shown:
            self.cut.append(about.name)
        return shown or None

    def text(self, field: str, value: str | None) -> str | None:
        """Return a text that fits, or None: a part of it would be another text."""
        if value is None or len(value) <= TEXT_CHARS_MAX:
            return value
        self.cut.append(_ABOUT[field].name)
        return None


def joined(entries: Sequence[Any], separator: str) -> str:
    """Return whole entries as long as they fit; one that holds the separator would be read as two and is left out."""
    texts = [str(entry) for entry in entries[:LIST_ENTRIES_MAX]]
    text = separator.join(texts)
    if len(text) <= TEXT_CHARS_MAX and text.count(separator) == len(texts) - 1:
        return text
    kept: list[str] = []
    room = TEXT_CHARS_MAX + len(separator)
    for one in texts:
        if separator in one:
            continue
        room -= len(one) + len(separator)
        if room < 0:
            break
        kept.append(one)
    return separator.join(kept)
