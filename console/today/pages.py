"""The pages of the day and of who is on."""

from console.frame.page import page
from console.today import door, people
from kit.http.operation import Operation

_CALLBACK = "/callbacks/{id}"

PAGES: tuple[Operation, ...] = (
    page("showToday", "/", "What the day still needs, and what is at risk", door.today),
    page("claimFromToday", f"/today{_CALLBACK}/claim", "Claim a callback that the day needs", door.claim, "POST"),
    page("callFromToday", f"/today{_CALLBACK}/call", "Call for a callback that the day needs", door.call, "POST"),
    page("hangUpFromToday", f"/today{_CALLBACK}/hang-up", "Hang up a call by click", door.hang_up, "POST"),
    page("showCallOfToday", f"/today{_CALLBACK}", "A callback that the day needs, as it is now", door.row),
    page("showWhoIsOn", "/today/people", "Who is on, and what they do now", people.people),
    page("pauseOtherByPage", "/today/agents/{name}/pause", "Pause somebody else", people.pause, "POST"),
    page("readyOtherByPage", "/today/agents/{name}/ready", "End the pause of somebody else", people.ready, "POST"),
)
