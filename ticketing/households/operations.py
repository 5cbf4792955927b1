"""What can be asked of households, and what fills the lists of a page."""

from kit.roles import DISPATCHERS, MANAGERS, WORKERS
from ticketing.bodies import Why
from ticketing.households import bodies
from ticketing.households import door as households
from ticketing.households import residents_door as residents
from ticketing.households.models import HouseholdOut, HouseholdPage, ResidentOut, ResidentPage
from ticketing.http.ways import read, write
from ticketing.tickets.models import CategoriesOut

_HOUSEHOLD = "/api/v1/households/{id}"
_RESIDENT = "/api/v1/residents/{id}"
_NO_HOUSEHOLD = {404: "No such household"}
_NO_RESIDENT = {404: "No such resident"}

HOUSEHOLDS = (
    read(
        "listHouseholds",
        "/api/v1/households",
        "List households",
        households.list_households,
        HouseholdPage,
        bodies.HouseholdsQuery,
    ),
    write(
        "putHousehold",
        "/api/v1/households",
        "Create a household, or add to an existing one",
        households.put_household,
        HouseholdOut,
        bodies.HouseholdIn,
        roles=DISPATCHERS,
    ),
    read(
        "getHousehold",
        _HOUSEHOLD,
        "Return a household",
        households.one_household,
        HouseholdOut,
        problems=_NO_HOUSEHOLD,
    ),
    write(
        "amendHousehold",
        _HOUSEHOLD,
        "Update the housekeeper, notes, consent or documents of a household",
        households.amend_household,
        HouseholdOut,
        bodies.HouseholdPatch,
        method="PATCH",
        roles=DISPATCHERS,
        current=households.one_household,
        if_match=True,
        problems=_NO_HOUSEHOLD,
    ),
    write(
        "forgetHousehold",
        _HOUSEHOLD,
        "Delete a household and its people on request",
        households.forget_household,
        None,
        method="DELETE",
        status=204,
        roles=MANAGERS,
        problems=_NO_HOUSEHOLD,
    ),
    write(
        "unmaskHousehold",
        f"{_HOUSEHOLD}/unmask",
        "Return a household with full numbers, for a reason; recorded in the audit log",
        households.unmask_household,
        HouseholdOut,
        Why,
        roles=DISPATCHERS,
        problems=_NO_HOUSEHOLD,
    ),
    write(
        "unlearnNumber",
        "/api/v1/learned-numbers/{id}",
        "Delete a learned number of a household",
        households.unlearn_number,
        None,
        method="DELETE",
        status=204,
        roles=DISPATCHERS,
        problems={404: "No such learned number"},
    ),
    read(
        "listResidents",
        "/api/v1/residents",
        "List residents; with a phone number, the most likely first",
        residents.list_residents,
        ResidentPage,
        bodies.ResidentsQuery,
    ),
    read("getResident", _RESIDENT, "Return a resident", residents.one_resident, ResidentOut, problems=_NO_RESIDENT),
    write(
        "amendResident",
        _RESIDENT,
        "Update the name, part or phones of a resident",
        residents.amend_resident,
        ResidentOut,
        bodies.ResidentPatch,
        method="PATCH",
        roles=DISPATCHERS,
        current=residents.one_resident,
        if_match=True,
        problems=_NO_RESIDENT,
    ),
    write(
        "forgetResident",
        _RESIDENT,
        "Delete a resident on request",
        residents.forget_resident,
        None,
        method="DELETE",
        status=204,
        roles=MANAGERS,
        problems=_NO_RESIDENT,
    ),
    read(
        "listCategories",
        "/api/v1/categories",
        "List the categories of tickets",
        households.list_categories,
        CategoriesOut,
        roles=WORKERS,
    ),
)
