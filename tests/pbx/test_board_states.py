"""What a person reads on each board, on a site's first day and after a day of calls: value, text and colour."""

import math
from collections import Counter
from typing import Any

import pytest

from tests.pbx.board_states import Played
from tests.unit.dashboards.shown import DRAWN, Shown
from ticketing.tickets.categories import SHORT_CALL

MISSED, AT_RISK, NEUTRAL = "#c81e1e", "#d97706", "#2a2f38"  # of a wall's tile
FIGURES_OF_WORK = ("Open tickets", "Overdue", "Due within the hour", "Callbacks overdue", "To call back today")


def share(part: int, whole: int) -> str:
    """As the sheet writes it: cut after a tenth of a percent, never rounded up."""
    return f"{math.floor(1000 * part / whole + 1e-6) / 10:.1f}%"


def line(played: Played, number: int) -> dict[str, Any]:
    return next(one for one in played.sheet if one["id"] == number)


def test_a_new_wall_says_that_the_system_runs_and_that_nobody_called(played: Played) -> None:
    new = played.new
    assert new.cell("wall", "State of the system") == Shown("State of the system", "System runs", NEUTRAL)
    assert new.text("wall", "Answered by ring 3 today") == "no calls"
    assert new.text("wall", "Called back today") == "none yet"
    assert new.text("wall", "Longest ringing (rings)") == "none"
    assert [new.cell("wall", title)[1:] for title in ("Callers waiting", "To be called")] == [("0", NEUTRAL)] * 2
    assert new.cell("wall", "Agents idle")[1:] == ("6", NEUTRAL)


def test_the_wall_says_the_sheets_own_figures_in_the_lights_own_colour(played: Played) -> None:
    rings = line(played, 10)
    said = share(int(rings["met"]), int(rings["eligible"]))
    tones = {"at_risk": AT_RISK, "missed": MISSED}  # whether it can still be reached depends on the hour
    assert played.day.cell("wall", "Answered by ring 3 today")[1:] == (said, tones[rings["status"]])
    assert played.day.cell("wall", "Called back today")[1:] == ("0.0%", AT_RISK)
    words = {"no_data": "nothing yet", "at_risk": "at risk", "met": "met", "missed": "missed"}
    lights: dict[str, str] = {}
    for rows in ("1 to 7", "8 to 14", "15 to 21"):
        lights |= played.day.texts("wall", f"Lines {rows} of the sheet")
    said_of = {f"{one['id']} {one['title']['en']}": one for one in played.sheet}
    in_hand = {name for name, one in said_of.items() if (lights[name], one["status"]) == ("in hand", "at_risk")}
    assert {said_of[name]["target"] for name in in_hand} == {1}
    assert "4 general issues done the same day" in in_hand  # it is noon
    assert lights == {name: "in hand" if name in in_hand else words[one["status"]] for name, one in said_of.items()}


def test_the_shifts_wall_shows_each_hour_and_what_is_at_risk(played: Played) -> None:
    [hours] = played.day.panels["shift"]["Each hour of today: by ring 3?"]
    assert [hour.title for hour in hours] == [f"{hour:02}" for hour in range(24)]
    shares = [hour for hour in hours if hour.text not in ("–", "·")]
    assert {hour.color for hour in hours if hour not in shares} == {NEUTRAL}
    assert {hour.color for hour in shares} & {MISSED, AT_RISK}
    assert all(hour.text.endswith("%") for hour in shares)
    due = played.day.texts("shift", "Callbacks by the hour they are due")
    assert (len(due), list(due)[-1]) == (13, "later")
    assert sum(map(int, due.values())) == int(played.day.text("wall", "To be called"))
    lights = played.day.panels["wall"]
    rows = [cell for title, [row] in lights.items() if title.startswith("Lines ") for cell in row]
    at_risk = {cell.title.partition(" ")[2] for cell in rows if cell.text == "at risk"}
    shown = played.day.panels["shift"]["At risk, and hours left"][0]
    assert {cell.title.partition(" ")[2] for cell in shown} == at_risk
    assert {cell.color for cell in shown} == {AT_RISK}
    assert all(cell.text.endswith(" h") for cell in shown)
    [away] = played.stopped.panels["shift"]["At risk, and hours left"][0]
    assert away == Shown("System", "away", NEUTRAL)  # and not "none", which is good news
    assert played.stopped.panels["shift"]["Callbacks by the hour they are due"] == [[away]]
    [none] = played.new.panels["shift"]["At risk, and hours left"][0]
    assert none == Shown("now", "none", NEUTRAL)
    assert played.new.rows("objectives", "Which, and why not?")[0] == {"objective": "none", "not met": "–"}


