import csv
import io
import os
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from lineage.errors import DrawingFailed
from lineage.feed import states
from lineage.graph.database import Database
from lineage.model.answers import Consumer
from lineage.model.location import public_id
from lineage.service import Lineage
from lineage.settings import Settings
from lineage.web import create_app
from lineage.web.drawing import Drawer
from lineage.web.page import POLICY
from tests.api.wire import MOTION, RAW, check_problem, message, send, send_relion
from tests.web.experiment import PATHS

TIMES = "\N{MULTIPLICATION SIGN}"
CYCLE = (message("/d/b", "/d/a", application={"name": "p"}), message("/d/a", "/d/b", application={"name": "p"}))
MADE = public_id("/d/made")


def table(response: Response) -> list[list[str]]:
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.text)))


def siblings(count: int) -> list[dict[str, Any]]:
    return [
        message("/d/raw"),
        *(message(f"/d/{number:03}", "/d/raw", application={"name": "p"}) for number in range(count)),
    ]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_over_an_empty_graph_says_so_and_stays_a_page(pages: TestClient, path: str) -> None:
    response = pages.get(path)

    assert response.status_code == 200, response.text
    assert "<h1>" in response.text
    assert "None" not in re.sub(r"<[^>]*>", "", response.text).replace("None came", "")


def test_a_page_that_has_not_changed_is_not_sent_again(pages: TestClient) -> None:
    send(pages, message("/d/raw"))
    path = f"/lineage/dataset/{public_id('/d/raw')}"
    tag = pages.get(path).headers["etag"]

    held = pages.get(path, headers={"If-None-Match": tag})
    assert (held.status_code, held.headers["content-security-policy"]) == (304, POLICY)
    assert pages.get(f"{path}?view=table", headers={"If-None-Match": tag}).status_code == 200
    send(pages, message("/d/made", "/d/raw"))
    assert pages.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_what_changes_with_the_clock_or_the_desk_has_no_tag(pages: TestClient) -> None:
    assert [path for path in ("/", "/expected", "/rejected", "/audit") if "etag" in pages.get(path).headers] == []


def test_a_program_is_told_of_a_failure_as_a_problem(pages: TestClient) -> None:
    check_problem(pages.get(f"/dataset/{MADE}", headers={"Accept": "*/*"}), 404, "not_found")
    check_problem(pages.get(f"/api/v1/datasets/{MADE}"), 404, "not_found")


