"""An event of a call as the live stream writes it: the JSON of `LiveOut`, without making the model. Pure.

Each call changes a dozen times, and each change is written twice, with and without its numbers.
"""

from functools import lru_cache
from typing import NamedTuple

from pydantic_core import to_json

from kit.http.wire import instant, rfc3339
from metrics.calls.live_call import Fields
from metrics.calls.masking import masked_fields, masked_text


class WrittenCall(NamedTuple):
    fields: Fields  # those of LiveOut

    def model_dump_json(self) -> str:
        return to_json(self.fields).decode()

    def masked(self) -> "WrittenCall":
        place = self.fields["household"]
        hidden = {"household": place and masked_text(place), "call": masked_fields(self.fields["call"])}
        return WrittenCall({**self.fields, **hidden})


@lru_cache(maxsize=8_192)
def written_at(at_us: int) -> str:
    """The instants of a call come again with each of its events."""
    return rfc3339(instant(at_us))
