"""From live calls and stored rows to what is shown, with the instant passed in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from kit import i18n
from lab.demo import lines, words
from lab.demo.calls_picture import rings_bar
from lab.demo.lights_picture import SIGNS
from lab.demo.model import (
    Attempt,
    DeskToday,
    Done,
    Light,
    Party,
    Place,
    Stored,
    Today,
    View,
)
from lab.demo.picture import picture, plan
from lab.demo.style import BAD
from lab.demo.view import view
from lab.desk.in_use import engaged
from metrics.calls.service_level import Policy
from metrics.objectives.standing import Status
from telephony.facts import Attempt as Rung
from telephony.facts import Call, CallState, Direction, Outcome, Transfer, TransferKind

NOON_US = 1_795_608_000_000_000
SECOND = 1_000_000
POLICY = Policy()
URL, CODE = "http://127.0.0.1:8080", "si_" + "y" * 43
PLACE = Place("simulated PBX", "service", URL, "tr_" + "x" * 43, CODE, "1001", 6, 3, ("All of it is simulated.",))


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


def call(number: str = "13800000001", rang_s: float | None = 0.0, answered_s: float | None = None) -> Call:
    """It arrived at noon; `rang_s` and `answered_s` are seconds later."""
    made = Call("main", f"{number}.1", Direction.INBOUND, "service", number, "8001", NOON_US)
    if rang_s is not None:
        made.alerted_at_us = NOON_US + int(rang_s * SECOND)
        made.state = CallState.RINGING
        made.attempts.append(Rung("1001", "PJSIP/1001", NOON_US, made.alerted_at_us))
    if answered_s is not None:
        made.answered_at_us = made.ring_ended_at_us = NOON_US + int(answered_s * SECOND)
        made.state, made.agent = CallState.TALKING, "1001"
        made.attempts[0].ended_at_us, made.attempts[0].outcome = made.answered_at_us, Outcome.ANSWERED
    return made


def done(number: str = "13800000009", **changes: object) -> Done:
    made = Done(f"main/{number}", datetime(2026, 11, 25, 4, tzinfo=UTC), number, 2, 6.5, "1002", "answered", True, None)
    return replace(made, **changes)  # type: ignore[arg-type]  # a test names its fields


def seen(*calls: Call, at_s: float = 0.0, stored: Stored | None = None, catching_up: bool = False) -> View:
    at_us = NOON_US + int(at_s * SECOND)
    return view(PLACE, calls, stored or Stored(True), POLICY, at_us, UTC, catching_up=catching_up)


def drawn(shown: View, width: int = 80, height: int = 40) -> list[str]:
    console = Console(width=width, height=height, file=StringIO(), record=True, color_system=None)
    console.print(picture(shown, width, height))
    return console.export_text().splitlines()


def test_a_caller_who_hears_the_fourth_ring_is_late() -> None:
    [third] = seen(call(), at_s=14.999).ringing
    [fourth] = seen(call(), at_s=15.0).ringing

    assert (third.rings, third.late) == (3, False)
    assert (fourth.rings, fourth.late) == (4, True)


def test_between_two_rounds_the_rings_run_on() -> None:
    waiting = call()
    waiting.state = CallState.QUEUED
    waiting.attempts[0].ended_at_us = NOON_US + 5 * SECOND
    [ringing] = seen(waiting, at_s=6.0).ringing

    assert (ringing.rings, ringing.agents) == (2, ())
    assert words.who_rings(ringing) == "between two rounds"


def test_who_is_answered_talks_and_rings_no_more() -> None:
    shown = seen(call(answered_s=6.5), at_s=10.0)
    [talking] = shown.talking

    assert shown.ringing == ()
    assert (talking.rings, talking.ring_seconds, talking.talk_seconds, talking.within_target) == (2, 6.5, 3.5, True)


def test_a_caller_for_whom_nothing_rings_waits() -> None:
    assert seen(call(rang_s=None)).waiting == 1


def test_agents_are_busy_while_they_ring_or_talk() -> None:
    assert seen(call(), call("13800000002", answered_s=1.0), at_s=2.0).busy_agents == 1
    assert seen(call(rang_s=None)).busy_agents == 0


def test_agents_who_call_out_or_talk_with_a_colleague_are_busy() -> None:
    outbound, inside = call(), call("1004")
    outbound.direction, outbound.agent = Direction.OUTBOUND, "1003"
    inside.direction = Direction.INTERNAL

    assert engaged([outbound, inside]) == {"1001", "1003", "1004"}
    assert seen(outbound).calling_out == 1


def test_after_a_transfer_the_receiver_is_busy() -> None:
    handed_on = call(answered_s=3.0)
    handed_on.transfers.append(Transfer(NOON_US, TransferKind.BLIND, "1001", "1005"))

    assert engaged([handed_on]) == {"1005"}


def test_calls_that_are_no_hotlines_are_not_shown() -> None:
    outbound = call()
    outbound.direction = Direction.OUTBOUND

    assert seen(outbound).ringing == ()


def test_calls_of_a_past_that_is_still_being_told_are_not_shown_as_live() -> None:
    assert seen(call(), catching_up=True).ringing == ()


def test_the_fourth_dot_is_red() -> None:
    bar = rings_bar(4, 3)

    assert bar.plain == "●●●●"
    assert bar.get_style_at_offset(Console(), 3).color == Console().get_style(BAD).color


def test_a_ring_that_is_to_come_is_hollow_and_a_long_row_ends() -> None:
    assert rings_bar(1, 3).plain == "●○○"
    assert rings_bar(30, 3).plain == "●" * 8


LIGHTS = tuple(
    Light(number, f"a rather long title of objective {number}", "≥ 95 %", list(Status)[number % 4], 0.5, 1, 2, "")
    for number in range(1, 22)
)
CALLED = Attempt(
    (1, 1), datetime(2026, 11, 25, 12, tzinfo=UTC), "1003", "3-2-1201", "20261125-0042", "reached", "click", 9.4
)
SIZES = [(80, 24), (80, 40), (120, 24), (120, 40), (160, 32), (160, 34), (240, 60)]
FULL = Stored(
    True,
    Today(12, 10, 9, 10, 1, 1),
    (
        done(),
        done("anonymous", rings=5, ring_seconds=21.0, within_target=False),
        done("13800000008", agent=None, disposition="abandoned", excluded="short_abandon", within_target=None),
        done("13800000007", agent=None, disposition="timeout", rings=9, ring_seconds=45.0, within_target=False),
    ),
    {"13800000009": Party("3-2-1201", "张三", "20261125-0042")},
    DeskToday(34, 2, 60, 5, 23, 28, 3),
    (CALLED,),
    LIGHTS,
)


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_picture_fills_the_terminal_and_its_frames_are_straight(
    language: i18n.Language, width: int, height: int
) -> None:
    i18n.use(language)
    calls = [call(f"1380000{n:04d}", answered_s=None if n % 2 else 9.0) for n in range(9)]
    picture_lines = drawn(seen(*calls, at_s=17.0, stored=FULL), width, height)

    assert len(picture_lines) == height - 1
    assert {cell_len(line) for line in picture_lines if line[:1] in "╭│╰"} == {width}
    assert max(cell_len(line) for line in picture_lines) <= width


@pytest.mark.parametrize(("width", "height", "titles"), [(80, 24, 0), (120, 40, 21), (200, 50, 21)])
def test_all_21_lights_are_there_and_their_titles_where_there_is_room(width: int, height: int, titles: int) -> None:
    text = "\n".join(drawn(seen(stored=FULL), width, height))
    board = text[text.index("The 21 objectives today") :]

    assert sum(board.count(sign) for sign, _ in SIGNS.values()) >= 21
    assert board.count("a rather long") >= titles


def test_the_desk_is_there_in_the_smallest_terminal() -> None:
    text = "\n".join(drawn(seen(stored=FULL), 80, 24))

    assert "called back 23 of 28 · 3 more by midnight to reach 90 %" in text
    assert "34 tickets open · 2 overdue · 5 callbacks waiting" in text
    assert "3-2-1201 张三" in text
    assert "#0042" in text


def test_there_is_a_row_for_what_rings_however_small_the_terminal_is() -> None:
    assert plan(80, 10).live_rows >= 2


def test_the_picture_does_not_jump_as_calls_come_and_go() -> None:
    calls = [call(f"1380000{n:04d}") for n in range(9)]

    assert len({len(drawn(seen(*calls[:count], stored=FULL))) for count in range(9)}) == 1


def test_the_address_to_open_is_not_broken() -> None:
    assert any(line.rstrip() == PLACE.desk for line in drawn(seen()))
    assert PLACE.desk == "http://127.0.0.1:8080/sign-in#" + CODE
    assert all(len(part) <= 80 for part in (PLACE.desk, *PLACE.curl))


def told(before: View, after: View) -> list[str]:
    return [line.partition("  ")[2] for line in lines.news(before, after)]


def test_without_a_terminal_each_turn_of_a_call_is_a_line() -> None:
    ringing = call()
    assert told(seen(), seen(ringing, at_s=1.0)) == ["○ 13800000001  begins to ring"]
    assert told(seen(ringing, at_s=14.0), seen(ringing, at_s=16.0)) == [
        "! 13800000001  ring 4 and nobody has answered: late"
    ]
    assert told(seen(ringing, at_s=6.0), seen(call(answered_s=6.5))) == [
        "✓ 13800000001  1001 answers in ring 2, after 6.5 s: in time"
    ]
    assert told(seen(ringing, at_s=16.0), seen(call(answered_s=16.5), at_s=17.0)) == [
        "✗ 13800000001  1001 answers in ring 4, after 16.5 s: late"
    ]


def test_who_was_not_answered_is_told_at_the_end_and_who_was_is_not_told_twice() -> None:
    missed = done(agent=None, disposition="abandoned", within_target=False)
    before, after = seen(stored=Stored(True)), seen(stored=Stored(True, Today(), (done("1"), missed)))

    assert told(before, after) == ["✗ 13800000009  missed: the caller gave up (ring 2, 6.5 s)"]


def test_a_caller_whom_the_desk_knows_is_named_with_the_ticket() -> None:
    known = Stored(True, parties={"13800000001.1": Party("3-2-1201", "张三", "20261125-0042")})

    assert told(seen(), seen(call())) == []
    assert told(seen(), seen(call(), stored=known)) == ["○ 3-2-1201 张三 #0042  begins to ring"]


def test_a_call_to_a_customer_is_told_with_its_proof() -> None:
    before, after = seen(stored=Stored(True)), seen(stored=Stored(True, attempts=(CALLED,)))

    assert told(before, after) == ["☎ 3-2-1201 #0042  1003 calls back: reached, talked 9 s (proven by click)"]


def test_a_call_to_a_customer_of_the_past_is_no_news() -> None:
    long_ago = CALLED._replace(at=datetime(2026, 11, 25, 11, tzinfo=UTC))

    assert told(seen(stored=Stored(True)), seen(stored=Stored(True, attempts=(long_ago,)))) == []


def test_the_board_in_lines_names_what_needs_looking_at() -> None:
    counted, *wanting = lines.lights(LIGHTS)

    assert counted == "The 21 objectives today: 5 met, 6 at risk, 5 not met, 5 no data"
    assert len(wanting) == 11
    assert wanting[0] == "  1 a rather long title of objective 1: at risk, 50.0% (1/2, ≥ 95 %)"


def test_the_callback_rate_says_what_is_missing() -> None:
    assert lines.called_back(DeskToday()) == "nobody to be called back yet today"
    assert lines.called_back(DeskToday(called_back=27, to_call_back=28)) == "called back 27 of 28"


def test_nothing_is_news_twice() -> None:
    ringing = call()

    assert told(seen(ringing, stored=FULL), seen(ringing, stored=FULL)) == []


def test_what_keeps_the_database_away_is_said_once_and_shown() -> None:
    away = replace(seen(stored=Stored()), trouble="PostgreSQL does not answer")

    assert told(seen(stored=Stored()), away) == ["! PostgreSQL does not answer"]
    assert told(away, away) == []
    assert any("PostgreSQL does not answer" in line for line in drawn(away))


def test_the_past_is_no_news() -> None:
    assert told(seen(catching_up=True), seen(stored=FULL)) == []


def test_the_share_of_a_day_without_calls_is_no_number() -> None:
    assert lines.share(Today(), PLACE) == "no counted call yet today"
    assert lines.share(Today(4, 3, 2, 3, 0, 1), PLACE) == "today 66.7% within 3 rings (2 of 3)"
