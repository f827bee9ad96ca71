from fastapi.testclient import TestClient

from lineage.model.location import public_id
from tests.api.wire import MOTION, RAW, check_problem, message, pages, send, send_relion

RUN = {"run_id": "4711", "namespace": "ewoks", "status": "failed"}


def test_a_real_job_is_shown_with_what_it_read_and_wrote(client: TestClient) -> None:
    send_relion(client)

    found = client.get(f"/api/v1/jobs/{public_id(f'job-of:{MOTION}')}").json()

    assert [item["location"] for item in found["inputs"]] == [RAW]
    assert [item["location"] for item in found["outputs"]] == [MOTION]
    assert found["application"]["name"] == "relion MotionCorr"


def test_pages_hold_every_real_job_exactly_once(client: TestClient) -> None:
    send_relion(client)

    keys = [item["key"] for page in pages(client, "/api/v1/jobs", limit=4) for item in page["items"]]

    assert len(keys) == client.get("/api/v1/stats").json()["jobs"] == 30
    assert keys == sorted(set(keys))


def test_jobs_are_filtered_by_status(client: TestClient) -> None:
    send(client, message("/d/a", "/d/r", job=RUN), message("/d/b", "/d/r"))

    items = client.get("/api/v1/jobs", params={"status": "failed"}).json()["items"]

    assert [item["key"] for item in items] == ["run:ewoks/4711"]


def test_an_unknown_status_is_422_and_says_which_there_are(client: TestClient) -> None:
    problem = check_problem(client.get("/api/v1/jobs?status=done"), 422, "invalid_field")

    assert "'completed'" in problem["facts"]["expected"]


def test_applications_are_listed_and_shown_by_version(client: TestClient) -> None:
    for version in ("1.0", "1.1"):
        application = {"name": "autoPROC", "version": version, "doi": "10.1107/S0907444911007773"}
        send(client, message(f"/d/{version}", "/d/r", application=application))
    send(client, message("/d/other", "/d/r", application={"name": "xia2"}))

    found = [item for page in pages(client, "/api/v1/applications", name="autoPROC", limit=1) for item in page["items"]]

    assert [(item["name"], item["version"], item["jobs_count"]) for item in found] == [
        ("autoPROC", "1.0", 1),
        ("autoPROC", "1.1", 1),
    ]
    shown = client.get(f"/api/v1/applications/{found[1]['id']}").json()
    assert (shown["version"], shown["dois"]) == ("1.1", ["10.1107/S0907444911007773"])


def test_a_job_or_application_that_is_not_there_is_404(client: TestClient) -> None:
    for kind in ("job", "application"):
        response = client.get(f"/api/v1/{kind}s/{public_id('nothing')}")

        assert check_problem(response, 404, "not_found")["facts"]["kind"] == kind
