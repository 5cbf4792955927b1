"""What is written of a gap, as events of the journal. Pure."""

from telephony.ami.own import own_event
from telephony.cel.log_lines import Ringing
from telephony.cel.placing import Record
from telephony.events import CEL_ROW, LOG_RINGING, RECOVERED, RECOVERY

CERTAIN_US = 250_000
"""The most that a row or a line of the log was off, at 50 calls/s on two cores: half of them by less than 10 ms."""

WHOLE_SECOND_US = 1_000_000 + CERTAIN_US
"""The same where the rows or the log have whole seconds."""


def recovery(since_us: int, until_us: int, *, log: bool, precise: bool) -> bytes:
    margin_us = CERTAIN_US if precise else WHOLE_SECOND_US
    told = {"Since": since_us, "Until": until_us, "Log": "yes" if log else "no", "Margin": margin_us}
    return own_event(RECOVERY, **{name: str(value) for name, value in told.items()})


def recovered(rows: int) -> bytes:
    return own_event(RECOVERED, Rows=str(rows))


def frame_of(record: Record) -> bytes:
    stamp = f"{record.at_us // 1_000_000}.{record.at_us % 1_000_000:06d}"
    if isinstance(record, Ringing):
        margin = {"Margin": str(record.margin_us)} if record.margin_us else {}
        return own_event(LOG_RINGING, Timestamp=stamp, Channel=record.channel, **margin)
    told = {
        "Type": record.type,
        "Timestamp": stamp,
        "Channel": record.channel,
        "CallerIDNum": record.number,
        "Exten": record.exten,
        "Application": record.app,
        "AppData": record.data,
        "Uniqueid": record.uniqueid,
        "Linkedid": record.linkedid,
        **record.extra,
    }
    return own_event(CEL_ROW, **{name: value for name, value in told.items() if value})
