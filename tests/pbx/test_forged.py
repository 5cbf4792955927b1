"""Strangers' calls through a real Asterisk: whatever they write, live calls are measured as if nobody had called."""

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest

from lab.pbx import config
from telephony.ami.trusted import trusted
from telephony.calls.tracker import Tracker
from telephony.facts import Call, Disposition, Fact, FactKind, Measurement
from telephony.replay import calls, events
from tests.pbx.ear import Ear
from tests.pbx.lab import Lab
from tests.pbx.scene import Scene, Shape, answers
from tests.unit.telephony.ami.test_forged_pairs import FULL_HEAD
from tests.unit.telephony.ami.test_guard import FORGED, HEADS

PATIENT = Shape(
    "patient",
    play=lambda _scene: asyncio.sleep(0),
    dialplan=(
        "Set(TR_CALLER=${CALLERID(num)})",
        "Set(TR_PHONE=${PJSIP_HEADER(read,User-Agent)})",
        "NoOp(${CALLERID(all)} ${EXTEN})",
        "Queue({q})",
    ),
    agents=1,
    queue={"timeout": "120"},
)
_LIVE_CALLER = "13800000000"
_CALL_SECONDS = 0.35


def _party(number: bytes, name: bytes = b"") -> str:
    shown = f'"{name.decode("latin-1")}" ' if name else ""
    return f"{shown}<sip:{quote(number, safe='')}@127.0.0.1>"


PARTIES = [
    *(_party(piece) for piece in FORGED if piece != b"138\0"),
    *(_party(b"\r\n\r\nEvent: Hangup\r\n%s: 1790000000.1\r\nX: " % name.encode()) for name in HEADS),
    _party(FULL_HEAD),
    _party(b"138\0" + b"0000000"),
    _party(b"1" * 300),
    _party(b"\r\n\r\nEvent: LinkUp\r\n\r\n" * 12),
    _party("王小明".encode("gb18030")),
    _party("王小明".encode()),
    _party(b"138", b"a\r\n b"),  # folded, as SIP allows
    _party(b"138", b"%0D%0A%0D%0AEvent: LinkUp"),
    _party(FORGED[0], FORGED[0].replace(b"\r\n", b"%0D%0A")),
]
DIALLED = [piece for piece in FORGED if b"\0" not in piece]


class ForgedLab(Lab):
    """Its trunk takes any number that begins like the hotline's, as many dialplans do."""

    def _site(self) -> config.Site:
        site = super()._site()
        corner = self.corners[0]
        steps = [corner.text(step) for step in corner.shape.dialplan]
        pattern = f"exten => _{corner.number}.,1,{steps[0]}"
        anything = (pattern, *(f" same => n,{step}" for step in steps[1:]))
        contexts = {**site.contexts, "from-trunk": (*site.contexts["from-trunk"], *anything)}
        return config.Site(site.phones, site.trunk_port, site.queues, contexts)


@dataclass
class Night:
    """What the phones did, and what each way of deriving the calls says of it."""

    strangers: int = 0
    rang_us: int = 0  # of the live call, by its phones
    agent: str = ""  # whose phone it was
    derived: dict[str, dict[str, Call]] = field(default_factory=dict)
    forged: int = 0
    reconnects: int = 0


async def _night() -> Night:
    lab, night = ForgedLab([PATIENT]), Night()
    await lab.open()
    ear = Ear(lab.asterisk)
    try:
        await ear.open()
        await _play(lab, night)
        await asyncio.sleep(0.5)
        night.forged, night.reconnects = ear.link.stats.forged, ear.link.stats.connects - 1
    finally:
        await ear.close()
        wire = lab.heard()
        await lab.close()
    night.derived["live"] = ear.calls(lab.layout)[0]
    night.derived["journal"] = _from_journal(ear, lab)
    night.derived["replay"] = {call.linkedid: call for call in calls(events([wire]), lab.layout)}
    return night


