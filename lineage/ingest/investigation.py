"""Facts of an investigation to an InvestigationMessage, whatever the format."""

from collections.abc import Mapping

from lineage.errors import InvalidField
from lineage.ingest import times
from lineage.ingest.context import Context
from lineage.ingest.facts import Said, name, positive_id, required
from lineage.model.message import InvestigationMessage


def investigation_message(root: Mapping[str, Said], line: int | None, context: Context) -> InvestigationMessage:
    """Return what the facts mean; `root` has ESRF's names, `line` is where the investigation begins.

    Raises MessageError with the field and its line.
    """

    def needed(field: str) -> Said:
        return required(root, field, within="investigation", line=line)

    start = times.utc(needed("startDate"), "startDate", context.time_zone)
    end = _optional(root, "endDate")
    end_time = times.utc(end, "endDate", context.time_zone) if end else ""
    if end and end_time < start:
        raise InvalidField("endDate", end.text, f"a time not before startDate, {start}", line=end.line)
    title = _optional(root, "title")
    icat_id = _optional(root, "investigationId")
    return InvestigationMessage(
        investigation=name(needed("experiment"), "experiment").lower(),
        instrument=name(needed("instrument"), "instrument").lower(),
        start_time=start,
        end_time=end_time,
        title=title.text.strip() if title else "",
        icat_id=positive_id(icat_id, "investigationId") if icat_id else None,
    )


def _optional(root: Mapping[str, Said], field: str) -> Said | None:
    fact = root.get(field)
    return None if fact is None or fact.is_blank else fact
