"""The demo without a terminal: what is new between two views, a line each. Pure."""

from collections.abc import Iterator

from thirdring.demo import words
from thirdring.demo.model import Done, Place, Talking, Today, View, first_new
from thirdring.i18n import _


def beginning(place: Place) -> list[str]:
    return [
        f"Third Ring · {place.pbx}",
        *place.notes,
        f"{_('Look:')} {place.url}/  {place.url}/readyz",
        _("Ask:"),
        *place.curl,
        "",
    ]


def news(before: View | None, after: View) -> Iterator[str]:
    """Who begins to ring, turns late, is answered, and who ends unanswered."""
    if before is None or after.catching_up:
        return
    clock = f"{after.now:%H:%M:%S}"
    if after.trouble and not before.trouble:
        yield f"{clock}  ! {after.trouble}"
    late = {call.id: call.late for call in before.ringing}
    for call in after.ringing:
        if call.id not in late:
            yield f"{clock}  ○ {words.caller(call.caller)}  " + _("begins to ring")
        elif call.late and not late[call.id]:
            text = _("{ring} and nobody has answered: late").format(ring=words.ring_number(call.rings))
            yield f"{clock}  ! {words.caller(call.caller)}  {text}"
    if not before.catching_up:
        talked = {call.id for call in before.talking}
        yield from (f"{clock}  {_answered(call)}" for call in after.talking if call.id not in talked)
        if before.stored.ready:
            ended = first_new(before.stored.latest, after.stored.latest)
            yield from (f"{clock}  {_missed(done)}" for done in ended if done.disposition != "answered")


def _answered(call: Talking) -> str:
    late = call.within_target is False
    said = _("{agent} answers in {ring}, after {seconds} s: {verdict}").format(
        agent=call.agent,
        ring=words.ring_number(call.rings),
        seconds=f"{call.ring_seconds:.1f}",
        verdict=_("late") if late else _("in time"),
    )
    return f"{'✗' if late else '✓'} {words.caller(call.caller)}  {said}"


def _missed(done: Done) -> str:
    mark = "·" if done.within_target is None else "✗"
    rang = f"{words.ring_number(done.rings)}, {done.ring_seconds:.1f} s"
    return f"{mark} {words.caller(done.caller)}  {words.verdict(done)} ({rang})"


def standing(view: View) -> str:
    """Now and then: how the hotline stands."""
    now = _("now {ringing} ringing, {waiting} waiting, {talking} talking").format(
        ringing=len(view.ringing), waiting=view.waiting, talking=len(view.talking)
    )
    return f"{view.now:%H:%M:%S}  = {now}; {share(view.stored.today, view.place)}"


def share(today: Today, place: Place) -> str:
    if today.share is None:
        return _("no counted call yet today")
    return _("today {share} within {rings} rings ({within} of {counted})").format(
        share=f"{today.share:.1%}", rings=place.rings_within, within=today.within, counted=today.counted
    )
