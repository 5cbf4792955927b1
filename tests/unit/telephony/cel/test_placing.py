"""Lines of the log among the rows, where one of both has lost its fractions."""

from telephony.cel.log_lines import Ringing
from telephony.cel.placing import placed
from telephony.cel.rows import Row

S = 1_000_000
T0 = 1_764_000_000 * S
PHONE, OTHER = "PJSIP/1001-00000002", "PJSIP/1002-00000003"


def row(kind: str, ms: int, channel: str = PHONE) -> Row:
    return Row(T0 + ms * 1000, kind, "1.2", "1.1", channel, "", "", "", {}, "")


def ring(ms: int, channel: str = PHONE) -> Ringing:
    return Ringing(T0 + ms * 1000, channel)


def told(rows: list[Row], rings: list[Ringing], slack_ms: int = 1250) -> list[tuple[str, int]]:
    return [
        (each.type if isinstance(each, Row) else "rings", (each.at_us - T0) // 1000)
        for each in placed(rows, rings, slack_ms * 1000)
    ]


def test_a_phone_that_rings_before_its_channel_is_there_rings_with_it() -> None:
    assert told([row("CHAN_START", 400), row("ANSWER", 3000)], [ring(0)]) == [
        ("CHAN_START", 400),
        ("rings", 400),
        ("ANSWER", 3000),
    ]


def test_a_phone_that_rings_after_it_answered_rang_before() -> None:
    rows = [row("CHAN_START", 0), row("ANSWER", 1000)]
    assert told(rows, [ring(1800)]) == [("CHAN_START", 0), ("rings", 1000), ("ANSWER", 1000)]


def test_what_other_phones_do_moves_no_line() -> None:
    rows = [row("CHAN_START", 0), row("HANGUP", 500, OTHER), row("HANGUP", 4000)]
    assert told(rows, [ring(600)]) == [("CHAN_START", 0), ("HANGUP", 500), ("rings", 600), ("HANGUP", 4000)]


def test_a_phone_whose_channel_was_there_before_rings_when_it_says_so() -> None:
    assert told([row("HANGUP", 0, OTHER)], [ring(300), ring(900)]) == [("HANGUP", 0), ("rings", 300), ("rings", 900)]
    assert told([], [ring(5)]) == [("rings", 5)]


def test_a_later_channel_of_the_same_name_is_not_waited_for() -> None:
    rows = [row("CHAN_START", 0), row("CHAN_START", 5000)]
    assert told(rows, [ring(2000)]) == [("CHAN_START", 0), ("rings", 2000), ("CHAN_START", 5000)]


def test_where_both_are_precise_their_times_decide_and_rows_come_first() -> None:
    rows = [row("CHAN_START", 0), row("ANSWER", 700)]
    assert told(rows, [ring(0), ring(699)], 0) == [("CHAN_START", 0), ("rings", 0), ("rings", 699), ("ANSWER", 700)]


def test_a_channel_that_begins_lets_only_its_own_line_go() -> None:
    rows = [row("CHAN_START", 400), row("ANSWER", 400)]
    assert told(rows, [ring(400, OTHER)]) == [("CHAN_START", 400), ("ANSWER", 400), ("rings", 400)]
