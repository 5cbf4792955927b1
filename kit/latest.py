"""A set of keys with a limit: the oldest key is removed when it is full. Pure."""

from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Latest(Generic[Key]):
    """At most `most` keys. One that is added again keeps its place."""

    __slots__ = ("_keys", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._keys: dict[Key, None] = {}

    def __contains__(self, key: Key) -> bool:
        return key in self._keys

    def add(self, key: Key) -> None:
        self._keys[key] = None
        if len(self._keys) > self._most:
            del self._keys[next(iter(self._keys))]

    def discard(self, key: Key) -> None:
        self._keys.pop(key, None)

    def copy(self) -> "Latest[Key]":
        other: Latest[Key] = Latest(self._most)
        other._keys = dict(self._keys)
        return other
