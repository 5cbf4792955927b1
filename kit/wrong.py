"""A wrong value: a translatable text, and the exact path of the value."""

from typing import Self


class WrongValueError(ValueError):
    """`text` is English with {names} for `parts`. `at` is the path below the examined value."""

    def __init__(self, text: str, *at: str | int, **parts: object) -> None:
        super().__init__(text.format(**parts))
        self.text = text
        self.at = at
        self.parts = parts

    def under(self, *above: str | int, without: int = 0) -> Self:
        """The same error with `above` before its path, and without the first `without` keys of its own path."""
        return type(self)(self.text, *above, *self.at[without:], **self.parts)


def marked(text: str) -> str:
    """Marks a text for the catalogues where it is translated later."""
    return text


class SettingsError(ValueError):
    """Its text is for the person who wrote the settings."""
