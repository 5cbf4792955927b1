import logging

from kit.repeats import OncePerMinute


def record(message: object, level: int = logging.ERROR) -> logging.LogRecord:
    return logging.LogRecord("x", level, "file", 1, message, None, None)


def test_a_thousand_lines_that_differ_in_numbers_alone_are_one_and_a_minute_later_it_says_how_many() -> None:
    now = [0.0]
    once = OncePerMinute(lambda: now[0])
    assert sum(once.filter(record({"event": "full", "position": n})) for n in range(1000)) == 1
    now[0] = 60.0
    late = record({"event": "full", "position": 7})
    assert once.filter(late)
    assert late.msg == {"event": "full", "position": 7, "repeated": 999}


def test_lines_of_different_words_and_what_is_no_warning_all_pass() -> None:
    once = OncePerMinute(lambda: 0.0)
    assert once.filter(record({"event": "lost", "pbx": "main"}))
    assert once.filter(record({"event": "lost", "pbx": "north"}))
    assert all(once.filter(record({"event": "stored"}, logging.INFO)) for _ in range(9))


def test_a_library_s_own_line_is_counted_as_well() -> None:
    now = [0.0]
    once = OncePerMinute(lambda: now[0])
    assert [once.filter(record("out of %s")) for _ in range(3)] == [True, False, False]
    now[0] = 61.0
    late = record("out of %s")
    assert once.filter(late)
    assert late.msg == "out of %s (and 2 times since the last line)"


def test_kinds_without_end_take_no_memory_without_end() -> None:
    once = OncePerMinute(lambda: 0.0)
    for n in range(3000):
        once.filter(record("a" * n))
    assert len(once._kinds) <= 500
