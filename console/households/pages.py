"""The pages of households and their people."""

from console.frame.page import page
from console.households import door
from kit.http.operation import Operation

_HOUSEHOLD = "/households/{id}"
_PERSON = f"{_HOUSEHOLD}/people/{{resident}}"

PAGES: tuple[Operation, ...] = (
    page("showHouseholds", "/households", "The list of households", door.households),
    page("exportHouseholdsByPage", "/households/export", "Households as a file", door.export, "POST"),
    page("showNewHousehold", "/households/new", "The form of a new household", door.new),
    page("addHouseholdByPage", "/households", "Enter a household", door.add, "POST"),
    page("showHousehold", _HOUSEHOLD, "A household, its people, file and tickets", door.household),
    page("amendHouseholdByPage", f"{_HOUSEHOLD}/amend", "Change a household", door.amend, "POST"),
    page("unmaskHouseholdByPage", f"{_HOUSEHOLD}/unmask", "Show the numbers of a household", door.unmask, "POST"),
    page("forgetHouseholdByPage", f"{_HOUSEHOLD}/delete", "Delete a household on request", door.forget, "POST"),
    page("addPersonByPage", f"{_HOUSEHOLD}/people", "Add a person to a household", door.add_person, "POST"),
    page("amendPersonByPage", _PERSON, "Change a person", door.amend_person, "POST"),
    page("forgetPersonByPage", f"{_PERSON}/delete", "Delete a person on request", door.forget_person, "POST"),
    page(
        "unlearnNumberByPage",
        f"{_HOUSEHOLD}/learned/{{learned}}/delete",
        "Delete a learned number",
        door.unlearn,
        "POST",
    ),
)
