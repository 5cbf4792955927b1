from metrics import catalogue
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.standing import Tally, stand
from metrics.sheet import of_sheet


def test_a_line_of_nothing_has_its_light_and_its_target_and_no_ratio() -> None:
    line = OBJECTIVES[9]
    found = {one.metric: one.value for one in of_sheet([(line, stand(Tally(0, 0), line.target, over=False))])}
    assert catalogue.OBJECTIVE_RATIO not in found
    assert (found[catalogue.OBJECTIVE_STATUS], found[catalogue.OBJECTIVE_TARGET]) == (0, 0.95)


def test_a_line_tells_its_figures_under_its_own_name() -> None:
    line = OBJECTIVES[9]
    found = {one.metric: one for one in of_sheet([(line, stand(Tally(200, 188), line.target, over=True))])}
    assert found[catalogue.OBJECTIVE_RATIO].value == 0.94
    assert found[catalogue.OBJECTIVE_STATUS].value == 3
    assert {one.labels for one in found.values()} == {("answered_within_rings", "day")}
