"""pydantic: typed, with decimals and instants."""

import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pydantic import BaseModel

from peers.loop import serve, tresor_answer

REPETITIONS = 20


class Row(BaseModel):
    id: str
    model: str
    modality: str
    provider: str | None = None
    region: str | None = None
    billing_unit: str | None = None
    audio_seconds: Decimal | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    cost_eur: Decimal
    discount_applied_pct: int | None = None
    receipt_id: str | None = None
    failover: bool | None = None
    key_prefix: str | None = None
    key_name: str | None = None
    created_at: datetime


class Page(BaseModel):
    data: list[Row]
    total_count: int | None = None


def page(folder):
    data = (folder / "page.json").read_bytes()

    def work():
        for _ in range(REPETITIONS):
            decoded = Page.model_validate_json(data)
        return {"repetitions": REPETITIONS}, lambda: [tresor_answer(row) for row in decoded.data]

    return lambda row: work


serve({"page": page})
