"""`listen` and the service log in as one user, which a PBX may forbid."""

import pytest

from thirdring.doctor.answers import several_logins_of
from thirdring.doctor.finding import Finding, Weight
from thirdring.doctor.rules import Expected, of_pbx
from thirdring.doctor.seen import Seen


@pytest.mark.parametrize(("value", "allowed"), [("yes", True), ("no", False), ("false", False), ("on", True)])
def test_the_file_says_whether_a_user_may_log_in_twice(value: str, allowed: bool) -> None:
    assert several_logins_of({"general": [("allowmultiplelogin", value)]}) is allowed


def test_asterisk_allows_it_where_the_file_says_nothing() -> None:
    assert several_logins_of({"general": [("enabled", "yes")]}) is True


def test_nothing_is_said_of_a_file_that_was_not_seen() -> None:
    assert several_logins_of(None) is None
    assert not _found(Seen("main", "thirdring"))


def test_one_login_only_is_a_hint_with_the_line_to_write() -> None:
    [found] = _found(Seen("main", "thirdring", several_logins=False))
    assert (found.weight, found.file, found.lines) == (Weight.HINT, "manager.conf", ("allowmultiplelogin = yes",))


def _found(pbx: Seen) -> list[Finding]:
    return [each for each in of_pbx(pbx, Expected((), (), 15)) if each.code == "one_login_only"]
