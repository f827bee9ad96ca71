"""Files of the world outside over HTTP."""

import json

from fastapi.testclient import TestClient

from lineage.model.location import public_id
from lineage.report import EXPORTS
from lineage.service import Lineage
from tests.api.wire import MOTION, RAW, check_problem, path_of, send_relion


def test_every_format_is_answered_by_name_and_by_accept(client: TestClient, service: Lineage) -> None:
    send_relion(client)
    found = service.provenance([MOTION])

    for name, export in EXPORTS.items():
        by_name = client.get(f"{path_of(MOTION)}/lineage.{name}")
        by_accept = client.get("/api/v1/provenance", params={"dataset": MOTION}, headers={"Accept": export.media_type})
        assert by_name.status_code == by_accept.status_code == 200
        assert by_name.content == by_accept.content == export.write(found)
        assert by_accept.headers["content-type"].split(";")[0] == export.media_type
        assert export.file in by_name.headers["content-disposition"]


def test_provenance_is_json_unless_a_format_is_named_first(client: TestClient) -> None:
    send_relion(client)

    for accept in ("*/*", "application/json, application/prov+json", "text/html"):
        found = client.get("/api/v1/provenance", params={"dataset": [MOTION, RAW]}, headers={"Accept": accept}).json()
        assert {start["location"] for start in found["starts"]} == {MOTION, RAW}


def test_a_file_is_not_sent_again_while_nothing_changes(client: TestClient) -> None:
    send_relion(client)
    path = f"{path_of(MOTION)}/lineage.crate"

    again = client.get(path, headers={"If-None-Match": client.get(path).headers["etag"]})

    assert again.status_code == 304
    assert json.loads(client.get(path).content)["@graph"]


def test_what_cannot_be_written_is_a_problem(client: TestClient) -> None:
    check_problem(client.get(f"/api/v1/datasets/{public_id('/none')}/lineage.crate"), 404, "names_not_found")
    check_problem(client.get(f"{path_of(MOTION)}/lineage.docx"), 422, "invalid_field")