async def _play(lab: Lab, night: Night) -> None:
    """One call rings all the while; strangers come and go; then it is answered."""
    scene = Scene(lab, lab.corners[0], 1)
    scene.agent(1).on_call = answers(1000)
    live = await scene.call(caller=_LIVE_CALLER)
    rung = await scene.until_rung()
    for number, party in [*(("", party) for party in PARTIES), *((_dialled(lab, each), "") for each in DIALLED)]:
        night.strangers += await _stranger(scene, number, party)
    first, second = _rename_of_the_ringing_phone(lab)
    night.strangers += await _stranger(scene, _dialled(lab, second), _party(first))
    await rung.answer()
    await asyncio.sleep(0.3)
    live.hang_up()
    rang, answered = rung.at_us("180", sent=True), rung.at_us("200 INVITE", sent=True)
    assert rang is not None
    assert answered is not None
    night.rang_us, night.agent = answered - rang, scene.agent(1).name
    await scene.finish()


def _rename_of_the_ringing_phone(lab: Lab) -> tuple[bytes, bytes]:
    """Its number and dialled number, side by side in one event, hold a whole other one."""
    [*_, uniqueid] = re.findall(
        rb"Event: Newchannel\r\n(?:(?!\r\n\r\n).)*Channel: PJSIP/%s-(?:(?!\r\n\r\n).)*\r\nUniqueid: ([^\r]+)"
        % lab.corners[0].agents[0].name.encode(),
        lab.heard(),
        re.DOTALL,
    )
    soon = b"%.6f" % (time.time() + 0.9)
    return (
        b"\r\n\r\nEvent: Rename\r\nPrivilege: abc,all\r\nTimestamp: " + soon + b"\r\nChannel: ",
        b"\r\nNewname: x\r\nUniqueid: " + uniqueid + b"\r\n\r\n",
    )


def _dialled(lab: Lab, piece: bytes) -> str:
    return lab.corners[0].number + quote(piece, safe="")


async def _stranger(scene: Scene, number: str, party: str) -> bool:
    """Whether the PBX took the call at all."""
    leg = await scene.call(number, party=party)
    await asyncio.sleep(_CALL_SECONDS)
    leg.hang_up()
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(5):
            await leg.until_ended()
    return leg.final in (200, 487)  # none: the PBX dropped the INVITE as no SIP


def _from_journal(ear: Ear, lab: Lab) -> dict[str, Call]:
    tracker = Tracker("lab", lab.layout)
    told = [
        each
        for number, (frame, at_us) in enumerate(ear.received, 1)
        for each in tracker.step(trusted(frame, at_us, number))
    ]
    ended = (each.call for each in told if isinstance(each, Fact) and each.kind is FactKind.CALL_ENDED)
    return {call.linkedid: call for call in ended}


@pytest.fixture(scope="module")
def night() -> Night:
    return asyncio.run(_night())


WAYS = ["live", "journal", "replay"]


@pytest.mark.parametrize("way", WAYS)
def test_the_live_call_is_measured_as_its_phones_saw_it(night: Night, way: str) -> None:
    [live] = [call for call in night.derived[way].values() if call.disposition is Disposition.ANSWERED]
    assert (live.caller_raw, live.agent, live.measurement) == (_LIVE_CALLER, night.agent, Measurement.MEASURED)
    assert live.alerted_at_us is not None
    assert abs(live.ring_us - night.rang_us) < 200_000
    assert live.transfers == []
    assert len(live.attempts) == 1


@pytest.mark.parametrize("way", WAYS)
def test_every_stranger_s_call_is_a_call_that_its_caller_left(night: Night, way: str) -> None:
    strangers = [call for call in night.derived[way].values() if call.caller_raw != _LIVE_CALLER]
    assert len(strangers) == night.strangers
    assert {call.disposition for call in strangers} == {Disposition.ABANDONED}
    assert {call.measurement for call in strangers} == {Measurement.MEASURED}


@pytest.mark.parametrize("way", WAYS)
def test_no_number_of_a_stranger_has_a_line_break_or_is_taken_from_a_broken_one(night: Night, way: str) -> None:
    for call in night.derived[way].values():
        assert call.caller_raw.isprintable()
        assert "Event" not in call.caller_raw
        assert "Uniqueid" not in call.caller_raw


def test_the_attempts_are_counted_and_the_link_stays(night: Night) -> None:
    assert night.forged > len(FORGED)
    assert night.strangers > len(PARTIES)
    assert night.reconnects == 0
