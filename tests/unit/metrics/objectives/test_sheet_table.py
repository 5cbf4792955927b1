"""The 21 lines of the paper sheet, written out: whoever changes one changes it here as well."""

from fractions import Fraction

import pytest

from metrics.objectives.catalogue import OBJECTIVES

# line, key, target in percent, kind, period, source, times, version of its rule, days that its readings may be late,
# how it can recover, its example (eligible/met/open) and the unit of what is still needed
LINES = """
1 attendance 99.9 share month readings 0 3 7 grows 2000/1999/0 项-
2 satisfaction 99 share month tickets 0 1 0 grows 120/119/0 单rated_tickets
3 fee_collection 90 share month readings 0 2 7 recoverable 80000/71500/8500 元yuan
4 general_same_day 100 share day tickets 0 2 0 - 31/30/1 项-
5 difficult_within_week 100 share week tickets 0 1 0 - 4/3/0 项-
6 files_kept 100 share month households 0 1 0 - 860/858/2 项-
7 estate_knowledge 100 share month readings 0 2 7 - 12/12/0 项-
8 training 100 count month duties 1 1 0 - 1/0/1 项-
9 callback_same_day 90 share day callbacks 0 2 0 - 20/16/4 项-
10 answered_within_rings 100 share day calls 0 2 0 grows 200/188/0 通calls
11 major_incidents_reported 100 share month tickets 0 1 0 - 2/2/0 项-
12 move_in 100 share month tickets 0 1 0 - 9/9/0 项-
13 renovation 100 share month tickets 0 2 0 - 7/5/2 项-
14 goods_removal 100 share month tickets 0 1 0 - 15/15/0 项-
15 introduction 100 share month tickets 0 1 0 - 9/8/0 项-
16 patrols 100 count day duties 2 1 0 - 2/1/1 项-
17 yearly_survey 90 share year surveys 0 3 31 grows 412/380/0 份answers
18 greening_cleaning 95 share month readings 0 3 7 grows 60/55/0 项-
19 complaints_answered 99.9 share month tickets 0 1 0 grows 11/10/1 件complaints
20 complaints_settled 90 share month tickets 0 2 0 grows 10/8/1 件complaints
21 department_meeting 100 count week duties 1 1 0 - 1/1/0 项-
"""


@pytest.mark.parametrize("line", LINES.strip().splitlines())
def test_each_line_of_the_sheet_is_held_to_what_was_agreed(line: str) -> None:
    number, key, target, kind, period, source, times, version, waits_days, recovers, example, unit = line.split()
    one = OBJECTIVES[int(number) - 1]
    assert (one.id, one.key, one.target) == (int(number), key, Fraction(target) / 100)
    assert (one.kind, one.period, one.source) == (kind, period, source)
    assert (one.times, one.version, one.waits_days) == (int(times), int(version), int(waits_days))
    assert (one.grows, one.recoverable) == (recovers == "grows", recovers == "recoverable")
    assert "/".join(map(str, one.example)) == example
    assert one.open.unit.zh + (one.open.unit.en.strip().replace(" ", "_") or "-") == unit
