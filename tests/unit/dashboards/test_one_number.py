"""What stands in two places is one number, and what follows in time stands in that order."""

from dashboards import build, rows
from dashboards.tiles import Site


def test_calls_are_counted_when_they_are_judged_and_not_again_when_they_end() -> None:
    """The rows of missed calls, the bars of rings and the hours of the day are then of the same calls."""
    for name in ("missed_calls", "missed_by_hour", "causes", "rings", "hours_of_today", "hours_of_week"):
        assert "ended_at" not in rows.statement(name)


def test_the_callback_rate_is_of_the_same_reading_as_the_counts_beside_it() -> None:
    tickets = next(board for board in build.boards(Site()) if board.slug == "tickets")
    (rate,) = (tile for tile in tickets.tiles if tile.title == "Called back today")
    assert "objective" not in "".join(query.expr for query in rate.queries)


def test_hours_ahead_stand_in_the_order_of_time_past_midnight() -> None:
    """By their names, those after midnight would stand first."""
    last = rows.statement("callbacks_due").splitlines()[-1]
    assert last == "order by begins"
    assert "as begins" in rows.statement("callbacks_due")
