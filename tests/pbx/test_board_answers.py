"""What the question at the top of the service's board is answered with, asked of Prometheus's own evaluator."""

import json
from collections.abc import Mapping

import pytest

from dashboards import filled, page, service_state
from dashboards.tiles import Site
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
    box = Toolbox()
    try:
        (box.folder / "answers.yml").write_text(json.dumps({"tests": tests}))
        assert "SUCCESS" in box.run("promtool", "test", "rules", str(box.inside / "answers.yml"))
    finally:
        box.remove()
    assert {said for said, _ in ANSWERS} == set(numbers)


@pytest.mark.parametrize(("place", "language"), [(1, "en"), (2, "zh")])
def test_the_page_about_the_boards_says_each_answer_in_this_order(place: int, language: str) -> None:
    rows = [line.strip(" |").split(" | ") for line in page.document().splitlines() if line.startswith("  | ")]
    told = [row[place] for row in rows if len(row) == 4][1:]
    answers = [saying.text for saying in service_state.answers(Site(language))]
    assert told == [*answers[1:], answers[0]]
