import pytest

from lineage.web.viewers import VIEWERS, Viewer, fitting
from tests.web.viewers.walks import material, messages

EXAMPLES = {
    "biosaxs": ["biosaxs", "steps"],
    "cryoet": ["cryoet", "steps"],
    "mx": ["mx", "steps"],
    "tomography": ["tomography", "steps"],
    "relion-tutorial": ["steps"],
}


@pytest.mark.parametrize(("example", "names"), EXAMPLES.items())
def test_the_parameters_choose_the_viewer(example: str, names: list[str]) -> None:
    assert [viewer.name for viewer in fitting(material(messages(example)))] == names


def test_the_viewer_with_most_to_say_comes_first() -> None:
    mixed = material([*messages("tomography"), *messages("mx")])

    assert [viewer.name for viewer in fitting(mixed)] == ["mx", "tomography", "steps"]


@pytest.mark.parametrize("example", EXAMPLES)
@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: viewer.name)
def test_every_viewer_shows_whatever_it_is_given(viewer: Viewer, example: str) -> None:
    found = material(messages(example))

    said = {line.dataset.id for line in viewer.show(found).lines()}

    assert {start.id for start in found.starts} - said == set()


@pytest.mark.parametrize("viewer", VIEWERS, ids=lambda viewer: viewer.name)
def test_nothing_to_show_is_no_failure(viewer: Viewer) -> None:
    assert list(viewer.show(material([])).lines()) == []
