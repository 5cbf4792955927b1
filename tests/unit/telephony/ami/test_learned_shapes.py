"""What was read line by line once is read at once afterwards, and the same."""

import pytest

from telephony.ami.frames import by_line, parse
from telephony.ami.shapes import Shapes
from tests.unit.telephony.ami.test_frames import HANGUP


def test_a_frame_is_read_the_same_the_first_time_and_later() -> None:
    names = [f"H{number}" for number in range(118)]
    for frame in (
        HANGUP,
        b"Event: Newstate\r\nChanVariable: a=1\r\nChannel: x\r\nChanVariable: b=2\r\nChanVariable: ",
        b"Event: Hangup\r\n" + "\r\n".join(f"{name}: {name}" for name in names).encode(),
        b"Event: Hangup\r\n" + b"N" * 61 + b": x",
        b"Event: Hangup\r\nA:x",
        b"Event: Hangup\r\nA: x\ry\r\nB: z",
        b"Event: Hangup\r\n: x",
        b"Eventful: x\r\nA: 1",
        b"Event: a.b\r\nA.B: 1",
    ):
        first = parse(frame, 1, 2)
        assert [parse(frame, 1, 2) for _ in range(3)] == [first] * 3
        headers, repeated = by_line(frame)
        assert (first.headers, first.repeated) == (headers, repeated)


def test_many_shapes_of_one_event_are_each_read_as_they_are() -> None:
    frames = [
        b"Event: QueueCallerLeave\r\n" + b"\r\n".join(b"H%d: %d" % (n, n) for n in range(count))
        for count in range(1, 12)
    ]
    for frame in (*frames, *reversed(frames), *frames):
        assert parse(frame, 0).headers == by_line(frame)[0]
    assert parse(b"Event: QueueCallerLeaves\r\nH0: 0", 0).name == "QueueCallerLeaves"


def test_shapes_that_are_learned_are_few_and_the_last_one_read_is_tried_first() -> None:
    shapes = Shapes()
    frames = [f"Event: QueueCallerLeave\r\nH{number}: x" for number in range(8)]
    for text in frames:
        assert shapes.read(text) is None
        shapes.learn(text, [("Event", "QueueCallerLeave"), (text[25:27], "x")])
    assert [shapes.read(text) is not None for text in frames] == [True] * 6 + [False] * 2
    assert shapes.read(frames[3]) == ({"Event": "QueueCallerLeave", "H3": "x"}, ())


def test_only_so_many_kinds_of_events_are_learned() -> None:
    shapes = Shapes()
    for number in range(201):
        shapes.learn(f"Event: K{number:03}", [("Event", f"K{number:03}")])
    assert shapes.read("Event: K199") == ({"Event": "K199"}, ())
    assert shapes.read("Event: K200") is None


@pytest.mark.parametrize(("count", "learned"), [(120, True), (121, False)])
def test_a_frame_of_more_headers_than_any_event_has_is_not_learned(count: int, learned: bool) -> None:
    pairs = [("Event", "Many"), *((f"H{number}", "x") for number in range(count - 1))]
    text = "\r\n".join(f"{name}: {value}" for name, value in pairs)
    shapes = Shapes()
    shapes.learn(text, pairs)
    assert (shapes.read(text) is not None) is learned


@pytest.mark.parametrize(("length", "learned"), [(60, True), (61, False), (0, False)])
def test_a_name_that_no_header_has_is_not_learned(length: int, learned: bool) -> None:
    pairs = [("Event", "Long"), ("N" * length, "x")]
    text = "\r\n".join(f"{name}: {value}" for name, value in pairs)
    shapes = Shapes()
    shapes.learn(text, pairs)
    assert (shapes.read(text) is not None) is learned


@pytest.mark.parametrize("value", ["a\nb", "a\rb"])
def test_a_value_with_a_line_end_in_it_is_not_learned(value: str) -> None:
    pairs = [("Event", "Odd"), ("A", value)]
    text = "\r\n".join(f"{name}: {held}" for name, held in pairs)
    shapes = Shapes()
    shapes.learn(text, pairs)
    assert shapes.read(text) is None
    shapes.learn("Happened: Odd\r\nA: x", [("Happened", "Odd"), ("A", "x")])
    assert shapes.read("Happened: Odd\r\nA: x") is None
