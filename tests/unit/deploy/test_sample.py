"""The sample's way of a call has no name that would have to be looked up."""

import ipaddress
import re
from pathlib import Path

import pytest

from thirdring.stack.places import COMPOSE

GLOBALS = Path(__file__).parents[3] / "deploy" / "asterisk" / "site" / "globals.conf"


def of_the_sample() -> str:
    found = re.search(r"^THIRDRING = agi://(\S+)", GLOBALS.read_text(), re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("place", [of_the_sample(), COMPOSE.agi])
def test_third_ring_is_an_address_and_no_name(place: str) -> None:
    assert ipaddress.ip_address(place.rpartition(":")[0]).version in (4, 6)
