"""Who may do what."""

from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"  # sees calls, numbers masked
    MANAGER = "manager"  # sees calls in full
    ADMIN = "admin"  # everything
    METRICS = "metrics"  # /metrics and nothing else


READERS = frozenset({Role.AGENT, Role.MANAGER, Role.ADMIN})
SCRAPERS = frozenset({Role.METRICS, Role.MANAGER, Role.ADMIN})
SEES_NUMBERS = frozenset({Role.MANAGER, Role.ADMIN})
