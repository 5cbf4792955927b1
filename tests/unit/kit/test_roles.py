"""Which roles may do what: each set, written out."""

import pytest

from kit import roles
from kit.roles import Role, reaches

SETS = {
    "READERS": {"agent", "dispatcher", "manager", "admin"},
    "WORKERS": {"workman", "agent", "dispatcher", "manager", "admin"},
    "WALLS": {"agent", "dispatcher", "manager", "admin", "wall"},
    "RELAYS": {"agent", "dispatcher", "manager", "admin", "relay"},
    "SCRAPERS": {"metrics", "manager", "admin"},
    "SEES_NUMBERS": {"manager", "admin"},
    "SEES_OPEN_WORK": {"dispatcher", "manager", "admin"},
    "DISPATCHERS": {"dispatcher", "manager", "admin"},
    "MANAGERS": {"manager", "admin"},
    "ADMINS": {"admin"},
    "MAY_WAIVE": {"manager", "admin"},
}
RANKS = ["workman", "agent", "dispatcher", "manager", "admin"]


def test_each_set_of_roles_is_what_was_decided() -> None:
    found = {name: value for name, value in vars(roles).items() if isinstance(value, frozenset)}
    assert found == SETS


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("wanted", Role)
def test_a_role_includes_those_below_it_and_those_beside_the_order_include_nothing(role: Role, wanted: Role) -> None:
    ranked = role in RANKS and wanted in RANKS
    assert reaches(role, wanted) is (ranked and RANKS.index(role) >= RANKS.index(wanted))