def test_the_hotlines_board_says_no_calls_then_what_the_api_says(played: Played) -> None:
    new, day = played.new, played.day
    assert new.text("hotline", "Do we keep the 3 rings?") == "no calls yet"
    assert [new.text("hotline", title) for title in ("Calls", "Counted", "Missed", "Not counted")] == ["0"] * 4
    assert new.text("hotline", "Average speed of answer") == "no calls yet"
    inbound = [call for call in played.calls if call["direction"] == "inbound"]
    counted = [call for call in inbound if call["within_target"] is not None]
    missed = [call for call in counted if not call["within_target"]]
    assert day.text("hotline", "Calls") == str(len(inbound))
    assert day.text("hotline", "Counted") == str(len(counted))
    assert day.cell("hotline", "Missed")[1:] == (str(len(missed)), "orange")
    assert day.text("hotline", "Not counted") == str(len(inbound) - len(counted))
    assert day.text("hotline", "Do we keep the 3 rings?") == share(len(counted) - len(missed), len(counted))
    waited = [call["wait_seconds"] for call in counted if call["answered_at"]]
    assert float(day.text("hotline", "Average speed of answer").removesuffix(" s")) == pytest.approx(
        sum(waited) / len(waited), abs=0.1
    )


def test_the_hotlines_rows_are_the_missed_calls_with_their_causes_and_receipts(played: Played) -> None:
    missed = [call for call in played.calls if call["within_target"] is False]
    rows = played.day.rows("hotline", "Calls that missed the target")
    assert {row["ticket"] for row in rows} == {call["ticket"] for call in missed}
    assert {row["receipt"] for row in rows} == {"open"}
    assert all(row["rang"].endswith(" s") for row in rows)
    causes = Counter(row["cause"] for row in rows)
    assert {row["cause"]: row["calls"] for row in played.day.rows("hotline", "Why not?")} == {
        cause: str(number) for cause, number in causes.items()
    }
    assert played.new.rows("hotline", "Why not?") == [{"cause": "none", "calls": "–"}]
    curves = played.day.panels["hotline"]["When not? Missed calls by hour"][0]
    assert curves == [Shown("answered late", DRAWN, AT_RISK), Shown("not answered", DRAWN, MISSED)]
    week = played.day.rows("hotline", "Counted calls by weekday and hour")
    assert [row["day"] for row in week][::6] == ["Monday", "Sunday"]
    counted = sum(call["within_target"] is not None for call in played.calls)
    assert sum(int(text) for row in week for hour, text in row.items() if hour != "day") == counted


def test_the_agents_board_counts_the_attempts_of_each_under_his_name(played: Played) -> None:
    table = {row["agent"]: row for row in played.day.rows("agents", "Attempts by agent")}
    assert list(table) == ["1001", "1002", "1003", "1004", "1005", "1006", "other phones"]
    outcomes = Counter(
        (attempt["agent"], attempt["outcome"])
        for call in played.calls
        if call["direction"] == "inbound"
        for attempt in call["attempts"]
    )
    for agent in list(table)[:-1]:
        assert table[agent]["answered"] == str(outcomes[agent, "answered"])
        assert table[agent]["rang out"] == str(outcomes[agent, "no_answer"])
    assert played.day.texts("agents", "Agents now") == {"idle": "6", "ringing": "0", "talking": "0"}
    assert played.stopped.texts("agents", "Agents now") == {"System": "away"}
    assert played.new.text("agents", "Is every ringing phone picked up?") == "no calls yet"


