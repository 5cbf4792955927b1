"""The pages of readings."""

from console.frame.page import page
from console.readings import door
from kit.http.operation import Operation

_READING = "/readings/{id}"

PAGES: tuple[Operation, ...] = (
    page("showReadings", "/readings", "The list of readings", door.readings),
    page("tellReadingByPage", "/readings", "Enter a reading", door.tell, "POST"),
    page("showNewReading", "/readings/new", "The form of a new reading", door.new),
    page("showReading", _READING, "A reading with its past", door.reading),
    page("actOnReadingByPage", f"{_READING}/actions", "Confirm or reject a reading", door.act, "POST"),
    page("correctReadingByPage", f"{_READING}/corrections", "Correct a reading", door.correct, "POST"),
)
