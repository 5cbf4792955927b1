"""Members of queues are found by agent and by phone as if all of them were looked at."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from telephony.agents.members import Key, Member, Members

NAMES = ("1001", "1002", "1003")
DEEDS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), *[st.sampled_from(NAMES)] * 4),
        st.tuples(st.just("pop"), *[st.sampled_from(NAMES)] * 2),
        st.tuples(st.just("keep"), st.sets(st.tuples(*[st.sampled_from(NAMES)] * 2))),
    )
)


def after(deeds: Iterable[tuple[object, ...]]) -> tuple[Members, dict[Key, Member]]:
    members, all_of_them = Members(), dict[Key, Member]()
    for deed in deeds:
        match deed:
            case ("put", str(queue), str(interface), str(agent), str(device)):
                member = Member(agent, queue, interface, device, None)
                members.put((queue, interface), member)
                all_of_them[queue, interface] = member
            case ("pop", str(queue), str(interface)):
                assert members.pop((queue, interface)) == all_of_them.pop((queue, interface), None)
            case ("keep", set() as keys):
                members.keep(keys)
                all_of_them = {key: member for key, member in all_of_them.items() if key in keys}
    return members, all_of_them


@given(DEEDS)
def test_who_comes_goes_and_changes_is_found_as_if_all_were_looked_at(deeds: list[tuple[object, ...]]) -> None:
    members, all_of_them = after(deeds)
    for name in NAMES:
        mine = {member for member in all_of_them.values() if member.agent == name}
        there = {member for member in all_of_them.values() if member.device == name}
        assert set(members.of_agent(name)) == mine
        assert set(members.on_device(name)) == there
    for key in ((queue, interface) for queue in NAMES for interface in NAMES):
        assert members.get(key) == all_of_them.get(key)


def test_a_member_who_is_another_agents_or_on_another_phone_is_found_there_alone() -> None:
    members, key = Members(), ("hotline", "Local/9@x")
    first = Member("1001", *key, "PJSIP/1001", None)
    for now in (first, first._replace(device="PJSIP/1002"), first._replace(agent="1002"), first):
        members.put(key, now)
        assert members.get(key) == now
        assert [found for agent in ("1001", "1002") for found in members.of_agent(agent)] == [now]
        assert [found for device in ("PJSIP/1001", "PJSIP/1002") for found in members.on_device(device)] == [now]
