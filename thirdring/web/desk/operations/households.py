"""What can be asked of households, and what fills the lists of a page."""

from thirdring.web.auth.roles import DISPATCHERS, MANAGERS
from thirdring.web.desk import bodies, households, queries
from thirdring.web.desk.models.households import HouseholdOut, HouseholdPage, MatchesOut
from thirdring.web.desk.models.people import AgentsOut
from thirdring.web.desk.models.tickets import CategoriesOut
from thirdring.web.desk.operations.ways import read, write

_HOUSEHOLD = "/api/v1/households/{id}"
_NO_HOUSEHOLD = {404: "No such household"}

HOUSEHOLDS = (
    read(
        "listHouseholds",
        "/api/v1/households",
        "Households",
        households.list_households,
        HouseholdPage,
        queries.HouseholdsQuery,
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
        bodies.Why,
        roles=DISPATCHERS,
        problems=_NO_HOUSEHOLD,
    ),
    read(
        "findResidents",
        "/api/v1/residents",
        "Whose number is it: all of them, the likeliest first",
        households.find_residents,
        MatchesOut,
        queries.ResidentsQuery,
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
