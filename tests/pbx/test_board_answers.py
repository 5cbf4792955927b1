"""What the service's board and the walls answer in each case, asked of Prometheus's own evaluator."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from dashboards import hotline, in_hand, page, promql, service_state
from dashboards.tiles import Site
from dashboards.words import standings
from lab import filled
from tests.pbx.watching import Toolbox

UP, LINK = 'up{job="thirdring"}', 'thirdring_link_up{pbx="main"}'
MEASURED, ESTIMATED = (
    f'thirdring_calls_by_measurement_total{{measurement="{how}"}}' for how in ("measured", "estimated")
)
WELL = {
    UP: "1x60",
    LINK: "1x60",
    "thirdring_journal_trouble": "0x60",
    "thirdring_store_trouble": "0x60",
    "thirdring_figures_age_seconds": "5x60",
    MEASURED: "0+10x60",
    ESTIMATED: "0x60",
}
"""An hour, a value a minute."""
AWAY = {UP: "1x59 0", LINK: "1x59 stale", MEASURED: "0+10x59 stale", ESTIMATED: "0+5x59 stale"}
ANSWERS: list[tuple[str, Mapping[str, str]]] = [
    ("SYSTEM AWAY", AWAY),
    ("NO DATA", dict.fromkeys(WELL, "_x60")),
    ("PBX LINK DOWN", {LINK: "1x59 0", "thirdring_store_trouble": "1x60"}),
    ("EVENT LOG STUCK", {"thirdring_journal_trouble": "0x59 1"}),
    ("database away", {"thirdring_store_trouble": "0x59 1"}),
    ("figures are old", {"thirdring_figures_age_seconds": "301x60"}),
    ("calls estimated", {MEASURED: "0+9x60", ESTIMATED: "0+4x60"}),  # 69 %
    ("calls estimated", {MEASURED: "0+990x60", ESTIMATED: "0+10x60"}),
    ("yes", {MEASURED: "0+996x60", ESTIMATED: "0+4x60"}),
    ("yes", {MEASURED: "0x60"}),  # nobody called
    ("yes", {}),
]


def test_the_answer_is_the_first_that_is_true_and_yes_only_where_nothing_is_wrong() -> None:
    numbers = {saying.text: saying.value for saying in service_state.answers(Site())}
    expr = filled.promql(service_state.of_time_chosen(), filled.Span(0, 3600))
    tests = [
        {
            "name": said,
            "interval": "1m",
            "input_series": [{"series": one, "values": told} for one, told in (WELL | dict(series)).items()],
            "promql_expr_test": [
                {"expr": expr, "eval_time": "60m", "exp_samples": [{"labels": "{}", "value": numbers[said]}]}
            ],
        }
        for said, series in ANSWERS
    ]
    _tested(tests)
    assert {said for said, _ in ANSWERS} == set(numbers)


LINE_4 = '{objective="general_same_day",period="day"}'
LIGHTS: list[tuple[str, int, float, float, int]] = [
    # what the wall says, status, target, hours left, number
    ("nothing yet", 0, 1, 12, 0),
    ("met", 1, 1, 12, 1),
    ("in hand", 2, 1, 8.1, 4),
    ("at risk", 2, 1, 8, 2),
    ("at risk", 2, 0.98, 12, 2),  # something of it may have been missed
    ("missed", 3, 1, 12, 3),
]


def test_the_walls_call_a_line_in_hand_of_which_nothing_was_missed_and_that_has_time() -> None:
    line = Site().objective(4)
    lights, listed = in_hand.light(line), in_hand.hours_left_at_risk()
    labels = '{objective="general_same_day"}'
    tests = [
        {
            "name": said,
            "interval": "1m",
            "input_series": [
                {"series": UP, "values": "1"},
                {"series": f"thirdring_objective_status{LINE_4}", "values": f"{status}"},
                {"series": f"thirdring_objective_target_ratio{LINE_4}", "values": f"{target}"},
                {"series": f"thirdring_objective_left_seconds{LINE_4}", "values": f"{3600 * hours:g}"},
            ],
            "promql_expr_test": [
                {"expr": lights, "eval_time": "0m", "exp_samples": [{"labels": "{}", "value": number}]},
                {
                    "expr": listed,
                    "eval_time": "0m",
                    "exp_samples": [{"labels": labels, "value": hours}] if said == "at risk" else [],
                },
            ],
        }
        for said, status, target, hours, number in LIGHTS
    ]
    _tested(tests)
    words = {saying.value: saying.text for saying in (*standings(Site()), in_hand.saying(Site()))}
    assert {number: said for said, *_, number in LIGHTS} == words


RESCUES = 'thirdring_rescues_total{{hotline="service",result="{result}"}}'
SAVED: list[tuple[str, str, int]] = [
    # what is saved, whether the service is there, what the board says
    ("0x2 7x2 14x60", "1x60", 14),
    ("0x60", "1x60", 0),
    ("0x2 7x2 14x53 stale", "1x59 0", promql.AWAY),
    ("_x60", "_x60", promql.UNREAD),
]


def test_the_hotlines_board_says_how_many_calls_were_saved_of_those_that_were_helped() -> None:
    [tile] = [each for each in hotline.hotline(Site()).tiles if each.title == "Saved"]
    expr = filled.promql(tile.queries[0].expr, filled.Span(0, 3600))
    tests = [
        {
            "name": saved,
            "interval": "1m",
            "input_series": [
                {"series": RESCUES.format(result="saved"), "values": saved},
                {"series": RESCUES.format(result="asked"), "values": "0+1x60"},
                {"series": RESCUES.format(result="dry_run"), "values": "0+1x60"},
                {"series": UP, "values": up},
            ],
            "promql_expr_test": [
                {"expr": expr, "eval_time": "60m", "exp_samples": [{"labels": "{}", "value": number}]}
            ],
        }
        for saved, up, number in SAVED
    ]
    _tested(tests)


def _tested(tests: list[dict[str, Any]]) -> None:
    box = Toolbox()
    try:
        (box.folder / "answers.yml").write_text(json.dumps({"tests": tests}))
        assert "SUCCESS" in box.run("promtool", "test", "rules", str(box.inside / "answers.yml"))
    finally:
        box.remove()


@pytest.mark.parametrize(("place", "language"), [(1, "en"), (2, "zh")])
def test_the_page_about_the_boards_says_each_answer_in_this_order(place: int, language: str) -> None:
    rows = [line.strip(" |").split(" | ") for line in page.document().splitlines() if line.startswith("  | ")]
    told = [row[place] for row in rows if len(row) == 4][1:]
    answers = [saying.text for saying in service_state.answers(Site(language))]
    assert told == [*answers[1:], answers[0]]