def test_a_database_that_is_down_is_a_page_that_says_when_to_come_back(
    closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lineage.graph.database.RETRY_TIME_S", 0.1)
    with Database(f"bolt://127.0.0.1:{closed_port}", ("neo4j", "secret")) as database:
        client = TestClient(create_app(Lineage(Settings(), database)))
        response = client.get("/", headers={"Accept": "text/html"})

    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert "The graph database does not answer." in response.text
    assert "bolt:" not in response.text


def test_the_fault_of_an_expression_is_marked_at_its_place(pages: TestClient) -> None:
    response = pages.get("/search?q=kind+%3D+raw+and+sampel+%3D+x")

    assert response.status_code == 422
    assert "kind = raw and <mark>sampel</mark> = x" in response.text
    assert "did you mean" in response.text or "sample" in response.text


def test_a_fault_at_the_end_is_marked_too(pages: TestClient) -> None:
    assert "kind =<mark> </mark>" in pages.get("/search?q=kind+%3D").text


@pytest.mark.parametrize("name", ["/d/raw", public_id("/d/raw")])
def test_the_name_of_a_dataset_leads_to_its_lineage(pages: TestClient, name: str) -> None:
    send(pages, message("/d/raw"))

    response = pages.get("/search", params={"q": name}, follow_redirects=False)

    assert (response.status_code, response.headers["location"]) == (303, f"/lineage/dataset/{public_id('/d/raw')}")


def test_a_facet_narrows_an_expression(pages: TestClient) -> None:
    send(pages, *siblings(2))

    text = pages.get("/search", params={"q": "kind = raw or kind = processed", "facets": "true"}).text

    narrowed = [unquote(one.replace("+", " ")) for one in re.findall(r'href="/search\?q=([^"]+)"', text)]
    assert "(kind = raw or kind = processed) and kind = raw" in narrowed
    for expression in narrowed:
        assert pages.get("/search", params={"q": expression}).status_code == 200


def test_a_list_goes_on_page_by_page(pages: TestClient) -> None:
    send(pages, *siblings(60))

    first = pages.get("/search")
    (next_page,) = re.findall(r'<a href="([^"]+)" rel="next">', first.text)
    second = pages.get(next_page.replace("&amp;", "&"))

    assert "<strong>61</strong>" in first.text
    assert (first.text.count("<tr><th"), second.text.count("<tr><th")) == (51, 12)
    assert "This is the last page." in second.text


def test_many_siblings_are_one_card_with_their_count(pages: TestClient) -> None:
    send(pages, *siblings(30))

    text = pages.get(f"/lineage/dataset/{public_id('/d/raw')}").text

    assert text.count(f"30 {TIMES} p") >= 2
    assert text.count("<foreignObject") == 3


def group_of(text: str, node: str) -> str:
    found = re.search(rf'id="c-(g-[0-9a-f]+)" class="card {node}', text)
    assert found
    return found[1]


def test_a_group_is_a_paged_list_and_no_member_is_out_of_reach(pages: TestClient) -> None:
    send(pages, *siblings(130))
    path = f"/lineage/dataset/{public_id('/d/raw')}"
    group = group_of(pages.get(path).text, "dataset")

    last = pages.get(f"{path}?sel={group}&page=6").text
    beyond = pages.get(f"{path}?sel={group}&page=7").text

    assert "126 to 130 of 130" in last
    assert "There is no such page." in beyond


def test_a_member_is_taken_out_of_its_group_and_put_back(pages: TestClient) -> None:
    send(pages, *siblings(30))
    path = f"/lineage/dataset/{public_id('/d/raw')}"
    member = public_id("/d/007")

    text = pages.get(f"{path}?open={member}").text

    assert f'id="c-{member}"' in text
    assert f"29 {TIMES} p" in text
    assert "Taken out:" in text


def test_a_group_that_is_taken_apart_shows_its_members(pages: TestClient) -> None:
    send(pages, *siblings(10))
    path = f"/lineage/dataset/{public_id('/d/raw')}"
    text = pages.get(path).text

    opened = pages.get(f"{path}?open={group_of(text, 'job')},{group_of(text, 'dataset')}").text

    assert (text.count("<foreignObject"), opened.count('class="card job')) == (3, 10)


def test_no_more_than_300_are_shown_and_the_cut_is_told(pages: TestClient) -> None:
    send(pages, message("/d/raw"))
    several = [message(f"/d/{number:03}", "/d/raw", application={"name": f"p{number}"}) for number in range(200)]
    send(pages, *several)

    text = pages.get(f"/lineage/dataset/{public_id('/d/raw')}").text

    assert text.count("<foreignObject") == 300
    assert "Not all is shown" in text
    assert "400 after" in text


def test_what_is_hidden_is_counted_and_a_link_shows_it(pages: TestClient) -> None:
    send_relion(pages)

    text = pages.get(f"/lineage/dataset/{public_id(RAW)}").text
    assert "hidden outputs: one step more" in text
    further = pages.get(f"/lineage/dataset/{public_id(RAW)}?down=2").text
    assert further.count("<foreignObject") > text.count("<foreignObject")


def test_all_steps_of_an_experiment_fit(pages: TestClient) -> None:
    send_relion(pages)

    text = pages.get(f"/lineage/dataset/{public_id(RAW)}?up=0&down=500000").text

    assert text.count("<foreignObject") == 61
    assert "Not all is shown" not in text


@pytest.mark.parametrize("view", ["graph", "rows", "table"])
def test_every_view_names_the_same_datasets(pages: TestClient, view: str) -> None:
    send_relion(pages)

    text = pages.get(f"/lineage/dataset/{public_id(MOTION)}?view={view}").text

    assert [name for name in ("Import_job001", "MotionCorr_job002", "CtfFind_job003") if name not in text] == []


def test_a_selection_shows_details_and_dims_what_is_not_on_its_ways(pages: TestClient) -> None:
    send(pages, *siblings(3))
    path = f"/lineage/dataset/{public_id('/d/raw')}"

    text = pages.get(f"{path}?sel={public_id('/d/001')}").text

    assert len(re.findall(r'class="card [^"]* dim"', text)) == 4
    assert " dim" not in pages.get(path).text
    assert "<h2>001</h2>" in text
    assert "Centre here" in text


def test_all_ways_between_two_cards_stand_out(pages: TestClient) -> None:
    send(pages, *siblings(3), message("/d/end", "/d/000", "/d/001", application={"name": "q"}))
    path = f"/lineage/dataset/{public_id('/d/raw')}?down=2"
    end, other = public_id("/d/end"), public_id("/d/002")

    text = pages.get(f"{path}&to={end}").text
    none = pages.get(f"{path}&sel={other}&to={end}").text

    assert "All ways of the data between raw and end: 7 cards." in text
    assert len(re.findall(r'class="card [^"]* dim"', text)) == 2
    assert "No way of the data leads between 002 and end in this view." in none
    assert f"to={end}" not in "".join(re.findall(r'data-id="[^"]*"|href="([^"]*sel=[^"]*)"', text))
    assert pages.get(f"{path}&to=elsewhere").status_code == 200


def test_only_a_graph_of_many_cards_has_an_overview(pages: TestClient) -> None:
    several = [message(f"/d/{number:03}", "/d/raw", application={"name": f"p{number}"}) for number in range(40)]
    send(pages, message("/d/raw"), *several)
    path = f"/lineage/dataset/{public_id('/d/raw')}"

    assert pages.get(path).text.count('<rect class="at ') == 81
    assert "minimap" not in pages.get(f"{path}?view=table").text
    assert "minimap" not in pages.get(f"/lineage/dataset/{public_id('/d/001')}").text


def test_a_graph_that_is_not_drawn_is_a_table_that_says_why(service: Lineage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise DrawingFailed(3, "it took more than 5 s")

    monkeypatch.setattr(Drawer, "draw", refuse)
    pages = TestClient(create_app(service), headers={"Accept": "text/html"})
    send(pages, *siblings(1))

    text = pages.get(f"/lineage/dataset/{public_id('/d/raw')}").text

    assert "is not drawn: it took more than 5 s." in text
    assert "<caption>3 nodes and groups" in text


def test_a_refused_message_is_shown_tried_again_and_gone_once_it_is_accepted(pages: TestClient) -> None:
    send(pages, CYCLE[0])
    pages.post("/api/v1/messages", json=CYCLE[1])
    (path,) = set(re.findall(r'href="(/rejected/[0-9a-f]{64})"', pages.get("/rejected").text))

    assert "would become its own ancestor" in pages.get(path).text or "cycle" in pages.get(path).text
    assert "is still refused" in pages.post(f"{path}/replay").text
    send(pages, {**CYCLE[0], "inputs": ["/d/c"], "end_date": "2030-01-01T00:00:00Z"})
    accepted = pages.post(f"{path}/replay")
    assert "The message was accepted and has left the desk." in accepted.text
    assert f'href="/lineage/dataset/{public_id("/d/a")}"' in accepted.text
    assert "The desk is empty" in accepted.text


def test_a_page_of_another_site_cannot_have_a_message_tried_again(pages: TestClient) -> None:
    send(pages, CYCLE[0])
    pages.post("/api/v1/messages", json=CYCLE[1])
    key = pages.get("/api/v1/rejected").json()["items"][0]["key"]

    refused = pages.post(f"/rejected/{key}/replay", headers={"Sec-Fetch-Site": "cross-site"})

    assert refused.status_code == 403
    assert pages.get(f"/api/v1/rejected/{key}").json()["attempts"] == 1


def test_what_is_waited_for_is_told_with_its_age_and_reader(pages: TestClient) -> None:
    send(pages, message("/d/made", "/d/late"))

    text = pages.get("/expected").text

    assert "d/late" in text
    assert "less than a minute" in text
    assert "d/made" in text


def test_the_rules_are_proved_on_demand(pages: TestClient) -> None:
    send(pages, *siblings(3))

    assert "Every rule holds." not in pages.get("/audit").text
    assert "Every rule holds." in pages.get("/audit?run=true").text


def test_an_application_shows_its_versions_and_products(pages: TestClient) -> None:
    for version in ("1", "2"):
        send(pages, message(f"/d/{version}", "/d/raw", application={"name": "p", "version": version}))
    (first, *_) = pages.get("/api/v1/applications").json()["items"]

    text = pages.get(f"/application/{first['id']}").text

    assert "<strong>1</strong> (this one)" in text
    assert len(re.findall(r'href="/application/[0-9a-f-]+"', text)) == 1
    assert "/d/1" in re.sub(r"<wbr>", "", text)
    assert "Nothing in this time." in pages.get(f"/application/{first['id']}?since=2030-01-01").text


def test_an_investigation_is_told_by_what_was_measured_and_made(pages: TestClient) -> None:
    send(pages, *siblings(3))

    text = pages.get("/investigation?name=hg1&instrument=id00").text

    assert "<strong>3</strong> processed" in text
    assert "<strong>1</strong> raw" in text


def test_lists_are_whole_as_csv(pages: TestClient) -> None:
    send_relion(pages)

    assert len(table(pages.get("/search.csv"))) == 33
    assert len(table(pages.get("/search.csv?q=kind+%3D+raw"))) == 2
    assert len(table(pages.get("/jobs.csv"))) == 31
    assert [row[1] for row in table(pages.get("/expected.csv"))[1:]] == [
        "/data/visitor/mx2485/cm01/20230503/PROCESSED_DATA/Extract/job008"
    ]
    assert len(table(pages.get(f"/lineage/dataset/{public_id(RAW)}/table.csv?down=1"))) == 4
    assert table(pages.get("/rejected.csv"))[0][0] == "key"
    assert len(table(pages.get("/applications.csv"))) > 5


def test_no_cell_of_a_csv_is_a_formula(pages: TestClient) -> None:
    send(pages, message("/d/raw", name="=1+1"))

    assert table(pages.get("/search.csv"))[1][2] == "'=1+1"


def test_the_parameters_of_a_dataset_come_with_units(pages: TestClient) -> None:
    send(pages, message("/d/raw", parameters={"EM_voltage": "300", "scanNumber": "7"}))
    id = public_id("/d/raw")

    assert '<tr><th scope="row">EM_voltage</th><td>300</td><td>kV</td></tr>' in pages.get(
        f"/dataset/{id}"
    ).text.replace("<wbr>", "")
    assert ["EM_voltage", "300", "kV"] in table(pages.get(f"/dataset/{id}.csv"))


def test_the_first_page_tells_how_far_consumers_are_behind(service: Lineage, tmp_path: Path) -> None:
    settings = service.settings.model_copy(update={"data_dir": tmp_path})
    consumer = Consumer(
        host="lineage1",
        pid=os.getpid(),
        started_at="2024-01-01T00:00:00.000000Z",
        seen_at="2024-01-01T00:01:00.000000Z",
        state="blocked",
        reason="The journal <full> cannot be written to.",
        brokers={"mq1:61613": "connected", "mq2:61613": "it cannot be reached"},
        queue_age_s=90,
        waiting=1234,
        messages={},
        redelivered=0,
        rejected={},
        instruments={},
        visible_s={"+Inf": 0},
        visible_sum_s=0,
    )
    states.tell(states.folder_of(settings), consumer)

    with TestClient(create_app(Lineage(settings, service.database))) as client:
        text = client.get("/").text

    assert re.search(r"1\D?234</strong> in the queue here", text)
    assert "The journal &lt;full&gt; cannot be written to." in text
    assert "broker mq2:61613" in text
    assert "broker mq1:61613" not in text
