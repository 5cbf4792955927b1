"""The truth about a call, from the phones' own clocks and nothing else."""

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from lab.pbx.leg import Leg

if TYPE_CHECKING:
    from tests.pbx.scene import Corner

_SAME_MOMENT_US = 50_000
_TOGETHER_US = 400_000  # a CANCEL this soon after an answer or a hang-up is its consequence


@dataclass
class Tried:
    device: str
    outcome: str
    final: int  # the phone's own last word: 200, 486, 603, 302, 487 = it was cancelled, 0 = it never heard
    alerted_at_us: int | None
    ended_at_us: int | None


@dataclass
class Truth:
    shape: str
    dialled: str
    caller: str
    direction: str
    hotline: str | None  # None: the call is no business of a hotline
    disposition: str
    agent: str | None
    began_at_us: int  # the caller's INVITE
    alerted_at_us: int | None
    answered_at_us: int | None
    ring_ended_at_us: int | None
    attempts: list[Tried]
    transfers: list[tuple[str, str, str | None]] = field(default_factory=list)  # kind, from, to
    phone: str = ""  # whose channel began it
    click_to_call: bool = False
    linkedid: str = ""  # learned from the PBX, to find the call again
    lost: bool = False  # the PBX died in mid-call: the rest is an estimate
    number: str = ""  # what the dialplan has made of the caller's number
    ignored: bool = False  # nothing is to be recorded of it

    @property
    def ring_us(self) -> int:
        if self.alerted_at_us is None or self.ring_ended_at_us is None:
            return 0
        return self.ring_ended_at_us - self.alerted_at_us

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "ring_seconds": self.ring_us / 1e6}


def tell(
    leg: Leg,
    rung: list[Leg],
    disposition: str,
    corner: "Corner",
    *,
    direction: str = "inbound",
    agent: str | None = None,
    answered_at_us: int | None = None,
    gave_up_at_us: int | None = None,
    transfers: tuple[tuple[str, str, str | None], ...] = (),
    hotline: bool = True,
    ignored: bool = False,
    cut_at_us: int | None = None,
    deaf: str = "",
    lost: bool = False,
    left_at_us: int | None = None,
    line: str = "",
    number: str = "",
    dropped: str = "",
    connected_at_us: int | None = None,
) -> Truth:
    """`agent` and `answered_at_us` are given where who took the call was not rung for it: a pick-up;
    `gave_up_at_us` where nothing was ringing when the switch gave up; `cut_at_us` where a supervisor took the caller
    away; `left_at_us` where the caller's line went dead, `line` its endpoint; `number` is what the dialplan wrote as
    the caller's; `dropped` is the phone that picked up and gave the call back, `connected_at_us` when the caller heard
    who picked up then; `deaf` is how a dead address counts where its round ended by itself."""
    winner = None if answered_at_us or disposition != "answered" else _winner(rung, dropped)
    answered = answered_at_us or connected_at_us or (winner.at_us("200 INVITE", sent=True) if winner else None)
    left = left_at_us or leg.at_us("CANCEL", sent=True) or leg.at_us("BYE", sent=True)
    waited = [each for each in rung if answered is None or each.log[0].at_us < answered]
    causes = [at for at in (answered, left, cut_at_us) if at]
    deaf = deaf or ("cancelled" if disposition in ("answered", "abandoned") else "failed")
    attempts = [_tried(each, each is winner, causes, deaf, dropped) for each in waited if each is not leg]
    alerted = min((each.alerted_at_us for each in attempts if each.alerted_at_us), default=None)
    if disposition == "answered":
        ended = answered
    elif disposition == "abandoned":
        ended = left
    else:
        ended = gave_up_at_us or max((each.ended_at_us for each in attempts if each.ended_at_us), default=None)
    return Truth(
        shape=corner.shape.name,
        dialled=leg.dialled,
        caller=leg.caller,
        direction=direction,
        hotline=corner.hotline if hotline else None,
        disposition=disposition,
        agent=agent or (winner.phone.name if winner else None),
        began_at_us=leg.log[0].at_us,
        alerted_at_us=alerted,
        answered_at_us=answered,
        ring_ended_at_us=ended,
        attempts=attempts,
        transfers=list(transfers),
        phone=line or leg.phone.name,
        click_to_call=leg.incoming is not None,
        lost=lost,
        ignored=ignored,
        number=number,
    )


def _winner(rung: list[Leg], dropped: str) -> Leg:
    """The first who picked up; of several at the same moment, the one who was left talking."""
    picked = sorted(((leg.at_us("200 INVITE", sent=True) or 0, leg) for leg in _kept(rung, dropped)), key=_first)
    together = [leg for at_us, leg in picked if at_us - picked[0][0] < _SAME_MOMENT_US]
    return max(together, key=lambda leg: leg.log[-1].at_us)


def _kept(rung: list[Leg], dropped: str) -> list[Leg]:
    return [leg for leg in rung if leg.final == 200 and leg.phone.name != dropped]


def _first(pair: tuple[int, Leg]) -> int:
    return pair[0]


def _tried(leg: Leg, won: bool, causes: list[int], deaf: str, dropped: str) -> Tried:
    if leg.deaf:
        return Tried(f"PJSIP/{leg.phone.name}", deaf, 0, None, None)
    ended = leg.at_us("CANCEL", sent=False)
    if leg.final not in (0, 487):
        ended = leg.at_us("200 INVITE" if leg.final == 200 else str(leg.final), sent=True)
    device = f"PJSIP/{leg.phone.name}"
    outcome = "dropped" if leg.phone.name == dropped and leg.final == 200 else _outcome(leg, won, ended, causes)
    return Tried(device, outcome, leg.final, leg.at_us("180", sent=True), ended)


def _outcome(leg: Leg, won: bool, ended_us: int | None, causes: list[int]) -> str:
    if won:
        return "answered"
    if leg.final in (486, 600, 603):
        return "busy"
    if leg.final in (200, 302):  # another was faster, or it handed the call on
        return "cancelled"
    if ended_us is not None and any(-50_000 <= ended_us - cause < _TOGETHER_US for cause in causes):
        return "cancelled"
    return "no_answer"
