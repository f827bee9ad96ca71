"""The example of a publication: a step of the RELION run under a DOI."""

from lineage.api.examples.provenance import PROVENANCE
from lineage.api.examples.relations import CTF
from lineage.model import answers

DOI = "10.15151/esrf-dc-1"
PUT = {
    "title": "Contrast transfer of beta-galactosidase movies",
    "members": [CTF.location],
    "creators": [{"name": "Carberry, Josiah", "orcid": "0000-0002-1825-0097"}],
    "published": "2024-05-01",
    "licence": "CC-BY-4.0",
    "state": "findable",
}
FACTS = {name: value for name, value in PUT.items() if name != "members"}
PUBLICATION = answers.Publication(
    **FACTS,
    doi=DOI,
    datasets=[CTF],
    datasets_count=1,
    investigations=[],
    sent_at="2024-05-01T10:00:00.000000Z",
    since=3,
    change=3,
    as_of=3,
)
REPORT = answers.Report(
    subject=DOI,
    publication=PUBLICATION,
    members=[CTF],
    members_count=1,
    ancestors=PROVENANCE,
    descendants=answers.Provenance(
        starts=[CTF],
        direction="descendants",
        steps_max=None,
        datasets=[item for item in PROVENANCE.datasets if item.id == CTF.id],
        jobs=[],
        edges=[],
        count=1,
        is_truncated=False,
        as_of=3,
    ),
    holders=[],
    as_of=3,
)
