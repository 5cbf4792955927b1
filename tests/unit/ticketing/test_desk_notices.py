from telephony.facts import Direction, FactKind
from tests.unit.ticketing.calls import facts, inbound, outbound
from ticketing.callbacks.sightings import Numbering
from ticketing.notices import Answered, Arrived, Ended, Notice, notice

NOON = 1_764_043_200_000_000
NUMBERING = Numbering("CN", "021")


def news(*told: object) -> list[str]:
    return [type(one).__name__ for one in told if one is not None]


def test_an_answered_call_from_outside_is_news_three_times() -> None:
    told = [notice(fact, NUMBERING) for fact in facts(inbound("1", NOON, "13800138000", 30))]
    assert news(*told) == ["Arrived", "Answered", "Ended"]
    assert told[0] == Arrived("main", "1", NOON, "+8613800138000")
    assert told[1] == Answered("main", "1", NOON + 8_000_000, "1001")


def test_an_outbound_call_is_news_when_it_ends() -> None:
    told: list[Notice | None] = [notice(fact, NUMBERING) for fact in facts(outbound("1", NOON, "13800138000", 30))]
    assert news(*told) == ["Ended"]
    assert isinstance(told[-1], Ended)
    assert told[-1].arrived is None


def test_an_internal_call_is_no_news_even_where_it_calls_the_hotline() -> None:
    call = inbound("1", NOON, "1002", 30, direction=Direction.INTERNAL)
    assert news(*(notice(fact, NUMBERING) for fact in facts(call))) == []


def test_what_only_a_screen_would_show_is_no_news() -> None:
    fact = facts(inbound("1", NOON, "13800138000", 30))[0]
    telling = {FactKind.CALL_ARRIVED, FactKind.CALL_NUMBERED, FactKind.CALL_ANSWERED, FactKind.CALL_ENDED}
    quiet = set(FactKind) - telling
    assert news(*(notice(fact._replace(kind=kind), NUMBERING) for kind in quiet)) == []


def test_a_notice_does_not_change_with_the_call() -> None:
    call = inbound("1", NOON, "13800138000", None)
    before = notice(facts(call)[-1], NUMBERING)
    call.caller_raw, call.disposition = "13900139000", None
    assert before != notice(facts(call)[-1], NUMBERING)
    assert isinstance(before, Ended)
    assert before.seen.number == "+8613800138000"


def test_a_number_that_comes_later_is_news_of_the_same_arrival() -> None:
    fact = facts(inbound("1", NOON, "13800138000", 30))[0]
    assert notice(fact._replace(kind=FactKind.CALL_NUMBERED), NUMBERING) == Arrived("main", "1", NOON, "+8613800138000")
