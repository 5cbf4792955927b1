"""What a forwarder says of itself, read from a file that anybody may have damaged."""

import json
from pathlib import Path

import pytest

from telephony.stream.status import NAME, Forwarded, forwarded_position, read, write

SAID = Forwarded("j", 7, "full", True, 1, 2, 3, 3, 99)


def test_what_is_said_is_read(tmp_path: Path) -> None:
    write(tmp_path, SAID)
    assert read(tmp_path) == SAID
    assert (forwarded_position(tmp_path, "j"), forwarded_position(tmp_path, "k")) == (7, 0)


@pytest.mark.parametrize(
    "content",
    [
        "[" * 60_000,
        '{"journal": ' * 5_000,
        json.dumps(SAID._asdict()) + " " * (64 << 10),
        json.dumps(SAID._asdict() | {"position": "x"}),
        json.dumps(SAID._asdict() | {"position": 7.0}),
        json.dumps(SAID._asdict() | {"position": True}),
        json.dumps(SAID._asdict() | {"position": -1}),
        json.dumps(SAID._asdict() | {"position": 1 << 63}),
        json.dumps(SAID._asdict() | {"full": 1}),
        json.dumps(SAID._asdict() | {"journal": None}),
        json.dumps(SAID._asdict() | {"more": 1}),
        "[]",
        "7",
        "",
        "\udcff",
    ],
    ids=range(15),
)
def test_what_is_not_ours_or_too_large_is_as_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8", errors="surrogateescape")
    assert read(tmp_path) is None
    assert forwarded_position(tmp_path, "j") == 0
