"""What `./run bench gaps` found: each call held against the phones' own clocks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from metrics.calls.service_level import Policy, judge
from telephony.facts import Call, Measurement
from tests.pbx.truth import Truth

RING_P99_MS_MAX = 150.0
RECOVERED_SHARE_MIN = 0.95
CLOCKS_US = 20_000
"""A phone's clock and the PBX's may differ so much over which of two rings it was."""

POLICIES = tuple(Policy(ring_zone=zone, rings_within=rings) for zone, rings in (("uk", 1), ("cn", 1), ("cn", 3)))
"""Of many of the calls, the ringing is near one of these limits."""


@dataclass
class Found:
    calls: int = 0
    measured: int = 0
    recovered: int = 0
    estimated: int = 0
    verdicts: int = 0
    ring_ms: list[float] = field(default_factory=list)  # how far off, of the recovered ones
    margins: list[float] = field(default_factory=list)
    outside: dict[str, int] = field(default_factory=dict)  # of its margin, by shape
    why_estimated: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    @property
    def touched(self) -> int:
        return self.recovered + self.estimated

    def hold(self, truths: Sequence[Truth], found: Mapping[str, Call], twice: Sequence[str]) -> None:
        for truth in truths:
            self.calls += 1
            call = found.get(truth.linkedid)
            if call is None:
                self.wrong.append(f"{truth.shape} {truth.linkedid}: not accounted for")
            else:
                self._hold(truth, call)
        known = {truth.linkedid for truth in truths}
        self.wrong += [f"{key}: {found[key].direction} call that no phone made" for key in found.keys() - known]
        self.wrong += [f"{linkedid}: ended twice" for linkedid in twice]

    def _hold(self, truth: Truth, call: Call) -> None:
        name = f"{truth.shape} {truth.linkedid}"
        for policy in POLICIES:
            said, is_right = judge(call, policy).within_target, in_time(truth, policy)
            self.verdicts += said is not None
            near = abs(truth.ring_us - policy.limit_us) <= CLOCKS_US
            if said not in (None, is_right) and not near and call.direction == "inbound":
                self.wrong.append(f"{name}: within target {said}, {call.measurement}, {truth.ring_us / 1e6:.3f} s rung")
        match call.measurement:
            case Measurement.MEASURED:
                self.measured += 1
            case Measurement.ESTIMATED:
                self.estimated += 1
                self.why_estimated[truth.shape] = self.why_estimated.get(truth.shape, 0) + 1
                return
            case Measurement.RECOVERED:
                self.recovered += 1
                self._note_ring(truth, call)
        for what, got, expected in (
            ("disposition", str(call.disposition), truth.disposition),
            ("agent", call.agent, truth.agent),
        ):
            if got != expected:
                self.wrong.append(f"{name}: {what} {got}, and the phones saw {expected}; {call.measurement}")

    def _note_ring(self, truth: Truth, call: Call) -> None:
        if not call.is_timed:
            return
        off_us = abs(call.ring_us - truth.ring_us)
        self.ring_ms.append(off_us / 1000)
        self.margins.append(call.margin_us / 1e6)
        if off_us > max(call.margin_us, CLOCKS_US) and call.is_timed:
            self.outside[truth.shape] = self.outside.get(truth.shape, 0) + 1

    @property
    def ring_p99_ms(self) -> float:
        return _share(self.ring_ms, 0.99)

    def misses(self, *, with_log: bool) -> list[str]:
        missed = list(self.wrong)
        if with_log and self.ring_p99_ms > RING_P99_MS_MAX:
            missed.append(f"ring_seconds p99 {self.ring_p99_ms:.0f} ms (reach: {RING_P99_MS_MAX:.0f})")
        if with_log and self.touched and self.recovered / self.touched < RECOVERED_SHARE_MIN:
            share = 100 * self.recovered / self.touched
            missed.append(f"{share:.1f} % recovered (reach: {100 * RECOVERED_SHARE_MIN:.0f} %)")
        return missed

    def row(self, what: str) -> str:
        share = f"{100 * self.recovered / self.touched:.1f} %" if self.touched else "–"
        rings = " / ".join(f"{each:.0f}" for each in (_share(self.ring_ms, 0.5), self.ring_p99_ms, _most(self.ring_ms)))
        margin = f"{_share(self.margins, 0.5):.2f} / {_most(self.margins):.2f}"
        counts = (self.calls, self.measured, self.recovered, self.estimated)
        cells = [what, *counts, share, rings, margin, self.verdicts, len(self.wrong)]
        return "| " + " | ".join(map(str, cells)) + " |"


_RING, _MARGIN = "ring off by, p50 / p99 / most ms", "margin p50 / most s"
_COUNTS = ("what", "calls", "measured", "recovered", "estimated", "recovered of touched")
_COLUMNS = (*_COUNTS, _RING, _MARGIN, "verdicts", "wrong")
HEAD = f"| {' | '.join(_COLUMNS)} |\n{'|---' * len(_COLUMNS)}|"


def in_time(truth: Truth, policy: Policy) -> bool:
    return truth.answered_at_us is not None and truth.ring_us < policy.limit_us


def _share(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0


def _most(values: Sequence[float]) -> float:
    return max(values, default=0.0)
