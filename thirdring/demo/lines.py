"""The demo without a terminal: what is new between two views, a line each. Pure."""

from collections.abc import Iterator

from thirdring.demo import words
from thirdring.demo.model import Done, Place, Today, View, first_new
from thirdring.i18n import _


def beginning(place: Place) -> list[str]:
    return [
        f"Third Ring · {place.pbx}",
        *place.notes,
        f"{_('Look')}: {place.url}/  {place.url}/readyz",
        f"{_('Ask')}: {place.curl}",
        "",
    ]


def news(before: View | None, after: View) -> Iterator[str]:
    if after.catching_up:
        return
    clock = f"{after.now:%H:%M:%S}"
    known = {call.id: call for call in before.ringing} if before else {}
    for call in after.ringing:
        earlier = known.get(call.id)
        who = words.caller(call.caller)
        if earlier is None:
            yield f"{clock}  ○ {who}  " + _("begins to ring")
        elif call.late and not earlier.late:
            text = _("{ring} and nobody has answered: late").format(ring=words.ring_number(call.rings))
            yield f"{clock}  ! {who}  {text}"
    if before is not None and before.stored.ready and not before.catching_up:
        yield from map(done_line, first_new(before.stored.latest, after.stored.latest))


def done_line(done: Done) -> str:
    mark = {True: "✓", False: "✗", None: "·"}[done.within_target]
    rang = f"{words.ring_number(done.rings)}, {done.ring_seconds:.1f} s"
    who = f", {done.agent}" if done.agent else ""
    return f"{done.arrived_at:%H:%M:%S}  {mark} {words.caller(done.caller)}  {words.verdict(done)} ({rang}{who})"


def standing(view: View) -> str:
    """Now and then: how the hotline stands."""
    now = _("now {ringing} ringing, {waiting} waiting, {talking} talking").format(
        ringing=len(view.ringing), waiting=view.waiting, talking=view.talking
    )
    return f"{view.now:%H:%M:%S}  = {now}; {share(view.stored.today, view.place)}"


def share(today: Today, place: Place) -> str:
    if today.share is None:
        return _("no counted call yet today")
    return _("today {share} within {rings} rings ({within} of {counted})").format(
        share=f"{today.share:.1%}", rings=place.rings_within, within=today.within, counted=today.counted
    )
