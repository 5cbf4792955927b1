"""Since when agents do what, and their wrap-ups, in a small file: the next start of the service goes on from there."""

import json
import threading
from pathlib import Path
from typing import Any

import structlog

from kit.files import remove_drafts, whole_file
from telephony.agents.memory import Last, Memory
from telephony.agents.states import Standing, State
from telephony.agents.wrap_up import WrapUp
from telephony.facts import CallRef

log = structlog.get_logger(__name__)


class MemoryFile:
    """Every method blocks. A file that cannot be read or written costs what it would have told, and nothing else."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._one_at_a_time = threading.Lock()  # the last one asked for is the one that stays

    def read(self) -> Memory:
        remove_drafts(self._path.parent)
        try:
            return memory_of(self._path.read_text())
        except FileNotFoundError:
            return Memory()
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("since when agents do what cannot be read", error=type(error).__name__)
            return Memory()

    def write(self, memory: Memory) -> None:
        try:
            with self._one_at_a_time, whole_file(self._path) as file:
                file.write(text_of(memory).encode())
        except OSError as error:
            log.warning("since when agents do what cannot be kept", error=type(error).__name__)


def text_of(memory: Memory) -> str:
    lasts = {agent: [*last.standing, last.seen_us] for agent, last in memory.lasts.items()}
    return json.dumps({"states": lasts, "wrap_ups": memory.wrap_ups}, ensure_ascii=False)


def memory_of(text: str) -> Memory:
    """Raises ValueError, KeyError, TypeError and AttributeError for what `text_of` never writes."""
    found = json.loads(text)
    return Memory(
        {agent: _last(*told) for agent, told in found["states"].items()},
        {agent: _wrap_up(*told) for agent, told in found["wrap_ups"].items()},
    )


def _last(state: str, since_us: int | None, reason: str, seen_us: int) -> Last:
    return Last(Standing(State(state), None if since_us is None else int(since_us), str(reason)), int(seen_us))


def _wrap_up(call: Any, since_us: int, until_us: int, lengthened: bool) -> WrapUp:
    pbx, linkedid = call
    return WrapUp(CallRef(str(pbx), str(linkedid)), int(since_us), int(until_us), bool(lengthened))
