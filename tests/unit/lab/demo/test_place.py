"""The demo tells the address at which its service really listens."""

from pathlib import Path

import pytest

from lab.demo.playing import Visitor, _place
from lab.demo.site import Switch, settings
from lab.sim.site import site

ANYWHERE = "0.0.0.0"


@pytest.mark.parametrize(
    ("address", "shown", "notes"),
    [
        (("127.0.0.1", 8080), "http://127.0.0.1:8080", 0),
        (("127.0.0.1", 8081), "http://127.0.0.1:8081", 1),
        (("127.0.0.1", 9471), "http://127.0.0.1:9471", 0),
        ((ANYWHERE, 9471), "http://127.0.0.1:9471", 0),
        (("192.0.2.7", 80), "http://192.0.2.7:80", 0),
    ],
)
def test_the_address_where_the_service_listens_is_told_and_a_taken_port_only_where_it_is_the_reason(
    tmp_path: Path, address: tuple[str, int], shown: str, notes: int
) -> None:
    place, found = site(2), address[1] if address[1] == 8080 else 8081
    switch = Switch("", "all simulated", 1, "u", "s", place.hotline, place.agents, lambda _a, _n: True, ())
    told = _place(switch, settings(switch, tmp_path, found), "token", Visitor("1001", "code", 60), address, found)
    assert told.url == shown
    assert len(told.notes) == 1 + notes
