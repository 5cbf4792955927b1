"""Callbacks over HTTP: what is to be done, claims, calls, and a person's word."""

from functools import partial
from typing import Any

from kit.http.listed import listed
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.wire import instant_or_none
from kit.instants import local_day
from kit.refusals import ConflictError, RefusedError
from telephony.ami.actions import AmiError
from telephony.originate import MayNotHangUpError
from ticketing.bodies import CallRefIn, Why
from ticketing.callbacks import bodies
from ticketing.callbacks.access import STATEMENTS, with_attempts
from ticketing.callbacks.assigning import left_to_others
from ticketing.callbacks.bodies import CallbacksQuery, RatesQuery
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.changes import settled_by_word
from ticketing.callbacks.lists import CALLBACKS, wanted_callbacks
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.models import CallbackPage, LeftOutOut, RateOut
from ticketing.callbacks.rate import RULE, RULE_VERSION, TARGET, LeftOut
from ticketing.callbacks.states import State
from ticketing.http.ask import Ask, Dialler, Reply, Rung, connected
from ticketing.http.checks import known_household, number_of
from ticketing.http.disclosures import count_lookup, disclose_for_reason, note_typed, require_room
from ticketing.http.rates import uncalled_on
from ticketing.http.seen import callback_seen, callbacks_seen
from ticketing.tickets.amendments import rated, says_of_the_settlement
from ticketing.tickets.complaint import Heard
from ticketing.tickets.models import NumberOut
from ticketing.tickets.rating import require_rating_open
from ticketing.tickets.ticket import Asked
from ticketing.workflows.rates import rate_of_day

_LATER = {"Retry-After": "60"}


async def list_callbacks(ask: Ask, query: CallbacksQuery) -> Reply:
    await count_lookup(ask, query.phone)
    uncalled = await uncalled_on(ask, query.uncalled)
    wanted = wanted_callbacks(query, ask.token.who, ask.desk.rules, ask.now_us, uncalled)
    async with connected(ask) as connection:
        rows, following = await listed(connection, CALLBACKS.by(query.sort), wanted, query)
        found = await with_attempts(connection, rows)
    return Reply(CallbackPage(items=await callbacks_seen(ask, found), next=following), as_seen=True)


async def one_callback(ask: Ask, _query: NoQuery) -> Reply:
    return await _shown(ask, await ask.desk.callbacks.get(ask.number()))


async def as_listed(ask: Ask, _query: NoQuery) -> Reply:
    """Shows nobody a number for the first time."""
    [shown] = await callbacks_seen(ask, [await ask.desk.callbacks.get(ask.number())])
    return Reply(shown, as_seen=True)


async def new_callback(ask: Ask, body: bodies.NewCallback) -> Reply:
    typed, household = number_of(ask, body.phone), body.household
    await count_lookup(ask, typed)  # the answer says whose it is
    phone = typed
    await known_household(ask, household)
    if body.ticket is not None:
        ticket = await ask.desk.tickets.get(body.ticket)
        phone, household = phone or ticket.phone, household or ticket.household
    if not phone and household is not None:
        async with connected(ask) as connection:
            phone = await connection.fetchval(STATEMENTS["phone_of_household"], household) or ""
    if not phone:
        errors = {"phone": "is needed: nobody of this household or ticket has one"}
        raise RefusedError("There is no number to call.", errors=errors)
    if household is None:
        matches = await ask.desk.households.find(phone)
        household = matches[0].household if matches else None
    cause = Cause(Reason.REQUESTED, ask.now_us, phone, household, body.ticket, asked_by=ask.token.who)
    callback = (await ask.desk.callbacks.create(cause)).callback
    if typed and callback.phone == typed:
        await note_typed(ask, ask.viewer.right_to_callback(callback))
    return await _shown(ask, callback)


async def claim(ask: Ask, _query: NoQuery) -> Reply:
    return await _shown(ask, await ask.desk.callbacks.claim(ask.number(), ask.token.who, ask.now_us))


async def claim_next(ask: Ask, _query: NoQuery) -> Reply:
    """204: there is nothing to do now."""
    await require_room(ask)
    callback = await ask.desk.callbacks.claim_next(ask.token.who, ask.now_us)
    return Reply(None) if callback is None else await _shown(ask, callback)


async def release(ask: Ask, _query: NoQuery) -> Reply:
    decide = partial(left_to_others, agent=ask.token.who, now_us=ask.now_us)
    return await _shown(ask, await ask.desk.callbacks.change(ask.number(), decide))


async def unmask(ask: Ask, body: Why) -> Reply:
    """The number in full, for a reason, which is kept."""
    callback = await ask.desk.callbacks.get(ask.number())
    await disclose_for_reason(ask, ask.viewer.right_to_callback(callback), body.why)
    return Reply(NumberOut(number=callback.phone), as_seen=True)


async def call(ask: Ask, _query: NoQuery) -> Reply:
    """Rings the agent's own phone first. What came of it is seen in the call itself."""
    dial = _dialler(ask)
    agent = ask.token.who
    if not ask.site.devices.get(agent):
        detail = f"No [[agent]] of the settings is named {agent}, so there is no phone to ring: sign in as an agent."
        raise RefusedError(detail)
    number = ask.number()
    dial.require_free(agent)
    if number in ask.site.dialling:
        raise ConflictError("A phone rings for this callback already: pick it up.")
    ask.site.dialling.add(number)
    try:
        await _require_shown(ask, await ask.desk.callbacks.claim(number, agent, ask.now_us))
        callback = await dial.call(number, agent)
        ask.site.rung[agent] = Rung(number, callback.version)
        return await _shown(ask, callback)
    except AmiError as error:
        raise Problem(503, str(error), headers={"Retry-After": "5"}) from None
    finally:
        ask.site.dialling.discard(number)


