"""Why a change was refused by the store; nothing has changed then."""


class GoneError(Exception):
    def __init__(self, what: str, number: int) -> None:
        super().__init__(f"there is no {what} {number}: use `id` from the list")


class RaisedError(Exception):
    def __init__(self, number: int) -> None:
        super().__init__(f"this answer has nonconformity {number} already: act on that one")
        self.number = number


class StaleError(Exception):
    """Somebody else was faster: look again, then decide."""

    def __init__(self, version: int) -> None:
        super().__init__(f"this was changed by somebody else and is at version {version} now: load it again")
        self.version = version
