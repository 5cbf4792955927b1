"""Help before a call is missed is refused where nobody would help, and names agents and hotlines that there are."""

import pytest
from pydantic import ValidationError

from thirdring.settings import Settings


def settings_with(**rescue: object) -> Settings:
    agents = [{"name": "1001", "devices": ["PJSIP/1001"]}]
    return Settings.model_validate({"agent": agents, "rescue": {"enabled": True, **rescue}})


@pytest.mark.parametrize(
    "rescue",
    [{}, {"banner": False, "helpers": ["1001"]}, {"dry_run": True, "managers": ["1001"]}],
    ids=["the banner alone", "helpers alone", "a dry run"],
)
def test_somebody_helps(rescue: dict[str, object]) -> None:
    assert settings_with(**rescue).rescue.enabled


@pytest.mark.parametrize(
    ("rescue", "words"),
    [
        ({"banner": False}, "rings nobody"),
        ({"dry_run": True}, "in a dry run there is no banner"),
        ({"helpers": ["1002"]}, "must be one of 1001"),
        ({"ring": 4}, "comes too late"),
    ],
    ids=["nobody", "nobody in a dry run", "no such agent", "after the last ring"],
)
def test_where_nobody_would_help_in_time_the_settings_say_so(rescue: dict[str, object], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        settings_with(**rescue)
