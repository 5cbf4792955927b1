"""What a phone and a dialplan are told of a caller while it still rings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from anyascii import anyascii

from kit.wrong import WrongValueError
from telephony.masking import mask_text
from ticketing.agi.housekeepers import NOBODY, RungFirst
from ticketing.households.lookup import Match

_HARMLESS = frozenset(" -_.#/:")
"""Besides letters and digits of any script. The rest means something to SIP, to a dialplan, or to a shell."""

_FIELDS = ("place", "name", "ticket")


@dataclass(frozen=True, slots=True)
class NameForm:
    """How a caller is shown; {place}, {name} and {ticket} may stand in `pattern`."""

    pattern: str = "{place} {name} #{ticket}"
    bytes_max: int = 48
    ascii: bool = False  # for phones that show no Chinese

    def __post_init__(self) -> None:
        """Raises ValueError."""
        try:
            self.pattern.format(**dict.fromkeys(_FIELDS, ""))
        except (KeyError, IndexError, AttributeError):
            names = ", ".join(f"{{{each}}}" for each in _FIELDS)
            raise WrongValueError("only {names} may stand in it", names=names) from None


@dataclass(frozen=True, slots=True)
class Introduction:
    ticket: str
    match: Match | None = None
    open_tickets_count: int = 0  # of the household or the number, this one not counted
    housekeeper: RungFirst = NOBODY


def variables(known: Introduction, form: NameForm) -> Mapping[str, str]:
    """Channel variables in the order they are set. Those named TR_… are inherited by the agent's channel. How long a
    housekeeper rings is there before whom to ring."""
    match, first = known.match, known.housekeeper
    return {
        "__TR_TICKET": harmless(known.ticket),
        "__TR_HOUSEHOLD": "" if match is None else harmless(mask_text(match.place.short)),
        "__TR_HOUSEKEEPER": harmless(first.name),
        "__TR_HOUSEKEEPER_RING_SECONDS": str(first.seconds),
        "__TR_HOUSEKEEPER_DEVICE": "&".join(first.devices),
        "__TR_OPEN_TICKETS": str(known.open_tickets_count),
        "__TR_VIP": "1" if match is not None and match.vip else "0",
        "CALLERID(name)": shown_name(known, form),
    }


def shown_name(known: Introduction, form: NameForm) -> str:
    """Never longer than the form says: a long name gives way first, then the place, then the ticket. A service that
    stands by knows no ticket yet: then its mark is left out as well."""
    match = known.match
    fields = {
        "ticket": known.ticket.rpartition("-")[2],
        "place": "" if match is None else match.place.short,
        "name": "" if match is None else match.name,
    }
    written: Callable[[str], str] = anyascii if form.ascii else str
    fields = {each: harmless(written(mask_text(text))) for each, text in fields.items()}
    for giving_way in ("name", "place", "ticket"):
        while _bytes(text := _filled(form, fields, written)) > form.bytes_max and fields[giving_way]:
            fields[giving_way] = fields[giving_way][:-1]
    if not fields["ticket"]:
        text = text.removesuffix("#").rstrip()
    return text.encode()[: form.bytes_max].decode(errors="ignore")


def harmless(text: str) -> str:
    """Letters and digits of any script, and a few marks: a name stays a name wherever it is put."""
    return " ".join("".join(char if char.isalnum() or char in _HARMLESS else " " for char in text).split())


def _filled(form: NameForm, fields: Mapping[str, str], written: Callable[[str], str]) -> str:
    return " ".join(written(form.pattern).format(**fields).split())


def _bytes(text: str) -> int:
    return len(text.encode())
