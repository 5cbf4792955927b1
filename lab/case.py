"""What a case expects of a command, and how what it said is held against that. Pure.

`expected.json` of a case is `{"runs": [{"run": COMMAND, …}]}`. Beside the command may stand: `calls`, fields of each
call that it prints as JSON; `says` and `never`, regular expressions; `exit`, its exit code, 0 unless said.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeGuard

NEAR_SECONDS = 0.001
_INSTANTS = ("queued", "alerted", "answered", "ended")


class Said(NamedTuple):
    out: str
    err: str
    code: int

    @property
    def text(self) -> str:
        return self.out + self.err


class Difference(NamedTuple):
    what: str
    expected: object
    got: object


def differences(run: dict[str, Any], said: Said) -> list[Difference]:
    """Empty: all is as expected."""
    return [
        *_unequal("exit code", run.get("exit", 0), said.code),
        *(_of_calls(run["calls"], said.out) if "calls" in run else ()),
        *(Difference("says", text, said.text) for text in run.get("says", ()) if not re.search(text, said.text)),
        *(Difference("never says", text, said.text) for text in run.get("never", ()) if re.search(text, said.text)),
    ]


def _of_calls(expected: Sequence[dict[str, Any]], out: str) -> Iterator[Difference]:
    calls = [after_arrival(json.loads(line)) for line in out.splitlines() if line.startswith("{")]
    yield from _unequal("number of calls", len(expected), len(calls))
    for place, (wanted, call) in enumerate(zip(expected, calls, strict=False), 1):
        yield from compare(f"call {place}", wanted, call)


def after_arrival(call: dict[str, Any]) -> dict[str, Any]:
    """The call with its instants as seconds after it arrived, too: `answered_after`."""
    arrived = datetime.fromisoformat(call["arrived_at"])
    for name in _INSTANTS:
        at = call.get(f"{name}_at")
        call[f"{name}_after"] = None if at is None else (datetime.fromisoformat(at) - arrived).total_seconds()
    return call


def compare(what: str, expected: object, got: object) -> Iterator[Difference]:
    """Of an object the fields that are named, of a list every item, of a number what is near."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key, value in expected.items():
            yield from compare(f"{what}.{key}", value, got.get(key))
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for place, (one, other) in enumerate(zip(expected, got, strict=True), 1):
            yield from compare(f"{what} {place}", one, other)
    else:
        yield from _unequal(what, expected, got)


def _unequal(what: str, expected: object, got: object) -> Iterator[Difference]:
    if _is_number(expected) and _is_number(got):
        if abs(expected - got) > NEAR_SECONDS:
            yield Difference(what, expected, got)
    elif expected != got:
        yield Difference(what, expected, got)


def _is_number(value: object) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
