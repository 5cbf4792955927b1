"""What the tracker says about a call, held against what the phones saw."""

from telephony.calls.cadence import period_us, rings
from telephony.facts import Call
from tests.pbx.truth import Truth

ZONES = ("cn", "es", "uk", "us", "fr", "hu")
EDGE_US = 30_000  # nearer than this to the next ring, two clocks may count differently


def differences(call: Call, truth: Truth) -> list[str]:
    """In words; empty where they agree. Ring seconds are compared apart, as numbers."""
    pairs = [
        ("direction", str(call.direction), truth.direction),
        ("hotline", call.hotline, truth.hotline),
        ("disposition", str(call.disposition), truth.disposition),
        ("agent", call.agent, truth.agent),
        ("rang", call.alerted_at_us is not None, truth.alerted_at_us is not None),
        (
            "attempts",
            _attempts(call),
            sorted((each.device, each.outcome, each.alerted_at_us is not None) for each in truth.attempts),
        ),
        ("transfers", [(str(t.kind), t.from_agent, t.to_agent) for t in call.transfers], truth.transfers),
        ("rings", counts(call.ring_us, truth), counts(truth.ring_us, truth)),
    ]
    if truth.number:
        pairs.append(("number", call.caller_raw, truth.number))
    if truth.lost:
        pairs = [pair for pair in pairs if pair[0] in ("direction", "hotline", "disposition", "agent")]
    return [f"{name}: {said!r}, and the phones saw {saw!r}" for name, said, saw in pairs if said != saw]


def counts(ring_us: int, truth: Truth) -> dict[str, int]:
    """Rings by zone, for the zones where the truth is not at the edge between two rings."""
    return {zone: rings(ring_us, period_us(zone)) for zone in ZONES if _clear_of_edge(truth.ring_us, period_us(zone))}


def _attempts(call: Call) -> list[tuple[str, str, bool]]:
    return sorted((each.device, str(each.outcome), each.alerted_at_us is not None) for each in call.attempts)


def _seen(truth: Truth) -> list[tuple[str, str, bool]]:
    return sorted((each.device, each.outcome, each.alerted_at_us is not None) for each in truth.attempts)


def _clear_of_edge(ring_us: int, period: int) -> bool:
    return EDGE_US < ring_us % period < period - EDGE_US or ring_us < EDGE_US
