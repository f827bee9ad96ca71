"""Certificates: made again from the words of the documentation alone, and refused when they do not add up."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import pytest

from lineage.errors import CertificateError
from lineage.flat.icat.certificate import Certificate, Trees, differing, made, parsed
from lineage.flat.icat.held import held
from tests.flat.icat.catalogue import client, furnish
from tests.flat.icat.double import Double

NAMES = ["lineage_depth", "lineage_kind", "input_datasets"]


@pytest.fixture
def double() -> Iterator[Double]:
    with Double() as double:
        furnish(double, ["a", "b", "c"])
        for place, (name, kind) in enumerate((("lineage_depth", "NUMERIC"), ("lineage_kind", "STRING")), 1):
            body = {"facility": {"id": 1}, "name": name, "units": "", "valueType": kind, "applicableToDataset": True}
            double.root("POST", entities=[{"ParameterType": body}])
            for dataset in (1, 2):
                value = {"numericValue": dataset} if kind == "NUMERIC" else {"stringValue": f"é{dataset}"}
                said = {"dataset": {"id": dataset}, "type": {"id": place}, **value}
                double.root("POST", entities=[{"DatasetParameter": said}])
        yield double


def certificate(double: Double) -> Certificate:
    trees = Trees()
    with client(double) as icat:
        for page in held(icat, NAMES):
            for one in page:
                trees.take(one)
        return made(icat, trees, NAMES, 17, "2026-01-01T00:00:00Z")


def root(leaves: list[bytes]) -> bytes:
    """Return the Merkle tree hash as RFC 6962 defines it."""
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def spelled(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_a_third_party_gets_the_same_roots_from_the_documentation(double: Double) -> None:
    found = certificate(double)

    place = "/data/visitor/hg1/id00"
    leaves = [
        f'[1,"{place}/a",{{"lineage_depth":1,"lineage_kind":"é1"}}]'.encode(),
        f'[2,"{place}/b",{{"lineage_depth":2,"lineage_kind":"é2"}}]'.encode(),
        f'[3,"{place}/c",{{}}]'.encode(),
    ]
    expected = root(leaves).hex()
    assert found.investigations["hg1/id00"].root == expected
    assert found.root == root([spelled(["hg1/id00", 3, expected])]).hex()
    assert (found.datasets, found.investigations["hg1/id00"].parameters, found.change) == (3, 4, 17)


def test_what_has_changed_since_is_named(double: Double) -> None:
    said = certificate(double)
    with client(double) as icat:
        before = differing(icat, said)
        double.root("POST", entities=[{"DatasetParameter": {"id": 1, "numericValue": 3}}])
        after = differing(icat, said)

    assert (before, after) == ([], ["hg1/id00"])


def test_a_certificate_is_read_as_it_was_written(double: Double) -> None:
    said = certificate(double)

    assert parsed(said.model_dump_json().encode(), "c.json") == said


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"datasets": "3"}, "is no certificate: datasets"),
        ({"form": "other/1"}, "is of the form 'other/1'"),
        ({"root": "00"}, "does not add up"),
        ({"more": 1}, "is no certificate: more"),
    ],
)
def test_what_is_no_certificate_is_refused(double: Double, change: dict[str, object], reason: str) -> None:
    text = json.dumps(json.loads(certificate(double).model_dump_json()) | change)

    with pytest.raises(CertificateError) as caught:
        parsed(text.encode(), "c.json")
    assert reason in caught.value.message
