"""Reading by shape is a shortcut: it must never say anything that reading line by line would not say."""

import random

import pytest

from telephony.ami import frames
from telephony.ami.shapes import Shapes

NEWSTATE = "Event: Newstate\r\nChannel: PJSIP/1\r\nChanVariable: A=1\r\nAccountCode: \r\nChanVariable: B=2"
PAIRS = [
    ("Event", "Newstate"),
    ("Channel", "PJSIP/1"),
    ("ChanVariable", "A=1"),
    ("AccountCode", ""),
    ("ChanVariable", "B=2"),
]


def test_a_known_shape_gives_headers_and_repetitions() -> None:
    shapes = Shapes()
    assert shapes.read(NEWSTATE) is None
    shapes.learn(NEWSTATE, PAIRS)
    assert shapes.read(NEWSTATE) == (
        {"Event": "Newstate", "Channel": "PJSIP/1", "ChanVariable": "A=1", "AccountCode": ""},
        (("ChanVariable", "A=1"), ("ChanVariable", "B=2")),
    )


@pytest.mark.parametrize(
    "other",
    [
        NEWSTATE + "\r\nMore: x",
        NEWSTATE.replace("AccountCode: ", "AccountCode:"),
        NEWSTATE.replace("PJSIP", "PJ\rSIP"),
        NEWSTATE.replace("\r\n", "\n"),
        NEWSTATE.replace("Channel", "Chan", 1),
    ],
)
def test_what_does_not_fit_exactly_is_not_read_by_shape(other: str) -> None:
    shapes = Shapes()
    shapes.learn(NEWSTATE, PAIRS)
    assert shapes.read(other) is None


def test_the_commonest_of_several_shapes_is_tried_first() -> None:
    shapes = Shapes()
    rare, common = ("Event: Hangup\r\nPrivilege: call,all\r\n" + name for name in ("Rare: 1", "Common: 1"))
    for text in (rare, common):
        shapes.learn(text, [(name, value) for name, _, value in (line.partition(": ") for line in text.split("\r\n"))])
    assert shapes.read(common) == ({"Event": "Hangup", "Privilege": "call,all", "Common": "1"}, ())
    (alike,) = shapes._shapes.values()
    assert alike[0].names == ("Event", "Privilege", "Common")


def test_ever_new_shapes_do_not_fill_the_memory() -> None:
    shapes = Shapes()
    for number in range(1000):
        name = f"Noise{number}"
        shapes.learn(f"Event: {name}\r\nA: 1", [("Event", name), ("A", "1")])
        shapes.learn(f"Event: Hangup\r\n{name}: 1", [("Event", "Hangup"), (name, "1")])
    assert sum(len(alike) for alike in shapes._shapes.values()) < 400


def test_reading_by_shape_and_by_line_say_the_same() -> None:
    chance = random.Random(5)
    lines = [
        "A: 1",
        "A: 2",
        "B:",
        "B: ",
        "C:x",
        "no header",
        "D: e: f",
        ": g",
        "Output: h",
        "I: \n",
        "J: \r",
        "K: 前台",
    ]
    for _ in range(5000):
        frame = "\r\n".join(["Event: Hangup", *chance.choices(lines, k=chance.randrange(5))]).encode()
        by_line = frames.by_line(frame)
        event = frames.parse(frame, 0)
        assert (event.headers, event.repeated) == by_line
