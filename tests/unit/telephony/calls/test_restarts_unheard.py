"""The PBX was stopped or has died while nobody listened: what its rows say of the calls of that moment."""

import pytest

from metrics.calls.service_level import Policy, judge
from telephony.calls.tracker import Tracker
from telephony.cel.order import in_order
from telephony.cel.rows import Row
from telephony.events import CEL_ROW, LINK_UP, LOG_RINGING, RECOVERED, RECOVERY, Event
from telephony.facts import Call, Disposition, Fact, FactKind, Measurement
from tests.unit.telephony.calls.switch import SITE, T0, S

CHANNELS = {"a": "PJSIP/trunk-1", "x": "PJSIP/1001-1"}
BRIDGE = {"BridgeUniqueid": "b", "BridgeTechnology": "simple_bridge"}


class Written:
    def __init__(self) -> None:
        self.tracker = Tracker("main", SITE)
        self.ended: list[Call] = []
        self._say("Hangup", 0, Uniqueid="z")  # what was heard last
        self._say(RECOVERY, 0, Log="yes", Margin="250000")

    def row(self, kind: str, second: float, who: str, **more: str) -> None:
        """`a` calls, by `trunk`; `x` is a phone."""
        self._say(CEL_ROW, second, Type=kind, Uniqueid=who, Linkedid="a", **more)

    def rings(self, second: float, channel: str) -> None:
        self._say(LOG_RINGING, second, Channel=channel)

    def nothing_is_left(self, second: float) -> Call:
        for name in (RECOVERED, LINK_UP, "CoreShowChannelsComplete"):
            self._say(name, second)
        [call] = self.ended
        return call

    def _say(self, name: str, second: float, **headers: str) -> None:
        at_us = T0 + round(second * S)
        for told in self.tracker.step(Event(name, at_us, {"Timestamp": str(at_us / S), **headers}, (), 1, at_us)):
            if isinstance(told, Fact) and told.kind is FactKind.CALL_ENDED:
                self.ended.append(told.call)


def rings_at_5(trunk: str) -> Written:
    written = Written()
    written.row("CHAN_START", 4, "a", Channel=f"{trunk}-1", Exten="8001", CallerIDNum="13800000001")
    written.row("APP_START", 4.1, "a", Channel=f"{trunk}-1", Application="Queue", AppData="hotline")
    written.row("CHAN_START", 4.8, "x", Channel="PJSIP/1001-1")
    written.rings(5, "PJSIP/1001-1")
    return written


@pytest.mark.parametrize(
    ("trunk", "measurement"), [("PJSIP/trunk", Measurement.RECOVERED), ("DAHDI/1", Measurement.ESTIMATED)]
)
def test_whom_nobody_has_hung_up_was_given_up_by_a_pbx_that_stops(trunk: str, measurement: Measurement) -> None:
    """PJSIP says always that a caller hangs up. Of other lines it is not known."""
    written = rings_at_5(trunk)
    written.row("HANGUP", 9, "x", Channel="PJSIP/1001-1", Cause="0")
    written.row("HANGUP", 9, "a", Channel=f"{trunk}-1", Cause="0")
    call = written.nothing_is_left(30)
    assert (call.disposition, call.measurement) == (Disposition.TIMEOUT, measurement)
    assert (call.ring_us, call.ended_at_us) == (4 * S, T0 + 9 * S)


@pytest.mark.parametrize(("talked", "said"), [(0.02, "abandoned estimated"), (0.4, "answered recovered")])
def test_whether_a_caller_who_leaves_as_a_phone_is_picked_up_was_answered_is_not_known(
    talked: float, said: str
) -> None:
    written = rings_at_5("PJSIP/trunk")
    told = [("ANSWER", 8.0, "x", {}), ("BRIDGE_ENTER", 8.01, "x", BRIDGE), ("BRIDGE_ENTER", 8.01, "a", BRIDGE)]
    told += [("HANGUP", 8.01 + talked, "x", {}), ("HANGUP", 8.01 + talked, "a", {"Source": "PJSIP/trunk-1"})]
    rows = (
        Row(T0 + round(at * S), kind, who, "a", CHANNELS[who], "", "", "", more, "") for kind, at, who, more in told
    )
    for row in in_order(rows, (), T0 + 30 * S):
        assert isinstance(row, Row)
        written.row(row.type, (row.at_us - T0) / S, row.uniqueid, Channel=row.channel, **row.extra)
    call = written.nothing_is_left(30)
    assert f"{call.disposition} {call.measurement}" == said
    assert judge(call, Policy()).within_target is (True if said.startswith("answered") else None)


def test_a_call_that_a_dead_pbx_has_not_ended_lived_until_its_last_row() -> None:
    call = rings_at_5("PJSIP/trunk").nothing_is_left(30)
    assert (call.disposition, call.measurement) == (Disposition.FAILED, Measurement.ESTIMATED)
    assert (call.alerted_at_us, call.ended_at_us) == (T0 + 5 * S, T0 + 5 * S)
    [attempt] = call.attempts
    assert (attempt.began_at_us, attempt.ended_at_us) == (T0 + 4_800_000, T0 + 5 * S)
