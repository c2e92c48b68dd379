"""aiohttp, msgspec and polars: the walk, the rows and the report, each by what is fastest in Python."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Generic, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import aiohttp
import msgspec
import polars as pl

from peers.loop import amount, line, nanoseconds, serve
from peers.typed_event import TypedEvent

WINDOW = {"start_time": "2026-05-01T00:00:00Z", "end_time": "2026-05-09T00:00:00Z", "limit": "500"}
Row = TypeVar("Row")


class Event(msgspec.Struct, gc=False):
    """What the report needs; the day is cut from the text, and charges of five places survive a binary fraction."""

    created_at: str
    model: str | None = None
    status: str | None = None
    duration_ms: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    credits_charged: float | None = None
    api_key_id: str | None = None


class Page(msgspec.Struct, Generic[Row], gc=False):
    data: list[Row]
    has_more: bool
    next_cursor: str | None = None


async def fetched(url, kind):
    decoder = msgspec.json.Decoder(Page[kind])
    rows = []
    query = dict(WINDOW)
    async with aiohttp.ClientSession(headers={"X-Api-Key": "al_live_benchmark"}) as session:
        while True:
            async with session.get(f"{url}/v1/usage/events", params=query) as response:
                response.raise_for_status()
                page = decoder.decode(await response.read())
            rows += page.data
            if not page.has_more:
                return rows
            query["cursor"] = page.next_cursor


def report(rows, kind):
    if kind is TypedEvent:
        days = [int(row.created_at.timestamp()) // 86_400 for row in rows]
        charges = [int(row.credits_charged.scaleb(5)) for row in rows]
        day, charge = pl.col("day"), pl.col("charge")
    else:
        days = [row.created_at for row in rows]
        charges = [row.credits_charged for row in rows]
        day, charge = pl.col("day").str.slice(0, 10), (pl.col("charge") * 100_000).round().cast(pl.Int64)
    frame = pl.DataFrame(
        {
            "day": days,
            "model": [row.model for row in rows],
            "key": [row.api_key_id for row in rows],
            "status": [row.status for row in rows],
            "duration": [row.duration_ms for row in rows],
            "input": [row.input_tokens for row in rows],
            "output": [row.output_tokens for row in rows],
            "charge": charges,
        }
    )
    completed = pl.col("duration").filter(pl.col("status") == "completed")
    p50 = completed.quantile(0.5, "linear").alias("p50")
    p95 = completed.quantile(0.95, "linear").alias("p95")
    groups = frame.lazy().group_by(day, "model", "key")
    return groups.agg(pl.col("input").sum(), pl.col("output").sum(), charge.sum(), p50, p95).collect()


def walk(folder):
    def prepare(row):
        name, _, url = row.split(" ")
        kind = TypedEvent if name == "P6-typed" else Event
        return lambda: done(report(asyncio.run(fetched(url, kind)), kind))

    return prepare


def done(groups):
    return {}, lambda: [answer(group) for group in groups.to_dicts()]


def answer(group):
    day = group["day"]
    if isinstance(day, str):
        day = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) // 86_400
    quantiles = [nanoseconds(group["p50"]), nanoseconds(group["p95"])]
    sums = [group["input"], group["output"], amount(group["charge"], 5)]
    return line(day * 86_400_000, group["model"], group["key"], *sums, *quantiles)


serve({"walk": walk})
