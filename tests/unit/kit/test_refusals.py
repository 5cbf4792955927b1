"""What a refusal tells: its text, what is possible, and which fields are wrong."""

import pytest

from kit.refusals import (
    ConflictError,
    FieldError,
    GoneError,
    ImpossibleError,
    MissingError,
    NotYoursError,
    RefusedError,
    StaleError,
)


def test_a_refusal_says_nothing_that_it_was_not_told() -> None:
    plain = RefusedError("no")
    assert (str(plain), plain.detail, plain.possible, plain.errors) == ("no", "no", None, {})
    assert (plain.version, plain.current, plain.status) == (None, None, 422)


def test_a_refusal_tells_all_that_it_was_told() -> None:
    told = RefusedError(
        "no", detail="Not like this.", possible=iter(["yes"]), errors={"a": "b"}, version=3, current="now"
    )
    assert (str(told), told.detail, told.possible, told.errors) == ("no", "Not like this.", ("yes",), {"a": "b"})
    assert (told.version, told.current) == (3, "now")


def test_a_wrong_field_is_named() -> None:
    wrong = FieldError("day", "is over", "This cannot be read.")
    assert (wrong.field, str(wrong), wrong.detail, wrong.errors) == (
        "day",
        "is over",
        "This cannot be read.",
        {"day": "is over"},
    )


@pytest.mark.parametrize(
    ("possible", "said"), [(("close", "reopen"), "possible: close, reopen"), ((), "possible: nothing")]
)
def test_what_is_impossible_says_what_is_possible(possible: tuple[str, ...], said: str) -> None:
    refused = ImpossibleError("ticket", "closed", "pause", possible)
    assert str(refused) == f"a ticket that is closed has no pause; {said}"
    assert refused.possible == possible


def test_what_is_missing_is_named_field_by_field() -> None:
    refused = MissingError("resolve", ["why", "resolution"])
    assert str(refused) == "resolve needs: why, resolution"
    assert (refused.names, refused.errors) == (
        ("why", "resolution"),
        {"why": "is needed", "resolution": "is needed"},
    )


def test_each_refusal_has_its_status() -> None:
    assert str(NotYoursError("sign", "manager")) == "sign is for the role manager or above"
    assert str(GoneError("duty", 7)) == "there is no duty 7: use `id` from the list"
    stale = StaleError(9)
    assert (str(stale), stale.version) == (
        "this was changed by somebody else and is at version 9 now: load it again",
        9,
    )
    statuses = [one.status for one in (NotYoursError, GoneError, ConflictError, StaleError, MissingError)]
    assert statuses == [403, 404, 409, 409, 422]
