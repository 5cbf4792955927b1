"""The test telephone's own session: how long it is to ring. Runs on a thread of the AGI server."""

from collections.abc import Callable
from dataclasses import dataclass

from telephony.agi.server import Script, Session

SECONDS = "TR_CANARY_SECONDS"
_DEADLINE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class CanaryScript:
    """`ring_seconds` of a PBX: None where no canary call of ours is on, and the test telephone hangs up."""

    ring_seconds: Callable[[str], float | None]
    pbxs: tuple[str, ...]

    def script(self) -> Script:
        return Script(self.run, _DEADLINE_SECONDS)

    def run(self, session: Session) -> None:
        pbx = session.request.query.get("pbx") or (self.pbxs[0] if len(self.pbxs) == 1 else "")
        seconds = self.ring_seconds(pbx)
        if seconds is not None:
            session.verbs.set_variable(SECONDS, f"{seconds:.3f}")
