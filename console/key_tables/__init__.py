"""Words for the keys of the API that no board and no page has: (English, Chinese) by kind. Pure data.

A key that is looked for without its kind gets the word of the first kind that has it, in this order.
"""

from collections.abc import Mapping

from console.key_tables import administration, agents, desk, general, objectives, quality, shifts
from console.key_tables.table import Table

TABLES: Mapping[str, Table] = {
    **general.TABLES,
    **agents.TABLES,
    **quality.TABLES,
    **shifts.TABLES,
    **objectives.TABLES,
    **desk.TABLES,
    **administration.TABLES,
}
