"""What the form of an inspection sends becomes what the API wants."""

from console.inspections.filled import filled


def test_where_and_what_become_one_note_and_what_is_not_chosen_is_left_out() -> None:
    typed = {
        "form": "daily",
        "department": "客服部",
        "result.lobbies": "minor",
        "place.lobbies": " 3 号楼大堂 ",
        "what.lobbies": "地面有水渍",
        "result.safety": "ok",
        "what.greening": "typed, and then not chosen",
        "version": "1",
    }
    assert filled(typed) == {
        "form": "daily",
        "department": "客服部",
        "results": [
            {"item": "lobbies", "result": "minor", "note": "3 号楼大堂 · 地面有水渍"},
            {"item": "safety", "result": "ok", "note": ""},
        ],
        "rechecks": [],
    }


def test_a_finding_is_looked_at_again_by_its_number_and_nothing_else() -> None:
    typed = {"again.7": "ok", "again.8": "not_ok", "again_what.8": "仍不亮", "again.x": "ok", "again.٧": "ok"}
    assert filled(typed)["rechecks"] == [
        {"finding": 7, "ok": True, "note": ""},
        {"finding": 8, "ok": False, "note": "仍不亮"},
        {"finding": "x", "ok": True, "note": ""},
        {"finding": "٧", "ok": True, "note": ""},
    ]
