"""What the HTTP API answers, field by field. openapi.json is made from these models."""

from typing import Literal

from pydantic import Field

from kit.http.out import Out, PageOut, Seconds
from kit.http.wire import Instant
from metrics.calls.rescued import Rescue
from metrics.calls.service_level import Excluded
from telephony.facts import CallState, Direction, Disposition, FactKind, Measurement, Outcome, TransferKind


class AttemptOut(Out):
    agent: str = Field(description="The agent's name; the device if no agent owns it")
    device: str
    alerted_at: Instant | None = Field(description="null: this device never rang, or the time is not known")
    ended_at: Instant | None
    ring_seconds: Seconds | None = Field(description="null: not known")
    outcome: Outcome | None = Field(description="null during the attempt")
    is_rescue: bool = Field(description="true: the service rang it, so that the call is not missed")


class TransferOut(Out):
    at: Instant
    kind: TransferKind
    from_: str | None = Field(alias="from")
    to: str | None


class CallOut(Out):
    id: str = Field(description="pbx/linkedid, URL-encoded; the call is at /api/v1/calls/ID")
    pbx: str
    linkedid: str
    direction: Direction
    hotline: str | None
    caller: str | None = Field(description="E.164; masked for the role agent; null if withheld or unreadable")
    caller_raw: str = Field(description="As the switch sent it; masked for the role agent")
    dialled: str
    arrived_at: Instant
    queued_at: Instant | None
    alerted_at: Instant | None = Field(
        description="When the first agent device rang; null: nothing rang, or the time is not known"
    )
    answered_at: Instant | None = Field(description="null: not answered, or the time is not known")
    ended_at: Instant | None = Field(description="null: the call is live")
    ring_seconds: Seconds | None = Field(
        description="From the first ring to the answer or the end of the wait; null: not known"
    )
    rings: int | None = Field(description="Rings that the caller heard; 0: nothing rang; null: not known")
    wait_seconds: Seconds | None = Field(description="null: not known")
    talk_seconds: Seconds | None = Field(description="null: not known")
    disposition: Disposition | None = Field(description="What the switch saw; null while the call is live")
    within_target: bool | None = Field(description="null: not counted, or not decided yet")
    excluded: Excluded | None = Field(description="Why the call is not counted; null if it is counted")
    agent: str | None = Field(description="The first person who answered")
    attempts: list[AttemptOut]
    transfers: list[TransferOut]
    ticket: str | None = Field(description="The ticket that the call opened, belongs to, or was a callback for")
    measurement: Measurement
    margin_seconds: Seconds = Field(
        description="By how much ring_seconds may be off, where the switch's own records told it; else 0"
    )
    rescue: Rescue | None = Field(
        description="What became of it where the service had more phones ring: asked (none of them had it so far), "
        "taken (one had it, too late or not counted), saved (one had it in time); null: no more phones rang"
    )


class CallPage(PageOut[CallOut]):
    pass


class EventOut(Out):
    at: Instant
    local_time: str = Field(description="The same by the site's clock, as in `sentence`")
    position: int = Field(description="The event's place in the journal")
    event: str = Field(description="The name of the event in AMI")
    device: str = Field(description="Empty for the caller's own channel")
    effect: str = Field(description="The effect on the call")
    meaning: str = Field(description="The effect in words, in the language of the receipt")


class RuleOut(Out):
    name: str
    version: int
    meaning: str
    ring_zone: str
    period_seconds: Seconds = Field(description="The length of one ring")
    rings_within: int
    limit_seconds: Seconds = Field(description="An answer after this ringing time is late")


class ReceiptOut(Out):
    id: str
    pbx: str
    linkedid: str
    language: Literal["zh", "en"]
    headline: str = Field(description="The verdict in a few words")
    sentence: str = Field(description="The verdict with its instants, in one sentence")
    rings: int | None
    ring_seconds: Seconds | None
    within_target: bool | None
    excluded: Excluded | None
    measurement: Measurement
    margin_seconds: Seconds = Field(description="By how much ring_seconds may be off; 0: it was heard")
    rule: RuleOut
    timezone: str = Field(description="The site's, of the times in `sentence` and of each `local_time`")
    events: list[EventOut] = Field(description="The events of the call, oldest first; empty after the purge")


class LiveOut(Out):
    """The data of one `event: call` of the live stream."""

    kind: FactKind | Literal["snapshot"] = Field(
        description="What happened; snapshot: the call was live when you connected"
    )
    at: Instant = Field(description="The time of the event at the PBX")
    state: CallState
    household: str | None = Field(None, description="The most likely household of the caller, such as 3-2-1201")
    call: CallOut
