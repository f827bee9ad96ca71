import socket

import pytest

from lineage.engine.port import PORTS, chosen_port
from lineage.errors import EngineError

VARIABLE = "LINEAGE_BOLT_PORT"


def test_a_free_port_is_out_of_the_way_of_connections() -> None:
    assert chosen_port(None, VARIABLE) in PORTS


def test_a_wanted_port_that_is_free_is_taken() -> None:
    port = chosen_port(None, VARIABLE)

    assert chosen_port(port, VARIABLE) == port


def test_a_wanted_port_in_use_is_one_clear_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as line:
        port = line.getsockname()[1]

        with pytest.raises(EngineError) as caught:
            chosen_port(port, VARIABLE)

    assert caught.value.message == (
        f"The port {port} of 127.0.0.1 cannot be taken (Address already in use); "
        "set LINEAGE_BOLT_PORT to another one, or unset it to take a free one."
    )
