"""What is wanted of a table. Each combination is a statement of its own, so that each gets its own plan."""

from typing import Any


class Where:
    """Conditions that all have to hold, with their values. A condition has a `?` for each value and is never input."""

    def __init__(self, condition: str = "", *values: Any) -> None:
        self._conditions: list[str] = []
        self.values: list[Any] = []
        if condition:
            self.add(condition, *values)

    def add(self, condition: str, *values: Any) -> None:
        self._conditions.append(condition)
        self.values += values

    def also(self, condition: str) -> "Where":
        """These and one more, which may be empty; what is added to the one is not added to the other."""
        more = Where(condition)
        more._conditions = self._conditions + more._conditions
        more.values = [*self.values]
        return more

    def given(self, condition: str, value: object) -> None:
        """Nothing where nothing was asked for."""
        if value is not None:
            self.add(condition, value)

    def equal(self, asked: object, *columns: str, of: str = "") -> None:
        """Each field that was asked for is the column of this name, or one of several; `of` is its table as the
        statement calls it."""
        for column in columns:
            wanted = getattr(asked, column)
            if isinstance(wanted, tuple) and len(wanted) > 1:
                self.add(f"{of}{column} = any(?)", list(wanted))
            else:
                self.given(f"{of}{column} = ?", wanted[0] if isinstance(wanted, tuple) else wanted)

    def flag(self, wanted: bool | None, condition: str, *values: Any) -> None:
        """The condition, or its opposite: what is unknown is neither."""
        if wanted is not None:
            self.add(f"({condition})" if wanted else f"not ({condition})", *values)

    def on(self, select: str, end: str = "") -> str:
        """The whole statement; `end` has a `?` for each value that was put behind those of the conditions."""
        conditions = " and ".join(self._conditions) or "true"
        first, *others = f"where {conditions} {end}".split("?")
        return f"{select}\n{first}" + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))
