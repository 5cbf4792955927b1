"""What can be asked of households, and what fills the lists of a page."""

from kit.http.auth.roles import DISPATCHERS, MANAGERS
from ticketing.bodies import Why
from ticketing.front.ways import CHANGED, read, write
from ticketing.households import bodies
from ticketing.households import door as households
from ticketing.households import residents_door as residents
from ticketing.households.models import HouseholdOut, HouseholdPage, ResidentOut, ResidentPage
from ticketing.people.models import AgentsOut
from ticketing.tickets.models import CategoriesOut

_HOUSEHOLD = "/api/v1/households/{id}"
_RESIDENT = "/api/v1/residents/{id}"
_NO_HOUSEHOLD = {404: "No such household"}
_NO_RESIDENT = {404: "No such resident"}

HOUSEHOLDS = (
    read(
        "listHouseholds",
        "/api/v1/households",
        "Households",
        households.list_households,
        HouseholdPage,
        bodies.HouseholdsQuery,
    ),
    write(
        "putHousehold",
        "/api/v1/households",
        "A new household, or more about one that is there",
        households.put_household,
        HouseholdOut,
        bodies.HouseholdIn,
        roles=DISPATCHERS,
    ),
    read(
        "getHousehold",
        _HOUSEHOLD,
        "One household",
        households.one_household,
        HouseholdOut,
        problems=_NO_HOUSEHOLD,
    ),
    write(
        "amendHousehold",
        _HOUSEHOLD,
        "Housekeeper, notes, consent, documents",
        households.amend_household,
        HouseholdOut,
        bodies.HouseholdPatch,
        method="PATCH",
        roles=DISPATCHERS,
        if_match=True,
        problems=CHANGED | _NO_HOUSEHOLD,
    ),
    write(
        "forgetHousehold",
        _HOUSEHOLD,
        "Delete a household and its people, on their request",
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
        "With numbers in full, for a reason; noted in the audit log",
        households.unmask_household,
        HouseholdOut,
        Why,
        roles=DISPATCHERS,
        problems=_NO_HOUSEHOLD,
    ),
    read(
        "listResidents",
        "/api/v1/residents",
        "People of households; of a number: all of them, the likeliest first",
        residents.list_residents,
        ResidentPage,
        bodies.ResidentsQuery,
    ),
    read("getResident", _RESIDENT, "One resident", residents.one_resident, ResidentOut, problems=_NO_RESIDENT),
    write(
        "amendResident",
        _RESIDENT,
        "Another name, part or phones",
        residents.amend_resident,
        ResidentOut,
        bodies.ResidentPatch,
        method="PATCH",
        roles=DISPATCHERS,
        if_match=True,
        problems=CHANGED | _NO_RESIDENT,
    ),
    write(
        "forgetResident",
        _RESIDENT,
        "Delete one person, on their request",
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
        "What tickets can be about",
        households.list_categories,
        CategoriesOut,
    ),
    read("listAgents", "/api/v1/agents", "Who works here", households.list_agents, AgentsOut),
)
