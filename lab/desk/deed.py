"""What one of the people of the desk asks of the service's API, as data."""

from collections.abc import Mapping
from typing import Any, NamedTuple

DISPATCHER, MANAGER = "dispatch", "manager"
"""Who they are, besides the agents."""


class Deed(NamedTuple):
    """A request by one of them.

    `dials`: of the callback that is answered, the agent dials the number by hand. `why`: a callback that the agent
    picked out asks for a reason before its number is shown. `to_be_called`: the customer will be.
    """

    who: str
    method: str
    path: str
    body: Mapping[str, Any] = {}
    version: int | None = None
    dials: bool = False
    why: str = ""
    to_be_called: bool = False
