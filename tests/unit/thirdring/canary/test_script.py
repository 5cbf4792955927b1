from types import SimpleNamespace
from typing import Any

import pytest

from telephony.agi.request import Request
from thirdring.canary.script import CanaryScript


def variables_of(path_query: dict[str, str], rings: dict[str, float], pbxs: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    session: Any = SimpleNamespace(
        request=Request("canary", path_query), verbs=SimpleNamespace(set_variable=found.__setitem__)
    )
    CanaryScript(rings.get, pbxs).run(session)
    return found


@pytest.mark.parametrize(
    ("query", "pbxs", "expected"),
    [
        ({"pbx": "main"}, ("main",), {"TR_CANARY_SECONDS": "13.250"}),
        ({}, ("main",), {"TR_CANARY_SECONDS": "13.250"}),
        ({"pbx": "main"}, ("main", "branch"), {"TR_CANARY_SECONDS": "13.250"}),
        ({"pbx": "branch"}, ("main", "branch"), {}),
        ({"pbx": "nobody"}, ("main",), {}),
        ({}, ("main", "branch"), {}),
    ],
)
def test_the_test_telephone_of_a_pbx_is_told_how_long_to_ring_while_a_canary_call_is_on(
    query: dict[str, str], pbxs: tuple[str, ...], expected: dict[str, str]
) -> None:
    assert variables_of(query, {"main": 13.25}, pbxs) == expected
