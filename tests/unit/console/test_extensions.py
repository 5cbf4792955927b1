from console.desk.extensions import Extension, extensions


def agent(name: str, *devices: str) -> dict[str, object]:
    return {"name": name, "devices": list(devices)}


def test_an_agent_is_reached_by_the_number_of_the_first_device() -> None:
    found = extensions([agent("Anna", "PJSIP/1001", "PJSIP/2001"), agent("Bo", "SIP/1002")])
    assert found == [Extension("1001", "Anna"), Extension("1002", "Bo")]


def test_who_has_no_device_of_a_plain_number_is_left_out() -> None:
    others = ("Local/1003@agents/n", "PJSIP/anna", "PJSIP/1", "PJSIP/10010010010", "1001")
    assert extensions([agent("none"), *(agent("x", device) for device in others)]) == []
