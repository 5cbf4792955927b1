from console.tickets.several import chosen


def test_the_boxes_that_are_ticked_name_tickets_and_the_versions_that_were_seen() -> None:
    typed = {"action": "dispatch", "trade": "水电", "ticked 20261125-0001": "3", "ticked 20261125-0002": "1"}
    assert chosen(typed) == {
        "action": "dispatch",
        "trade": "水电",
        "tickets": [{"number": "20261125-0001", "version": 3}, {"number": "20261125-0002", "version": 1}],
    }
