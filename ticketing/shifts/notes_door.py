"""Notes for the next shift over HTTP: written by who is there, read, taken over once."""

from kit.http.queries import NoQuery
from kit.refusals import RefusedError
from ticketing.http.ask import Ask, Reply
from ticketing.http.ways import read, write
from ticketing.shifts.bodies import HandoverText
from ticketing.shifts.finding import NO_TURN, TURN, handing_over_now, turn_in_path
from ticketing.shifts.models import HandoverOut, HandoversOut
from ticketing.shifts.records import Handover, require_readable
from ticketing.shifts.records_store import RecordStore
from ticketing.shifts.shown import handover_out


class LongOverError(RefusedError):
    def __init__(self) -> None:
        super().__init__("This shift is long over: write the note on the one that runs, or on one of the last two.")


class NotBegunError(RefusedError):
    def __init__(self) -> None:
        super().__init__("This shift has not begun: write the note on the one that hands over.")


async def list_notes(ask: Ask, _query: NoQuery) -> Reply:
    turn = turn_in_path(ask)
    notes = await _store(ask).handovers((turn.shift, turn.day))
    return Reply(HandoversOut(items=[handover_out(note) for note in notes]))


async def write_note(ask: Ask, body: HandoverText) -> Reply:
    turn = turn_in_path(ask)
    if turn.begins_us > ask.now_us:
        raise NotBegunError
    if turn not in handing_over_now(ask):
        raise LongOverError
    text = body.text.strip()
    require_readable(text)
    note = Handover(shift=turn.shift, day=turn.day, text=text, written_by=ask.token.who, written_at_us=ask.now_us)
    return Reply(handover_out(await _store(ask).add_handover(note)))


async def take_note(ask: Ask, _query: NoQuery) -> Reply:
    return Reply(handover_out(await _store(ask).take_handover(ask.number(), ask.token.who, ask.now_us)))


def _store(ask: Ask) -> RecordStore:
    return RecordStore(ask.site.pool, ask.desk.news)


OPERATIONS = (
    read("listNotes", f"{TURN}/notes", "List the notes of a turn", list_notes, HandoversOut, problems=NO_TURN),
    write(
        "writeNote",
        f"{TURN}/notes",
        "Create a note for the next shift",
        write_note,
        HandoverOut,
        HandoverText,
        status=201,
        problems=NO_TURN,
    ),
    write(
        "takeNote",
        "/api/v1/shifts/notes/{id}/taken",
        "Mark a note as taken over, by the caller and now",
        take_note,
        HandoverOut,
        problems={404: "No such note", 409: "Somebody else has taken it over"},
    ),
)
