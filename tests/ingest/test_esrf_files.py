"""An ICAT id alone says that files were added."""

import pytest

from lineage.errors import InvalidField, MissingField
from lineage.ingest import Context, read
from lineage.model.event import Event


def test_an_id_alone_says_that_files_were_added() -> None:
    assert read(b'{"datasetId": 17}', Context()) == (Event("files", "icat:dataset/17", {}),)


def test_an_id_with_more_is_a_dataset() -> None:
    with pytest.raises(MissingField, match="The dataset has no"):
        read(b'{"datasetId": 17, "name": "x"}', Context())


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidField):
        read(b'{"datasetId": 0}', Context())
