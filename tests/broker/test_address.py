"""How a broker is named."""

import pytest

from lineage.broker import Address
from lineage.cli.settings import read_settings
from lineage.errors import SettingsError


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("mq1", Address("mq1", 61613)),
        ("mq1:61614", Address("mq1", 61614)),
        ("tcp://mq1.example.org:61613/", Address("mq1.example.org", 61613)),
        ("[::1]:61613", Address("::1", 61613)),
        ("ssl://mq1", Address("mq1", 61614, is_tls=True)),
        ("ssl://[::1]:443", Address("::1", 443, is_tls=True)),
    ],
)
def test_a_broker_is_a_host_with_or_without_port(text: str, address: Address) -> None:
    assert Address.parse(text) == address
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize("text", ["", "user@mq1", "user:secret@mq1:61613", "mq1:port", "mq1:0", "http://mq1", "a b"])
def test_what_is_no_broker_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="host:61613"):
        Address.parse(text)


def test_a_user_in_a_broker_is_refused_by_the_settings_without_telling_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LINEAGE_BROKERS", "mq1:61613,operator:secret@mq2:61613")

    with pytest.raises(SettingsError) as caught:
        read_settings()

    assert "LINEAGE_BROKERS" in caught.value.message
    assert "secret" not in caught.value.message
