"""Why something was refused. Nothing has changed then. `kit.http.problems` answers all of them, in one place."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any


class RefusedError(Exception):
    """`current` is what there is now, where that is the reason. A text may lack its capital letter and full stop."""

    status = 422
    retry_seconds: int | None = None  # what is refused for now alone may be asked again then

    def __init__(
        self,
        text: str,
        *,
        detail: str = "",
        possible: Iterable[str] | None = None,
        errors: Mapping[str, str] | None = None,
        version: int | None = None,
        current: Any = None,
    ) -> None:
        super().__init__(text)
        self.detail = detail or text  # `text` is about one of `errors`, where there is a `detail`
        self.possible = None if possible is None else tuple(possible)
        self.errors = errors or {}
        self.version = version
        self.current = current


class FieldError(RefusedError):
    """One field of what was asked is wrong; the text says what would be right."""

    def __init__(self, field: str, text: str, detail: str) -> None:
        super().__init__(text, detail=detail, errors={field: text})
        self.field = field


class ImpossibleError(RefusedError):
    possible: tuple[str, ...]

    def __init__(self, what: str, state: str, action: str, possible: Collection[str]) -> None:
        choices = ", ".join(possible) or "nothing"
        super().__init__(f"a {what} that is {state} has no {action}; possible: {choices}", possible=possible)


class MissingError(RefusedError):
    def __init__(self, what: str, names: Collection[str]) -> None:
        message = "is needed"
        super().__init__(f"{what} needs: {', '.join(names)}", errors=dict.fromkeys(names, message))
        self.names = tuple(names)


class NotYoursError(RefusedError):
    """Another role does this."""

    status = 403

    def __init__(self, action: str, role: str) -> None:
        super().__init__(f"{action} is for the role {role} or above")


class GoneError(RefusedError):
    status = 404

    def __init__(self, what: str, number: int) -> None:
        super().__init__(f"there is no {what} {number}: use `id` from the list")


class ConflictError(RefusedError):
    """What it was decided on is not what there is now."""

    status = 409


class StaleError(ConflictError):
    """Somebody else was faster: look again, then decide."""

    def __init__(self, version: int) -> None:
        text = f"this was changed by somebody else and is at version {version} now: load it again"
        super().__init__(text, version=version)
