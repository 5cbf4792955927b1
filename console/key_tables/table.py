"""The words of one kind of key."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]
"""The word in English and in Chinese, by key."""
