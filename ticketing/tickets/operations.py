"""What can be asked of tickets."""

from ticketing.tickets import changes_door, door, joining_door, several_door, steps_door

TICKETS = (
    *door.OPERATIONS,
    *several_door.OPERATIONS,
    *changes_door.OPERATIONS,
    *steps_door.OPERATIONS,
    *joining_door.OPERATIONS,
)
