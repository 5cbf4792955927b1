"""What can be asked of the desk, besides calls: a table for each story."""

from thirdring.web.desk.operations.callbacks import CALLBACKS
from thirdring.web.desk.operations.households import HOUSEHOLDS
from thirdring.web.desk.operations.sessions import SESSIONS
from thirdring.web.desk.operations.tickets import TICKETS

DESK_OPERATIONS = (*SESSIONS, *TICKETS, *CALLBACKS, *HOUSEHOLDS)
