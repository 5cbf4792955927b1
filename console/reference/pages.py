"""The pages of the API."""

from console.frame.page import page
from console.reference import door
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (page("getLanding", "/api", "What is where in the API", door.reference),)
