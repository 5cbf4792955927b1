"""Who may do what at the desk."""

from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    ADMIN = "admin"


MAY_WAIVE = frozenset({Role.MANAGER, Role.ADMIN})

_RANK = tuple(Role)


def reaches(role: Role, wanted: Role) -> bool:
    """Whoever is above may do what is wanted of those below."""
    return _RANK.index(role) >= _RANK.index(wanted)
