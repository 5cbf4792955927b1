"""What a call proves, read and written within somebody's transaction."""

from collections.abc import Sequence

from kit.database.pool import Session
from kit.refusals import RefusedError
from ticketing.callbacks.access import STATEMENTS, any_hour, callback_by_id, save_callback, with_attempts
from ticketing.callbacks.changes import applied
from ticketing.callbacks.policy import is_quiet
from ticketing.callbacks.proof import Link, linked_by_word, links, without_quiet_proof
from ticketing.callbacks.sightings import Sighting
from ticketing.news import CallbackNews
from ticketing.site_rules import SiteRules


async def proofs_of(connection: Session, rules: SiteRules, seen: Sighting) -> list[CallbackNews]:
    """The callbacks that this call was about, changed by it. The same call twice changes nothing more."""
    people = await connection.fetch(STATEMENTS["lock_people_of_number"], seen.number)
    households = [row["household"] for row in people if row["household"] is not None]
    rows = await connection.fetch(STATEMENTS["about_number"], seen.number, households)
    known = await with_attempts(connection, rows)
    found = links(seen, known, {seen.number}, rules.callbacks.talk_us_min)
    return [await _apply(connection, rules, link, seen) for link in await _allowed(connection, rules, found, seen)]


async def proof_by_word(connection: Session, rules: SiteRules, number: int, seen: Sighting) -> CallbackNews:
    """An agent says which callback a call was about; the call still has to prove it. Raises RefusedError."""
    callback = await callback_by_id(connection, number)
    numbers = {callback.phone}
    if callback.household is not None:
        rows = await connection.fetch(STATEMENTS["numbers_of_household"], callback.household)
        numbers |= {row["number"] for row in rows}
    link = linked_by_word(seen, callback, numbers, rules.callbacks.talk_us_min)
    if link is None:
        raise RefusedError("that call was not with a number of this household after the callback was created")
    [link] = await _allowed(connection, rules, [link], seen)
    return await _apply(connection, rules, link, seen)


async def _allowed(connection: Session, rules: SiteRules, found: Sequence[Link], seen: Sighting) -> Sequence[Link]:
    if not is_quiet(rules.callbacks, seen.arrived_at_us, rules.site.zone):
        return found
    about = [link.callback for link in found]
    return without_quiet_proof(found, await any_hour(connection, about, seen.arrived_at_us))


async def _apply(connection: Session, rules: SiteRules, link: Link, seen: Sighting) -> CallbackNews:
    if any(attempt.call == seen.call for attempt in link.callback.attempts):
        return CallbackNews(link.callback, link.callback)
    changed = applied(link, seen, rules.callbacks, rules.site.zone)
    return CallbackNews(link.callback, await save_callback(connection, changed, link.callback))
