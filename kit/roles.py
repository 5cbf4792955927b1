"""Who may do what."""

from enum import StrEnum


class Role(StrEnum):
    WORKMAN = "workman"  # works on tickets that were given to them or their trade; else sees only who is on shift
    AGENT = "agent"  # works on tickets and callbacks; sees the numbers of its own open work, all others masked
    DISPATCHER = "dispatcher"  # gives out tickets; sees the numbers of all open work
    MANAGER = "manager"  # sees all numbers, waives steps, exports and deletes households
    ADMIN = "admin"  # everything
    METRICS = "metrics"  # /metrics and nothing else
    WALL = "wall"  # the figures of a wall and nothing else: no number, no name but of who is on shift
    RELAY = "relay"  # who is on shift and nothing else


READERS = frozenset({Role.AGENT, Role.DISPATCHER, Role.MANAGER, Role.ADMIN})
WORKERS = READERS | {Role.WORKMAN}
WALLS = READERS | {Role.WALL}
RELAYS = READERS | {Role.RELAY}
SCRAPERS = frozenset({Role.METRICS, Role.MANAGER, Role.ADMIN})
SEES_NUMBERS = frozenset({Role.MANAGER, Role.ADMIN})
SEES_OPEN_WORK = SEES_NUMBERS | {Role.DISPATCHER}
DISPATCHERS = SEES_OPEN_WORK
MANAGERS = SEES_NUMBERS
ADMINS = frozenset({Role.ADMIN})

MAY_WAIVE = MANAGERS

_RANK = (Role.WORKMAN, Role.AGENT, Role.DISPATCHER, Role.MANAGER, Role.ADMIN)


def reaches(role: Role, wanted: Role) -> bool:
    """Whether a role includes another one. `metrics`, `wall` and `relay` are outside this order."""
    return role in _RANK and wanted in _RANK[: _RANK.index(role) + 1]
