"""The pages of a wall."""

from console.frame.page import page
from console.wall import door
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    page("showWall", "/wall", "A screen for a wall: what rings, both promises, what is at risk", door.wall),
)
