"""What can be asked of the desk, besides calls: a table for each story."""

from ticketing.callbacks.operations import CALLBACKS
from ticketing.duties.operations import DUTIES
from ticketing.households.operations import HOUSEHOLDS
from ticketing.inspections.operations import INSPECTIONS
from ticketing.nonconformities.operations import NONCONFORMITIES
from ticketing.people.operations import SESSIONS
from ticketing.readings.operations import READINGS
from ticketing.tickets.operations import TICKETS

DESK_OPERATIONS = (*SESSIONS, *TICKETS, *CALLBACKS, *HOUSEHOLDS)


QUALITY_OPERATIONS = (*READINGS, *DUTIES, *INSPECTIONS, *NONCONFORMITIES)
