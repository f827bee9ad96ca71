import pytest

from lineage.errors import InvalidField, MissingField, UnreadableMessage
from tests.ingest.messages import NAMESPACE, dataset_xml, the_dataset

PLAIN = dataset_xml(prefix=None).decode()


def test_files_are_counted_and_their_sizes_summed() -> None:
    files = "<datafile><location>a</location><size>3</size></datafile>" * 2

    found = the_dataset(dataset_xml(inside=files))

    assert (found.file_count, found.volume_bytes) == (2, 6)


def test_one_unknown_size_makes_the_volume_unknown() -> None:
    files = "<datafile><location>a</location><size>3</size></datafile><datafile><location>b</location></datafile>"

    found = the_dataset(dataset_xml(inside=files))

    assert (found.file_count, found.volume_bytes) == (2, None)


def test_a_message_without_files_counts_none() -> None:
    found = the_dataset(dataset_xml())

    assert (found.file_count, found.volume_bytes) == (None, None)


def test_the_sample_may_bring_parameters_of_its_own() -> None:
    sample = (
        "<name>sample1</name><type>protein</type><parameter><name>Sample_thickness</name><value>2</value></parameter>"
    )

    found = the_dataset(dataset_xml(sample=sample))

    assert found.sample == "sample1"
    assert found.parameters == {"Sample_thickness": 2.0}
    assert found.other_parameters == {"Sample_type": "protein"}


def test_comment_and_id_are_kept() -> None:
    found = the_dataset(dataset_xml(inside="<comment> good </comment><datasetId>17</datasetId>"))

    assert (found.comment, found.icat_id) == ("good", 17)


def test_children_without_a_name_space_are_read_too() -> None:
    root_alone = PLAIN.replace("<dataset", f'<t:dataset xmlns:t="{NAMESPACE}"').replace("</dataset", "</t:dataset")

    assert the_dataset(root_alone.encode()).digest == the_dataset(PLAIN.encode()).digest


def test_comments_and_cdata_are_plain_text() -> None:
    odd = PLAIN.replace(">autoproc<", "><!-- a --><![CDATA[auto]]>pr<?go?>oc<")

    assert the_dataset(odd.encode()).name == "autoproc"


def test_a_misspelt_element_is_refused_so_that_nothing_is_lost_in_silence() -> None:
    with pytest.raises(InvalidField, match="paramter"):
        the_dataset(dataset_xml(inside="<paramter><name>input_datasets</name><value>/data/a</value></paramter>"))


def test_a_second_element_is_refused() -> None:
    with pytest.raises(InvalidField, match="one name in dataset"):
        the_dataset(dataset_xml(inside="<name>other</name>"))


@pytest.mark.parametrize("inside", ["<parameter><value>1</value></parameter>", "<parameter><name/></parameter>"])
def test_a_parameter_has_a_name_and_a_value(inside: str) -> None:
    with pytest.raises(MissingField):
        the_dataset(dataset_xml(inside=inside))


def test_an_empty_value_is_a_value() -> None:
    found = the_dataset(dataset_xml(inside="<parameter><name>mine</name><value/></parameter>"))

    assert found.other_parameters == {"mine": ""}


def test_a_dataset_of_another_name_space_is_no_message() -> None:
    with pytest.raises(UnreadableMessage, match="no format knows it"):
        the_dataset(dataset_xml().replace(NAMESPACE.encode(), b"http://example.org"))