async def hang_up(ask: Ask, _query: NoQuery) -> Reply:
    """The caller's own call by click, before the answer or after it."""
    number, dial = ask.number(), _dialler(ask)
    await ask.desk.callbacks.get(number)
    try:
        await dial.hang_up(number, ask.token.who)
    except MayNotHangUpError:
        detail = (
            "Hang up on your phone: the PBX does not permit it from here. In manager.conf, add call to the write= of "
            "the AMI user of Third Ring."
        )
        raise Problem(503, detail, headers=_LATER) from None
    except AmiError:
        detail = "The PBX did not answer: try again in a few seconds, or hang up on your phone."
        raise Problem(503, detail, headers=_LATER) from None
    return await _shown(ask, await ask.desk.callbacks.get(number))


def _dialler(ask: Ask) -> Dialler:
    if ask.site.dial is None:
        detail = "Click-to-call is not available: no PBX of this site permits it. Dial by hand."
        raise Problem(503, detail, headers=_LATER)
    return ask.site.dial


async def outcome(ask: Ask, body: bodies.CallbackOutcome) -> Reply:
    number = ask.number()
    callback = await ask.desk.callbacks.get(number)
    await _require_rating_open(ask, callback, body)
    if body.call is not None:
        callback = await _by_call(ask, callback, body.call)
    elif body.state is not None:
        state, now_us, who, why = State(body.state), ask.now_us, ask.token.who, body.why
        callback = await ask.desk.callbacks.change(
            number, lambda known: settled_by_word(known, state, who, why, now_us)
        )
    elif body.rating is None:
        raise RefusedError("Give an outcome: `state` with `why`, the `call`, or a `rating`.")
    if body.rating is not None or body.rating_comment:
        await _rate(ask, callback, body)
    return await _shown(ask, callback)


async def rates(ask: Ask, query: RatesQuery) -> Reply:
    rules = ask.desk.rules
    day = query.date or local_day(ask.now_us, rules.site.zone)
    rate = await rate_of_day(ask.site.pool, rules, day, ask.now_us)
    return Reply(
        RateOut(
            date=rate.day,
            resolved_count=rate.resolved_count,
            eligible_count=rate.eligible_count,
            same_day_count=rate.same_day_count,
            final_count=rate.final_count,
            same_day_ratio=rate.same_day_ratio,
            final_ratio=rate.final_ratio,
            same_day_of_all_count=rate.same_day_of_all_count,
            final_of_all_count=rate.final_of_all_count,
            same_day_of_all_ratio=rate.same_day_of_all_ratio,
            final_of_all_ratio=rate.final_of_all_ratio,
            left_out=[_left_out(one) for one in rate.left_out],
            rule=RULE,
            rule_version=RULE_VERSION,
            target_ratio=float(TARGET),
            missing=list(rate.missing),
            more_by_midnight=rate.more_by_midnight,
            can_be_met=rate.can_be_met,
            ratio_then=rate.ratio_then,
            call_by=instant_or_none(rate.call_by_us),
        )
    )


def _left_out(one: LeftOut) -> LeftOutOut:
    return LeftOutOut(category=one.category, count=one.resolved_count, why=one.why)


async def _require_shown(ask: Ask, callback: Callback) -> None:
    """A phone that rings for a callback shows whom it is about. It stays theirs who claimed it. Raises Problem 403."""
    shown = await callback_seen(ask, callback)
    if shown.phone != callback.phone:
        detail = f"You chose this callback yourself, so say `why` first: POST /api/v1/callbacks/{callback.id}/unmask."
        raise Problem(403, detail, current=shown)


async def _by_call(ask: Ask, callback: Callback, ref: CallRefIn) -> Callback:
    seen = await ask.desk.sighting(ref.pbx, ref.linkedid)
    if seen is None:
        raise RefusedError("There is no such call, or it is still live.")
    return await ask.desk.callbacks.link_by_word(callback.id, seen)


async def _require_rating_open(ask: Ask, callback: Callback, body: bodies.CallbackOutcome) -> None:
    """Before anything is stored of the outcome. Raises HeardError."""
    told = {name: getattr(body, name) for name in ("rating", "rating_comment") if getattr(body, name)}
    if callback.ticket is None or not told:
        return
    ticket = await ask.desk.tickets.get(callback.ticket)
    if not says_of_the_settlement(ticket, Heard.CALLBACK):  # whether by a proven call is seen afterwards
        require_rating_open(ticket, told)


async def _rate(ask: Ask, callback: Callback, body: bodies.CallbackOutcome) -> None:
    if callback.ticket is None:
        raise RefusedError("this callback is about no ticket, so there is nothing to rate")
    ticket = await ask.desk.tickets.get(callback.ticket)
    told = body.model_fields_set & {"rating", "rating_comment"}
    fields: dict[str, Any] = {name: getattr(body, name) for name in told}
    asked = Asked(ask.token.who, ask.now_us, ticket.version)
    by = await ask.desk.tickets.heard(ticket.number)
    await ask.desk.tickets.change(ticket.number, partial(rated, asked=asked, fields=fields, by=by))


async def _shown(ask: Ask, callback: Callback) -> Reply:
    return Reply(await callback_seen(ask, callback), as_seen=True)
