"""Who may do what at the desk."""

from enum import StrEnum


class Role(StrEnum):
    AGENT = "agent"
    DISPATCHER = "dispatcher"
    MANAGER = "manager"
    ADMIN = "admin"


MAY_WAIVE = frozenset({Role.MANAGER, Role.ADMIN})
