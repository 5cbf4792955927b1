"""Phone numbers as somebody may see them who need not know them: 138****0001. Pure."""

from telephony.phone_spans import Span, phone_spans

_HEAD, _TAIL, _HIDDEN_MIN = 3, 4, 4
_HIDDEN = "****"


def mask_number(number: str) -> str:
    """13800000001 → 138****0001; +8613800000001 → +861****0001; a short number keeps its last character only."""
    places = [place for place, char in enumerate(number) if char.isdecimal()]
    if len(places) >= _TAIL + _HIDDEN_MIN:
        return number[: places[0]] + _masked(number[places[0] : places[-1] + 1]) + number[places[-1] + 1 :]
    plus, rest = ("+", number[1:]) if number.startswith("+") else ("", number)
    return plus + "*" * (len(rest) - 1) + rest[-1:]


def mask_text(text: str) -> str:
    """Masks what could be a phone number in words of people or in the name of a device."""
    spans = phone_spans(text)
    if not spans:
        return text
    starts, ends = [span.start for span in spans], [span.end for span in spans]
    between = [text[begin:end] for begin, end in zip([0, *ends], [*starts, len(text)], strict=True)]
    return between[0] + "".join(_of(text, span) + rest for span, rest in zip(spans, between[1:], strict=True))


def _of(text: str, span: Span) -> str:
    return _masked(text[span.start : span.end])


def _masked(written: str) -> str:
    """`written` begins and ends with a digit, and has at least seven. What stays is as it was written."""
    places = [place for place, char in enumerate(written) if char.isdecimal()]
    if len(places) < _TAIL + _HIDDEN_MIN:
        return "*" * (len(places) - 1) + written[-1]
    head = min(_HEAD, len(places) - _TAIL - _HIDDEN_MIN)
    shown = written[: places[head - 1] + 1] if head else ""
    return shown + _HIDDEN + written[places[-_TAIL] :]
