"""The whole event, typed, for the peers that decode with msgspec."""

from datetime import datetime
from decimal import Decimal

import msgspec


# Without the garbage collector, as msgspec advises where there are no cycles: it is the fastest it can be.
class TypedEvent(msgspec.Struct, gc=False):
    """A whole event, as our rows are: instants, and exact money."""

    id: str
    type: str
    created_at: datetime
    model: str | None = None
    status: str | None = None
    completed_at: datetime | None = None
    duration_ms: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    credits_charged: Decimal | None = None
    api_key_id: str | None = None
    user_id: str | None = None
    request_id: str | None = None
