"""What can be asked of shifts."""

from ticketing.shifts import absences_door, ahead_door, door, notes_door, sheet_door

SHIFTS = (
    *door.OPERATIONS,
    *ahead_door.OPERATIONS,
    *notes_door.OPERATIONS,
    *absences_door.OPERATIONS,
    *sheet_door.OPERATIONS,
)
