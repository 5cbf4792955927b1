import re
from fractions import Fraction

import pytest

from metrics.objectives.catalogue import OBJECTIVES, sheet
from metrics.objectives.objective import Kind, Objective, Source
from metrics.objectives.page import DOCUMENT, document, percent, target_text
from metrics.objectives.standing import Status, stand


def test_the_sheet_has_21_lines_in_the_order_of_the_paper() -> None:
    assert [one.id for one in OBJECTIVES] == list(range(1, 22))
    assert len({one.key for one in OBJECTIVES}) == 21


@pytest.mark.parametrize("one", OBJECTIVES, ids=lambda one: one.key)
def test_every_line_says_everything_in_both_languages(one: Objective) -> None:
    for text in (one.title, one.formula, one.counts, one.left_out):
        assert re.search(r"[一-鿿]", text.zh)
        assert re.fullmatch(r"[ -~÷]+", text.en)


def test_every_example_has_a_status_and_a_count_has_its_times() -> None:
    for one in OBJECTIVES:
        assert stand(one.example, one.target, over=False, grows=one.grows).status is not Status.NO_DATA
        assert (one.kind is Kind.COUNT) == (one.times > 0) == (one.source is Source.DUTIES)


def test_the_page_of_objectives_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m metrics.objectives.page"


def test_a_share_just_below_its_target_does_not_look_like_it() -> None:
    assert percent(Fraction(94_999, 100_000)) == "94.99 %"
    assert percent(Fraction(95, 100)) == "95 %"


def test_targets_read_as_on_the_sheet() -> None:
    shown = {one.id: target_text(one) for one in OBJECTIVES}
    assert (shown[1], shown[4], shown[10], shown[16], shown[21]) == (
        "≥ 99.9 %",
        "100 %",
        "≥ 95 %",
        "2 a day",
        "1 a week",
    )


def test_a_site_sets_its_own_target_and_an_unknown_line_is_refused() -> None:
    assert sheet({10: Fraction(8, 10)})[9].target == Fraction(8, 10)
    assert sheet({})[9].target == Fraction(95, 100)
    with pytest.raises(ValueError, match="no objective 22"):
        sheet({22: Fraction(1)})
