"""The base of all answers of the HTTP API."""

from pydantic import BaseModel, ConfigDict

Seconds = float


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)
