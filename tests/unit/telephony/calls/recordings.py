"""The captures of a real Asterisk, and the phones' own truth beside each."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from telephony.events import Event
from telephony.layout import Layout
from telephony.replay import events

FOLDER = Path(__file__).parents[3] / "captures"
NAMES = tuple(sorted(path.name.removesuffix(".ami.gz") for path in FOLDER.glob("*.ami.gz")))


@cache
def recorded(name: str) -> tuple[Event, ...]:
    return tuple(events([gzip.decompress((FOLDER / f"{name}.ami.gz").read_bytes())]))


@cache
def _sidecar(name: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return told


def site(name: str) -> Layout:
    told = _sidecar(name)
    return Layout(told["hotlines"]["numbers"], told["hotlines"]["queues"], told["agents"])


def truths(name: str) -> list[dict[str, Any]]:
    """What is to be recorded, by the phones: one truth a call."""
    return [call for call in _sidecar(name)["calls"] if not call["ignored"]]
