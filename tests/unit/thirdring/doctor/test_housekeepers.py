"""Whether the dialplan asks how long a housekeeper may ring before the queue."""

import pytest

from thirdring.doctor.dialplan import Step
from thirdring.doctor.finding import Weight
from thirdring.doctor.housekeepers import of_housekeepers, own_times
from thirdring.doctor.seen import Seen


@pytest.mark.parametrize(
    ("application", "data", "found"),
    [
        ("Dial", "${TR_HOUSEKEEPER_DEVICE},${TR_HOUSEKEEPER_RING_SECONDS},gtT", set()),
        ("Dial", "${TR_HOUSEKEEPER_DEVICE},12,gtT", {"hotline"}),
        ("dial", "${TR_HOUSEKEEPER_DEVICE}", {"hotline"}),
        ("Dial", "PJSIP/1001,12", set()),
        ("GotoIf", '$["${TR_HOUSEKEEPER_DEVICE}" = ""]?queue', set()),
    ],
)
def test_only_a_dialplan_that_dials_housekeepers_for_a_time_of_its_own_is_found(
    application: str, data: str, found: set[str]
) -> None:
    assert own_times([Step("hotline", "_X.", "", 5, application, data)]) == found


def test_the_line_to_write_asks_for_the_seconds() -> None:
    [finding] = of_housekeepers(Seen("main", "thirdring", housekeepers_own_times=frozenset({"hotline"})))
    assert (finding.weight, finding.file) == (Weight.HINT, "extensions.conf")
    assert finding.lines == (" same => n,Dial(${TR_HOUSEKEEPER_DEVICE},${TR_HOUSEKEEPER_RING_SECONDS},gtT)",)
    assert list(of_housekeepers(Seen("main", "thirdring"))) == []
