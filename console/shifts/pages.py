"""The pages of shifts."""

from console.frame.page import page
from console.shifts import absences, door, notes
from kit.http.operation import Operation

_TURN = "/shifts/turns/{day}/{shift}"
_ABSENCES = "/shifts/absences"
_ABSENCE = f"{_ABSENCES}/{{id}}"

PAGES: tuple[Operation, ...] = (
    page("showShifts", "/shifts", "Who is on which shift of a week", door.week),
    page("showWhoIsOnShift", "/shifts/now", "Who is on shift now, and what the last one left", door.now),
    page("showDayOfShifts", "/shifts/days/{day}", "Who is on which shift of a day", door.day),
    page("fillWeekByPage", "/shifts/fill", "Fill a week as the one before", door.fill, "POST"),
    page("showTurn", _TURN, "A shift of a day and its hand-over notes", notes.turn),
    page("changeTurnByPage", _TURN, "Put somebody on a shift, or take them out", door.change, "POST"),
    page("writeHandOverByPage", f"{_TURN}/notes", "Write a hand-over note", notes.write, "POST"),
    page("takeOverByPage", "/shifts/notes/{id}/taken", "Take a hand-over note over", notes.take_over, "POST"),
    page("showAbsences", _ABSENCES, "Who is away, and who stands in", absences.absences),
    page("addAbsenceByPage", _ABSENCES, "Enter that somebody is away", absences.add, "POST"),
    page("amendAbsenceByPage", _ABSENCE, "Change an absence, or end it now", absences.amend, "POST"),
    page("dropAbsenceByPage", f"{_ABSENCE}/drop", "Delete an absence", absences.drop, "POST"),
)
