"""Why a change to a ticket was refused. Nothing has changed then; each says what would be possible."""

from collections.abc import Collection

from ticketing.tickets.procedures import Step
from ticketing.tickets.states import Action, Status


class ChangeError(Exception):
    """The base of all of them."""


class StaleError(ChangeError):
    """Somebody else was faster: look again, then decide."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the ticket was changed by somebody else and is at version {version} now: load it again")
        self.version = version


class ImpossibleError(ChangeError):
    def __init__(self, action: Action, status: Status, possible: Collection[Action]) -> None:
        choices = ", ".join(possible)
        super().__init__(f"a ticket that is {status} has no {action}; possible: {choices}")
        self.possible = tuple(possible)


class MissingError(ChangeError):
    def __init__(self, what: str, names: Collection[str]) -> None:
        super().__init__(f"{what} needs: {', '.join(names)}")
        self.names = tuple(names)


class StepsOpenError(ChangeError):
    def __init__(self, steps: Collection[Step]) -> None:
        names = ", ".join(step.key for step in steps)
        super().__init__(f"cannot be closed with steps open: {names}; a manager can waive a step with a reason")
        self.steps = tuple(steps)


class NotAmendableError(ChangeError):
    def __init__(self, names: Collection[str], amendable: Collection[str]) -> None:
        super().__init__(f"cannot be amended: {', '.join(names)}; can be: {', '.join(amendable)}")
        self.amendable = tuple(amendable)


class NotMergeableError(ChangeError):
    def __init__(self) -> None:
        super().__init__("a ticket can only be merged into another one that is not cancelled")
