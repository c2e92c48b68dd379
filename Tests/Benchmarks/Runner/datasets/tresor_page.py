"""One page of Tresor's ledger: 1,000 rows with all their fields, newest first."""

import json
import random
import uuid
from datetime import UTC, datetime

ROWS = 1000
END = 1_778_112_000  # 2026-05-07T00:00:00Z
SEED = 20260507
ROUTES = [
    ("global/redpill/example-120b", "redpill", "global"),
    ("eu/chutes/example-32b", "chutes", "eu"),
    ("privatemode/example-70b", "privatemode", "eu-central"),
    ("eu/tinfoil/example-embed", "tinfoil", "eu"),
]
KEYS = [("tr-live-a1b2c3d4", "Default"), ("tr-live-0f9e8d7c", "Batch jobs"), ("tr-live-5b6a7988", "Mobile app")]


def make(folder):
    source = random.Random(SEED)
    second = END
    rows = []
    for _ in range(ROWS):
        second -= source.randrange(1, 120)
        rows.append(row(source, second))
    page = {"data": rows, "total_count": ROWS, "limit": ROWS, "offset": 0}
    (folder / "page.json").write_text(json.dumps(page, separators=(",", ":")))


def row(source, second):
    model, provider, region = source.choice(ROUTES)
    prefix, name = source.choice(KEYS)
    is_audio = source.random() < 0.1
    return {
        "id": identifier(source),
        "model": "privatemode/example-voice" if is_audio else model,
        "modality": "transcription" if is_audio else "embedding" if "embed" in model else "chat",
        "provider": provider,
        "region": region,
        "billing_unit": "audio_second" if is_audio else "token",
        "audio_seconds": source.randrange(10, 9000) / 10 if is_audio else None,
        "prompt_tokens": 0 if is_audio else int(source.lognormvariate(6, 1.2)),
        "completion_tokens": 0 if is_audio else int(source.lognormvariate(5, 1.1)),
        "cost_eur": source.randrange(20, 90_000) * 100 // source.choice([1, 3, 7]) / 1_000_000,
        "discount_applied_pct": source.choice([0, 0, 10]),
        "receipt_id": None if source.random() < 0.1 else identifier(source),
        "failover": source.random() < 0.03,
        "key_prefix": prefix,
        "key_name": name,
        "created_at": datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def identifier(source):
    return str(uuid.UUID(int=source.getrandbits(128), version=4))
