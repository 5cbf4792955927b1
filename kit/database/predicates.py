"""What a list is narrowed by."""

from typing import Any


class Predicates:
    """What a page is narrowed by. Each combination is a statement of its own, so that each gets its own plan."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.values: list[Any] = []

    def add(self, text: str, *values: Any) -> None:
        """`text` has a `?` for each value."""
        for value in values:
            self.values.append(value)
            text = text.replace("?", f"${len(self.values) + 1}", 1)  # $1 is the limit
        self.texts.append(text)
