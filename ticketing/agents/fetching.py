"""Why a call that is about to be missed cannot be fetched."""

from kit.refusals import ConflictError


class NothingToFetchError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Somebody else has this call, or the caller is gone.")


class RingsAlreadyError(ConflictError):
    def __init__(self) -> None:
        super().__init__("Your phone rings for such a call already: pick it up.")
