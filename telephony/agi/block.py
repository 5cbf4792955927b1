"""The block of lines that a session begins with, and whether somebody else wrote into it. Pure.

Asterisk writes a caller's number, name and dialled number into the block as they are, line breaks included, at most 79
bytes of each. The names of the block have a fixed order. What the dialplan itself says stands first, before
everything that a stranger can write:

    agi_network, agi_network_script | agi_request … agi_version | agi_callerid … agi_extension … | agi_arg_1 …

A block in another order, with a name too many or too few, or with a control character in a value is forged.
"""

from collections.abc import Sequence

from telephony.agi.request import Request, request
from telephony.agi.wording import AgiError, decoded

_ORDER = (
    *("agi_request", "agi_channel", "agi_language", "agi_type", "agi_uniqueid", "agi_version"),
    *("agi_callerid", "agi_calleridname", "agi_callingpres", "agi_callingani2", "agi_callington", "agi_callingtns"),
    *("agi_dnid", "agi_rdnis", "agi_context", "agi_extension", "agi_priority", "agi_enhanced"),
    *("agi_accountcode", "agi_threadid"),
)
_NETWORK, _SCRIPT = "agi_network", "agi_network_script"
_HANG_UP = b"HANGUP"
_CONTROLS = bytes(range(0x20)) + b"\x7f"


def opening(lines: Sequence[bytes]) -> tuple[Request, bool]:
    """The request, and whether the caller has hung up meanwhile. `lines` are all that came before the first answer."""
    pairs = [_pair(line) for line in lines]
    if not pairs or pairs[0] != (_NETWORK, "yes"):
        raise AgiError("what connected is no Asterisk: it begins with words of its own")
    block, hung_up = _without_end(lines)
    if block is None or not _is_whole(block):
        return request(dict(pairs[1:2]), forged=True), False
    return request(dict(pairs[: len(block)])), hung_up


def _without_end(lines: Sequence[bytes]) -> tuple[Sequence[bytes] | None, bool]:
    """The lines above the empty one. None if anything but a hang-up follows it."""
    if b"" not in lines:
        return None, False
    end = lines.index(b"")
    after = lines[end + 1 :]
    return (lines[:end] if all(line == _HANG_UP for line in after) else None), bool(after)


def _is_whole(block: Sequence[bytes]) -> bool:
    names = [_pair(line)[0] for line in block]
    head = [_NETWORK, _SCRIPT] if names[1:2] == [_SCRIPT] else [_NETWORK]
    expected = [*head, *_ORDER]
    arguments = [f"agi_arg_{number}" for number in range(1, len(names) - len(expected) + 1)]
    clean = all(line == line.translate(None, _CONTROLS) for line in block)
    return clean and names == [*expected, *arguments]


def _pair(line: bytes) -> tuple[str, str]:
    name, _, value = decoded(line).partition(":")
    return name.strip(), value.strip()
