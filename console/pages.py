"""All pages: the router is filled from this table. Each folder says which pages it has."""

from console.admin.pages import PAGES as ADMIN
from console.callbacks.pages import PAGES as CALLBACKS
from console.calls.pages import PAGES as CALLS
from console.desk.pages import PAGES as DESK
from console.duties.pages import PAGES as DUTIES
from console.frame.pages import PAGES as FRAME
from console.households.pages import PAGES as HOUSEHOLDS
from console.importing.pages import PAGES as IMPORTING
from console.inspections.pages import PAGES as INSPECTIONS
from console.me.pages import PAGES as ME
from console.nonconformities.pages import PAGES as NONCONFORMITIES
from console.phone.pages import PAGES as PHONE
from console.places.pages import PAGES as PLACES
from console.readings.pages import PAGES as READINGS
from console.reference.pages import PAGES as REFERENCE
from console.sheet.pages import PAGES as SHEET
from console.shifts.pages import PAGES as SHIFTS
from console.signing_in.pages import PAGES as SIGNING_IN
from console.surveys.pages import PAGES as SURVEYS
from console.tickets.pages import PAGES as TICKETS
from console.today.pages import PAGES as TODAY
from console.trades.pages import PAGES as TRADES
from console.wall.pages import PAGES as WALL
from console.work.pages import PAGES as WORK
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    *FRAME,
    *REFERENCE,
    *WORK,
    *SIGNING_IN,
    *ME,
    *TODAY,
    *WALL,
    *TRADES,
    *DESK,
    *PHONE,
    *TICKETS,
    *CALLBACKS,
    *IMPORTING,
    *HOUSEHOLDS,
    *PLACES,
    *CALLS,
    *SHIFTS,
    *SHEET,
    *DUTIES,
    *INSPECTIONS,
    *NONCONFORMITIES,
    *READINGS,
    *SURVEYS,
    *ADMIN,
)
