"""Why a change to a duty, a finding or a nonconformity was refused. Nothing has changed then."""

from collections.abc import Collection
from enum import StrEnum


class RefusedError(Exception):
    """The base of all of them."""


class ImpossibleError(RefusedError):
    def __init__(self, what: str, state: str, action: str, possible: Collection[StrEnum]) -> None:
        choices = ", ".join(possible) or "nothing"
        super().__init__(f"a {what} that is {state} has no {action}; possible: {choices}")
        self.possible = tuple(possible)


class MissingError(RefusedError):
    def __init__(self, action: str, names: Collection[str]) -> None:
        super().__init__(f"{action} needs: {', '.join(names)}")
        self.names = tuple(names)


class NotYoursError(RefusedError):
    """Another role does this."""

    def __init__(self, action: str, role: str) -> None:
        super().__init__(f"{action} is for the role {role} or above")


class WrongTimeError(RefusedError):
    def __init__(self) -> None:
        super().__init__("what was done was done since it began to be due, and not later than now")
