"""The stack's demo without containers."""

from pathlib import Path

from lab.stack.demo_parts import always_day

GLOBALS = Path(__file__).parents[3] / "deploy" / "asterisk" / "site" / "globals.conf"


def test_a_demo_is_a_working_day_at_any_hour_and_changes_nothing_else() -> None:
    before = GLOBALS.read_text("utf-8").splitlines()
    after = always_day(GLOBALS.read_text("utf-8")).splitlines()
    changed = [(old.split(";")[0].strip(), new.split(";")[0].strip()) for old, new in zip(before, after, strict=True)]
    assert [pair for pair in changed if pair[0] != pair[1]] == [("DAY = 08:00-20:00,*,*,*", "DAY = *,*,*,*")]
