"""Changes that no test can notice, because they change nothing, each with its reason."""

_IGNORED = "Reader.begin looks at neither of its arguments"
_BEGIN = "super().begin(name, attributes) → super().begin(attributes, name)"
_READERS = ("_Outline.begin", "_Relations.begin", "_Styles.begin")
_TOGETHER = "a row has a name and a part, or neither"
_HALVES = (
    "[condition dropped] without row.name is None",
    "[condition dropped] without row.part is None",
    "[and/or] row.name is None or row.part is None → row.name is None and row.part is None",
)

_SLOWLY = "every stamp is read, this kind more quickly"
_NEXT_MONTH = "the first of the month after it is the same"

EXCUSED: dict[str, str] = {
    "calendar.py _month [constant] 31 → 32": _NEXT_MONTH,
    "periods.py _month [constant] 31 → 32": _NEXT_MONTH,
    "agents.py _ringing [condition dropped] without call.agent is not None": "nobody is none of the agents",
    "board.py AgentBoard._standing [condition dropped] without at_us is not None": (
        "of whom nothing was known before, there is nothing to keep"
    ),
    "heard.py Heard._note [constant] 0 → 1": "half of a microsecond is none",
    "wanted.py _value [comparison] end >= 0 → end > 0": "it is looked for behind the beginning",
    **{f"workbook.py {where} [arguments swapped] {_BEGIN}": _IGNORED for where in _READERS},
    "frames.py FrameReader._split [condition dropped] without waiting": "what has no end is kept either way",
    "frames.py _text [statement deleted] continue → pass": "it ends its turn either way",
    "frames.py event_of [constant] 17 → 18": _SLOWLY,
    "frames.py event_of [constant] 17 → 16": _SLOWLY,
    "wanted.py is_wanted_varset [comparison] at >= 0 → at > 0": "a frame begins with its Event",
    "wanted.py is_wanted_varset [constant] 0 → 1": "a frame begins with its Event",
    "pauses.py stops [arguments swapped] _later(last.until_us, until_us) → _later(until_us, last.until_us)": (
        "the later of the two is the same either way"
    ),
    "gathering.py _Sheet._without_header [comparison] len(line.cells) <= len(headers) → len(line.cells) < len(headers)": (  # noqa: E501
        "the long way finds the same"
    ),
    "clocks.py _shift [statement deleted] return → pass": "to move by nothing is to stay",
    "merging.py _with [condition dropped] without cause.asked": "another reason joins only where it was asked for",
    **{f"gathering.py _Sheet._keep_person {change}": _TOGETHER for change in _HALVES},
}
