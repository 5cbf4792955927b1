"""Which dataclass is which table."""

from kit.database.columns import Columns
from ticketing.shifts.records import Absence, Handover

ABSENCE = Columns(Absence, key="id", serial=True)
HANDOVER = Columns(Handover, key="id", serial=True)