def test_the_desks_board_says_none_then_what_is_open_and_late(played: Played) -> None:
    new, day = played.new, played.day
    assert [new.text("tickets", title) for title in FIGURES_OF_WORK] == ["0"] * len(FIGURES_OF_WORK)
    assert new.text("tickets", "Is everything in time?") == "yes"
    active = [ticket for ticket in played.tickets if ticket["status"] in ("open", "dispatched", "in_progress")]
    open_ones = [ticket for ticket in active if ticket["category"] != SHORT_CALL]
    assert day.text("tickets", "Open tickets") == str(len(open_ones))
    rows = day.rows("tickets", "Open tickets, the first due first")
    assert {row["ticket"] for row in rows} == {ticket["number"] for ticket in open_ones}
    late = day.text("tickets", "Callbacks overdue")
    assert day.cell("tickets", "Is everything in time?") == Shown("", f"{late} late", "red")
    assert day.text("tickets", "To call back today") == "3"
    assert day.cell("tickets", "Incidents unreported")[1:] == ("1", "orange")
    by_category = {row["category"]: row["resolved"] for row in day.rows("tickets", "Tickets by category")}
    assert {name for name, number in by_category.items() if number != "0"} == {"Repair", "Fees"}


def test_the_callback_rate_has_one_figure_and_one_tone_on_the_wall_and_the_desks_board(played: Played) -> None:
    assert played.day.cell("tickets", "Called back today")[1:] == ("0.0%", "orange")
    assert played.day.cell("wall", "Called back today")[1:] == ("0.0%", AT_RISK)
    assert played.new.text("tickets", "Called back today") == "none yet"


def test_the_objectives_board_is_the_sheet(played: Played) -> None:
    statuses = Counter(one["status"] for one in played.sheet)
    for status, title in (("at_risk", "At risk"), ("missed", "Missed"), ("met", "Met"), ("no_data", "Nothing yet")):
        assert played.day.text("objectives", title) == str(statuses[status])
    rows = {row["objective"]: row for row in played.day.rows("objectives", "The sheet")}
    for one in played.sheet:
        row = rows[f"{one['id']:02} {one['title']['en']}"]
        assert (row["met"], row["of"]) == (str(one["met"]), str(one["eligible"]))
        assert row["share"] == (share(one["met"], one["eligible"]) if one["eligible"] else "–")
    assert next(iter(rows.values()))["standing"] == "at risk"  # where something can still be done
    worst = "missed" if statuses["missed"] else "at_risk"
    said = f"{statuses[worst]} {worst.replace('_', ' ')}"
    assert played.day.text("objectives", "Is the sheet met?") == said
    curves = [cell.title for cell in played.day.panels["objectives"]["Closed periods"][0]]
    assert curves == ["09 same-day callback rate", "10 answered within three rings"]
    assert len(played.day.rows("objectives", "Closed and missed")) == 14


def test_the_services_board_says_that_all_is_well_and_then_that_it_is_not(played: Played) -> None:
    lights = {"System": "runs", "Event log": "good", "PostgreSQL": "good", "Can the figures be believed?": "yes"}
    for title, word in lights.items():
        assert [state.text("health", title) for state in (played.new, played.day)] == [word] * 2
    assert played.new.text("health", "Completeness") == "none yet"
    assert played.day.text("health", "Completeness") == "100.00%"
    assert played.day.texts("health", "Calls by measurement")["measured"] == str(len(played.calls))
    assert played.new.cell("health", "Events that fitted no state") == Shown("none", DRAWN, "palette")
    assert played.stopped.cell("health", "System") == Shown("", "DOWN", "red")
    assert played.stopped.texts("health", "Links") == {"System": "away"}
