"""Housekeepers that a sheet names and this site does not know."""

from collections import Counter
from collections.abc import Collection, Iterable

from kit.http.auth.users import User
from kit.i18n import _
from thirdring.settings import Settings
from ticketing.households.household import Household


def without_phone(households: Iterable[Household], settings: Settings) -> list[str]:
    """A line where some are no agent of the settings: their phones cannot ring first."""
    text = _("housekeepers who are no [[agent]] of the settings, so that no phone of theirs rings first: {names}")
    return _line(text, households, {agent.name for agent in settings.agent})


def no_users(households: Iterable[Household], users: Iterable[User]) -> list[str]:
    """A line where some cannot sign in."""
    text = _("housekeepers who are no users, so that they see no tickets: {names}")
    return _line(text, households, {user.name for user in users})


def _line(text: str, households: Iterable[Household], known: Collection[str]) -> list[str]:
    named = Counter(household.housekeeper for household in households if household.housekeeper is not None)
    unknown = [(name, count) for name, count in named.most_common() if name not in known]
    if not unknown:
        return []
    each = _("{name} ({count} households)")
    return [text.format(names=", ".join(each.format(name=name, count=count) for name, count in unknown))]
