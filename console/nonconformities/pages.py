"""The pages of nonconformities."""

from console.frame.page import page
from console.nonconformities import door
from kit.http.operation import Operation

_NONCONFORMITY = "/nonconformities/{id}"

PAGES: tuple[Operation, ...] = (
    page("showNonconformities", "/nonconformities", "The list of nonconformities", door.nonconformities),
    page("createNonconformityByPage", "/nonconformities", "Create a nonconformity", door.create, "POST"),
    page("showNewNonconformity", "/nonconformities/new", "The form of a new nonconformity", door.new),
    page("showNonconformity", _NONCONFORMITY, "A nonconformity with its story", door.nonconformity),
    page("actOnNonconformityByPage", f"{_NONCONFORMITY}/actions", "Issue it, verify it …", door.act, "POST"),
)
