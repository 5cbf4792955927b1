"""The demo without a terminal: what is new between two views, a line each. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta

from kit.i18n import _
from lab.demo import words
from lab.demo.model import Attempt, DeskToday, Done, Light, Party, Place, Ringing, Talking, Today, View, first_new
from metrics.objectives.standing import Status

MOMENT_SECONDS = 1.0
RECENT = timedelta(seconds=60)  # a call to a customer that began longer ago is of the past that was played first


def beginning(place: Place) -> list[str]:
    return [
        f"Third Ring · {place.pbx}",
        *place.notes,
        open_the_desk(place),
        place.desk,
        _("Or ask:"),
        *place.curl,
        "",
    ]


def open_the_desk(place: Place) -> str:
    return _("Open the desk in a browser, as agent {agent} (works once):").format(agent=place.visitor)


def news(before: View | None, after: View) -> Iterator[str]:
    """Who begins to ring, turns late, is answered, who ends unanswered, and who is called back."""
    if before is None or after.catching_up:
        return
    clock, parties = f"{after.now:%H:%M:%S}", after.stored.parties
    if after.trouble and not before.trouble:
        yield f"{clock}  ! {after.trouble}"
    late = {call.id: call.late for call in _introduced(before)}
    for call in _introduced(after):
        whom = _whom(call.caller, parties.get(call.id))
        if call.id not in late:
            yield f"{clock}  ○ {whom}  " + _("begins to ring")
        elif call.late and not late[call.id]:
            text = _("{ring} and nobody has answered: late").format(ring=words.ring_number(call.rings))
            yield f"{clock}  ! {whom}  {text}"
    if not before.catching_up:
        talked = {call.id for call in before.talking}
        answered = (call for call in after.talking if call.id not in talked)
        yield from (f"{clock}  {_answered(call, parties.get(call.id))}" for call in answered)
        if before.stored.ready:
            yield from (f"{clock}  {line}" for line in _stored_news(before, after))


def _introduced(view: View) -> list[Ringing]:
    """Whom the desk has found, or who has been ringing for a moment."""
    return [call for call in view.ringing if call.id in view.stored.parties or call.seconds >= MOMENT_SECONDS]


def _stored_news(before: View, after: View) -> Iterator[str]:
    for done in first_new(before.stored.latest, after.stored.latest):
        if done.disposition != "answered":
            yield _missed(done, after.stored.parties.get(done.linkedid))
    for attempt in first_new(before.stored.attempts, after.stored.attempts):
        if after.now - attempt.at < RECENT:
            yield _called(attempt)


def _whom(number: str, party: Party | None) -> str:
    return " ".join(part for part in (words.who(number, party), words.ticket(party)) if part)


def _answered(call: Talking, party: Party | None) -> str:
    late = call.within_target is False
    said = _("{agent} answers in {ring}, after {seconds} s: {verdict}").format(
        agent=call.agent,
        ring=words.ring_number(call.rings),
        seconds=f"{call.ring_seconds:.1f}",
        verdict=_("late") if late else _("in time"),
    )
    return f"{'✗' if late else '✓'} {_whom(call.caller, party)}  {said}"


def _missed(done: Done, party: Party | None) -> str:
    mark = "·" if done.within_target is None else "✗"
    said = _("{verdict} ({ring}, {seconds} s)").format(
        verdict=words.verdict(done), ring=words.ring_number(done.rings), seconds=f"{done.ring_seconds:.1f}"
    )
    return f"{mark} {_whom(done.caller, party)}  {said}"


def _called(attempt: Attempt) -> str:
    number = f" #{attempt.ticket.rpartition('-')[2]}" if attempt.ticket else ""
    form = _("{agent} calls back: {outcome}")
    if attempt.way == "inbound":
        form = _("called again, and {agent} answered: {outcome}")
    said = form.format(agent=attempt.agent, outcome=words.outcome(attempt))
    return f"☎ {attempt.whom}{number}  {said}"


def standing(view: View) -> str:
    """Now and then: how the hotline and the desk stand."""
    now = _("now {ringing} ringing, {waiting} waiting, {talking} talking").format(
        ringing=len(view.ringing), waiting=view.waiting, talking=len(view.talking)
    )
    parts = (now, share(view.stored.today, view.place), tickets(view.stored.desk), called_back(view.stored.desk))
    return f"{view.now:%H:%M:%S}  = " + _("; ").join(parts)


def share(today: Today, place: Place) -> str:
    if today.share is None:
        return _("no counted call yet today")
    return _("today {share} within {rings} rings ({within} of {counted})").format(
        share=f"{today.share:.1%}", rings=place.rings_within, within=today.within, counted=today.counted
    )


def tickets(desk: DeskToday) -> str:
    return _("{count} tickets, {open} open, {overdue} overdue; {waiting} callbacks waiting").format(
        count=desk.tickets_today,
        open=desk.tickets_open,
        overdue=desk.tickets_overdue,
        waiting=desk.callbacks_waiting,
    )


def called_back(desk: DeskToday) -> str:
    """Of the day's resolved tickets that want a callback, the proven ones."""
    if not desk.to_call_back:
        return _("nobody to be called back yet today")
    said = _("called back {done} of {eligible}").format(done=desk.called_back, eligible=desk.to_call_back)
    if desk.more_by_midnight:
        said += " · " + _("{more} more by midnight to reach 90 %").format(more=desk.more_by_midnight)
    return said


def lights(board: Iterable[Light]) -> list[str]:
    """How many of the 21 objectives stand how, and which of them need looking at."""
    board = list(board)
    counts = Counter(light.status for light in board)
    counted = _(", ").join(f"{counts[status]} {words.status(status)}" for status in Status)
    wanting = [light for light in board if light.status in (Status.MISSED, Status.AT_RISK)]
    return [
        _("The 21 objectives today: {counted}").format(counted=counted),
        *(f"  {_wanting(light)}" for light in wanting),
    ]


def _wanting(light: Light) -> str:
    said = _("{number} {title}: {status}, {ratio} ({met}/{eligible}, {target})").format(
        number=light.id,
        title=light.title,
        status=words.status(light.status),
        ratio=words.ratio(light),
        met=f"{light.met:g}",
        eligible=f"{light.eligible:g}",
        target=light.target,
    )
    return _("; ").join((said, light.needs)) if light.needs else said
