"""With whom a caller talks after the answer, and to whom they are handed on."""

from telephony.calls.channels import Channel
from telephony.calls.record import Out, Record
from telephony.events import Event
from telephony.facts import FactKind, Transfer, TransferKind


class Talk:
    """`person` is the other end of the talk. `_begun` is a transfer whose target nobody has named yet."""

    __slots__ = ("_begun", "_record", "person")

    def __init__(self, record: Record) -> None:
        self._record = record
        self._begun: Transfer | None = None
        self.person: Channel | None = None

    def go_on_with(self, person: Channel, event: Event, out: Out) -> None:
        """Whoever the caller meets next is the target of a transfer that has begun."""
        if self._begun is not None and person is not self.person:
            self._finish(self._begun._replace(to_agent=person.who), event, out)

    def transfer(self, kind: TransferKind, from_agent: str, target: Channel | None, event: Event, out: Out) -> None:
        """`target` is the device the caller was handed to, where the switch names one; else the next person met is."""
        if self._begun is not None and kind is TransferKind.PARKED:
            self._begun = self._begun._replace(kind=kind)
            return  # a blind transfer to the parking lot
        begun = Transfer(event.at_us, kind, from_agent, None)
        if target is None and self.person is not None and self.person.who != from_agent:
            target = self.person
        if target is None:
            self._begun = begun
        else:
            self._finish(begun._replace(to_agent=target.who), event, out)

    def end(self, event: Event, out: Out) -> None:
        """A transfer that has begun has found nobody."""
        if self._begun is not None:
            self._finish(self._begun, event, out)

    def _finish(self, transfer: Transfer, event: Event, out: Out) -> None:
        self._begun = None
        self._record.call.transfers.append(transfer)
        self._record.note(event, "", f"{transfer.kind} transfer")
        self._record.tell(FactKind.CALL_TRANSFERRED, event, out)

    def shift(self, by_us: int) -> None:
        if self._begun is not None:
            self._begun = self._begun._replace(at_us=self._begun.at_us + by_us)
