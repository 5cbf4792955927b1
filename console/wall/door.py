"""The wall: a page for a screen that nobody sits at, without frame or sign-in form. Its script asks for the data."""

from console.frame.page import Shown
from console.frame.visit import Visit
from metrics.today.risks import RISKS


async def wall(_visit: Visit) -> Shown:
    return Shown("wall/page.html", {"risks": [risk.key for risk in RISKS]}, part=True)
