"""What can be asked of the desk, besides calls: a table for each story."""

from ticketing.agents import door as agents
from ticketing.agents import rescue_door
from ticketing.callbacks.operations import CALLBACKS
from ticketing.duties import door as duties
from ticketing.exports import door as exports
from ticketing.files.operations import FILES
from ticketing.households.operations import HOUSEHOLDS
from ticketing.households.sheet_operations import SHEETS
from ticketing.inspections.operations import INSPECTIONS
from ticketing.nonconformities import door as nonconformities
from ticketing.people.operations import SESSIONS
from ticketing.places.operations import PLACES
from ticketing.places.sheet_operations import PLACE_SHEETS
from ticketing.presence import door as presence
from ticketing.readings import door as readings
from ticketing.shifts.operations import SHIFTS
from ticketing.tickets.operations import TICKETS
from ticketing.trades import door as trades
from ticketing.work_links.operations import WORK_LINKS

DESK_OPERATIONS = (
    *SESSIONS,
    *TICKETS,
    *presence.OPERATIONS,
    *trades.OPERATIONS,
    *SHIFTS,
    *CALLBACKS,
    *HOUSEHOLDS,
    *SHEETS,
    *PLACES,
    *PLACE_SHEETS,
    *agents.OPERATIONS,
    *rescue_door.OPERATIONS,
    *exports.OPERATIONS,
)


QUALITY_OPERATIONS = (
    *readings.OPERATIONS,
    *duties.OPERATIONS,
    *INSPECTIONS,
    *nonconformities.OPERATIONS,
    *FILES,
    *WORK_LINKS,
)
