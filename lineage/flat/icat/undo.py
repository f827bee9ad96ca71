"""Takes out of ICAT what our user wrote there: values, collections with their jobs, then what is empty by that.

Datasets that were created stay: others may have put files into them. What others had written, and was written over,
does not come back.
"""

from collections import Counter
from collections.abc import Sequence

from lineage.flat.icat.client import Client
from lineage.flat.icat.collections import KEY_TYPE
from lineage.flat.icat.jpql import listed, literal
from lineage.flat.icat.wanted import Options


def undo(client: Client, options: Options) -> Counter[str]:
    """Delete what is ours, and return how much of what."""
    client.check()
    names = [one.name for one in (*options.types, KEY_TYPE)]
    ours = f"createId = {literal(client.user)}"
    of_type = f"p.type.facility.id = {client.facility_id} AND p.type.name IN"
    counts: Counter[str] = Counter()

    def delete(entity: str, ids: Sequence[int]) -> None:
        counts[entity] += len(ids)
        if not options.is_dry_run:
            client.delete(entity, ids)

    for page in client.pages("p.modId", "DatasetParameter p", f"p.{ours} AND {of_type} {listed(names)}", by="p.id"):
        delete("DatasetParameter", [row[0] for row in page])
    of_key = f"p.{ours} AND {of_type} {listed([KEY_TYPE.name])}"
    for page in client.pages("p.dataCollection.id", "DataCollectionParameter p", of_key, by="p.id"):
        delete("DataCollection", [row[1] for row in page])
    facility = f"facility.id = {client.facility_id}"
    for page in client.pages("a.name", "Application a", f"a.{ours} AND a.{facility}", by="a.id"):
        delete("Application", _unused(client, [row[0] for row in page], "j.application.id", "Job j"))
    of_names = f"t.{ours} AND t.{facility} AND t.name IN {listed(names)}"
    for page in client.pages("t.name", "ParameterType t", of_names, by="t.id"):
        unused = _unused(client, [row[0] for row in page], "p.type.id", "DatasetParameter p")
        delete("ParameterType", _unused(client, unused, "p.type.id", "DataCollectionParameter p"))
    return counts


def _unused(client: Client, ids: Sequence[int], path: str, source: str) -> list[int]:
    """Return those that nothing refers to."""
    used = set(client.lookup(lambda them: f"SELECT DISTINCT {path} FROM {source} WHERE {path} IN {them}", ids))
    return [id for id in ids if id not in used]
