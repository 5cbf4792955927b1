"""When positions were heard: at most a second before."""

from metrics.calls.heard import Heard


def test_a_position_was_heard_no_earlier_than_the_sample_before_it() -> None:
    heard = Heard()
    assert heard.at(10) == 0
    for position, heard_us in ((10, 1_000_000), (11, 1_500_000), (20, 2_000_000), (30, 3_000_000)):
        heard.note(position, heard_us)
    assert [heard.at(position) for position in (9, 10, 19, 20, 29, 99)] == [
        0, 1_000_000, 1_000_000, 2_000_000, 2_000_000, 3_000_000,
    ]  # fmt: skip
