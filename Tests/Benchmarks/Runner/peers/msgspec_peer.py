"""msgspec: typed, with decimals and instants."""

import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import msgspec

from peers.loop import serve, tresor_answer
from peers.typed_event import TypedEvent

REPETITIONS = 20


# Without the garbage collector, as msgspec advises where there are no cycles: it is the fastest it can be.
class Row(msgspec.Struct, gc=False):
    id: str
    model: str
    modality: str
    cost_eur: Decimal
    created_at: datetime
    provider: str | None = None
    region: str | None = None
    billing_unit: str | None = None
    audio_seconds: Decimal | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    discount_applied_pct: int | None = None
    receipt_id: str | None = None
    failover: bool | None = None
    key_prefix: str | None = None
    key_name: str | None = None


class Page(msgspec.Struct, gc=False):
    data: list[Row]
    total_count: int | None = None


def page(folder):
    data = (folder / "page.json").read_bytes()
    decoder = msgspec.json.Decoder(Page)

    def work():
        for _ in range(REPETITIONS):
            decoded = decoder.decode(data)
        return {"repetitions": REPETITIONS}, lambda: [tresor_answer(row) for row in decoded.data]

    return lambda row: work


def events(folder):
    """Decodes only; what comes after it would be the work of another program."""
    decoder = msgspec.json.Decoder(TypedEvent)

    def work():
        rows = decoder.decode_lines((folder / "events.ndjson").read_bytes())
        return {}, None

    return lambda row: work


serve({"events": events, "page": page})
