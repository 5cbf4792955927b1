"""What every answer of the HTTP API is made of."""

from pydantic import BaseModel, ConfigDict

Seconds = float


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True)
