from telephony.ami.breath import Breath


def test_where_little_is_heard_the_next_read_waits_for_nothing() -> None:
    breath = Breath()
    assert not any(breath.after(4, number / 200) for number in range(2_000))  # 800 events a second, for ten


def test_the_more_a_link_hears_the_longer_it_gathers_up_to_twenty_milliseconds() -> None:
    some, many = Breath(), Breath()
    waits = [(some.after(6, number / 200), many.after(9, number / 200)) for number in range(2_000)]
    assert waits[0] == (0.0, 0.0)
    assert 0.007 < waits[-1][0] < 0.009  # 1,200 events a second
    assert waits[-1][1] == 0.02  # 1,800


def test_after_a_quiet_second_nothing_waits_any_more() -> None:
    breath = Breath()
    assert breath.after(1_500, 1.0) == 0.02
    assert breath.after(1, 2.0) == 0.0


def test_a_clock_that_runs_backwards_makes_no_link_busy() -> None:
    breath = Breath()
    breath.after(100, 50.0)
    assert breath.after(1, 0.0) == 0.0
