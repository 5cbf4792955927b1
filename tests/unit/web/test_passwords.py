"""Passwords as they are kept."""

from kit.http.auth import passwords


def test_verifying_a_name_that_nobody_has_takes_as_long_as_any_other() -> None:
    """Its hash is made by the rules of today; where they change, so does it."""
    assert not passwords.old(passwords.NOBODYS)
