"""polars: the same rows, the same questions."""

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import polars as pl

from datasets import columns
from peers.loop import amount, line, nanoseconds, serve

DAY = 86_400_000


def memory(folder):
    data = {name: columns.read(folder, name) for name in columns.QUERIED}

    def frame():
        """A new frame: polars keeps what it learned about the columns of an old one.

        Charges are millionths in 64 bits, which is what its decimals are too, only faster; an Enum is the fastest
        of its texts.
        """
        return pl.DataFrame(
            {
                "time": pl.Series(data["time"].copy()).cast(pl.Datetime("ms")),
                "model": texts("model"),
                "key": texts("key"),
                "input": data["input"].astype("int64"),
                "output": data["output"].astype("int64"),
                "charge": data["charge"].copy(),
                "duration": data["duration"].astype("int64"),
            }
        )

    def texts(name):
        return pl.Series(data[name].copy()).cat.to(pl.Enum(columns.TEXTS[name]))

    sums = [pl.col("input").sum(), pl.col("output").sum(), pl.col("charge").sum()]
    p50 = pl.col("duration").quantile(0.5, "linear").alias("p50")
    p95 = pl.col("duration").quantile(0.95, "linear").alias("p95")
    # The fastest of what gives days: dt.truncate and dt.date take up to a third longer.
    day = (pl.col("time").cast(pl.Int64) // DAY * DAY).alias("day")
    # The one that keeps what is known of the order.
    midnight = pl.col("time").dt.truncate("1d").alias("day")

    def prepare(row):
        rows = frame()
        if row == "P3-sorted":
            rows = rows.with_columns(pl.col("time").set_sorted())
        queries = {
            "P2": lambda: rows.lazy().group_by(day, "model", "key").agg(*sums, p50, p95),
            "P3": lambda: rows.lazy().group_by(day).agg(*sums, p50, p95),
            "P3-sorted": lambda: rows.lazy().group_by(midnight).agg(*sums, p50, p95),
            "P4": lambda: rows.lazy().select(*sums, p95),
        }
        return lambda: collected(queries[row]())

    return prepare


def footprint(folder):
    """The whole rows, with the types that one would give them, or with the narrowest that hold these."""

    def prepare(row):
        def work():
            narrow = row == "P8-narrow"
            integer = pl.Int32 if narrow else pl.Int64
            frame = pl.DataFrame(
                {
                    "time": pl.Series(columns.read(folder, "time")).cast(pl.Datetime("ms")),
                    **{name: texts(folder, name, narrow) for name in columns.TEXTS},
                    "input": pl.Series(columns.read(folder, "input")).cast(integer),
                    "output": pl.Series(columns.read(folder, "output")).cast(integer),
                    "charge": pl.Series(columns.read(folder, "charge")),
                    "duration": pl.Series(columns.read(folder, "duration")).cast(integer),
                }
            )
            return {"bytes": frame.estimated_size() / len(frame)}, lambda: [total(frame)]

        return work

    def texts(folder, name, narrow):
        values = pl.Series(columns.read(folder, name)).cat.to(pl.Enum(columns.TEXTS[name]))
        return values if narrow else values.cast(pl.Categorical)

    def total(frame):
        completed = frame.filter(pl.col("status") == "completed")
        p95 = nanoseconds(completed["duration"].quantile(0.95, "linear"))
        sums = [frame[name].cast(pl.Int64).sum() for name in ("input", "output")]
        return line(None, *sums, amount(frame["charge"].sum(), 6), None, p95)

    return prepare


def events(folder):
    """From the file, with the columns that are needed declared.

    A date in the schema takes nine times as long, so the day is cut from the text. It reads no decimals: the charges
    are binary fractions, and their sums are right only when they are rounded to the places of the file.
    """
    schema = {"model": pl.String, "status": pl.String, "created_at": pl.String, "api_key_id": pl.String}
    schema |= {name: pl.Int64 for name in ("duration_ms", "input_tokens", "output_tokens")}
    schema["credits_charged"] = pl.Float64
    completed = pl.col("duration_ms").filter(pl.col("status") == "completed")

    def work():
        query = (
            pl.scan_ndjson(folder / "events.ndjson", schema=schema)
            .group_by(pl.col("created_at").str.slice(0, 10).alias("day"), "model", pl.col("api_key_id").alias("key"))
            .agg(
                pl.col("input_tokens").sum().alias("input"),
                pl.col("output_tokens").sum().alias("output"),
                pl.col("credits_charged").sum().alias("charge"),
                completed.quantile(0.5, "linear").alias("p50"),
                completed.quantile(0.95, "linear").alias("p95"),
            )
        )
        groups = query.collect()
        units = (pl.col("charge") * 100_000).round().cast(pl.Int64)
        rounded = groups.with_columns(units, pl.col("day").str.to_datetime())
        return {}, lambda: [answer(group, 5) for group in rounded.iter_rows(named=True)]

    return lambda row: work


def store(folder):
    """From Parquet: its size, and the question of P2, for which it reads only the columns that are asked for."""
    file = folder / "rows.parquet"
    completed = pl.col("duration").filter(pl.col("status") == "completed")

    def opened():
        """A new scan in each round; charges are summed as 64-bit millionths, as in P2."""
        return (
            pl.scan_parquet(file)
            .group_by((pl.col("time").cast(pl.Int64) // DAY * DAY).alias("day"), "model", "key")
            .agg(
                *[pl.col(name).sum() for name in ("input", "output", "charge")],
                completed.quantile(0.5, "linear").alias("p50"),
                completed.quantile(0.95, "linear").alias("p95"),
            )
        )

    def size():
        rows = pl.scan_parquet(file).select(pl.len()).collect().item()
        return {"bytes": file.stat().st_size / rows}, lambda: [str(rows)]

    works = {"P12-size": size, "P12-open": lambda: collected(opened())}
    return lambda row: works[row]


def lines(folder):
    """The rows with the columns of our exports, which are written; only that is timed."""
    texts = {
        name: pl.Series(columns.read(folder, name)).cat.to(pl.Enum(columns.TEXTS[name])).cast(pl.String)
        for name in columns.TEXTS
    }
    ids = (folder / "id.bin").read_bytes().hex()
    rows = len(ids) // 32
    micros = pl.Series(columns.read(folder, "charge")).cast(pl.Decimal(38, 6))
    nothing = pl.lit(None, pl.String)
    frame = pl.DataFrame(
        {
            "provider": texts["provider"],
            "id": [ids[32 * row : 32 * row + 32] for row in range(rows)],
            "time": pl.Series(columns.read(folder, "time")).cast(pl.Datetime("ms", "UTC")),
            "type": texts["type"],
            "model": texts["model"],
            "apiKey": texts["key"],
            "user": texts["user"],
            "status": texts["status"],
            "inputTokens": pl.Series(columns.read(folder, "input")).cast(pl.Int64),
            "outputTokens": pl.Series(columns.read(folder, "output")).cast(pl.Int64),
            "charge": micros * pl.Series([Decimal("0.000001")]),
            "durationMS": pl.Series(columns.read(folder, "duration")).cast(pl.Int64),
        }
    ).select(
        "provider", "id", nothing.alias("requestID"), "time", "type", "model", "apiKey", "user", "status",
        *[nothing.alias(name) for name in ("sku", "bot", "conversation")],
        "inputTokens", "outputTokens", pl.lit("{}").alias("units"), "charge", pl.lit("USD").alias("currency"),
        "durationMS",
    )  # fmt: skip
    completed = pl.col("durationMS").filter(pl.col("status") == "completed")

    def prepare(row):
        file = folder / f"{row}-polars"

        def answers():
            texts = {"charge": pl.String, "time": pl.String}
            read = (
                pl.scan_csv(file, schema_overrides=texts)
                if row == "P11-csv"
                else pl.scan_ndjson(file, schema_overrides=texts)
            )
            # As integers, for the sums must be exact.
            micros = pl.col("charge").str.replace(".", "", literal=True).cast(pl.Int64)
            groups = (
                read.group_by(pl.col("time").str.slice(0, 10).alias("day"), "model", pl.col("apiKey").alias("key"))
                .agg(
                    pl.col("inputTokens").sum().alias("input"),
                    pl.col("outputTokens").sum().alias("output"),
                    micros.sum().alias("charge"),
                    completed.quantile(0.5, "linear").alias("p50"),
                    completed.quantile(0.95, "linear").alias("p95"),
                )
                .collect()
            )
            return [answer(group) for group in groups.with_columns(pl.col("day").str.to_datetime()).iter_rows(named=True)]

        def work():
            if row == "P11-csv":
                frame.write_csv(file)
            else:
                frame.write_ndjson(file)
            return {}, answers

        return work

    return prepare


def collected(query):
    groups = query.collect()
    return {}, lambda: [answer(group) for group in groups.iter_rows(named=True)]


def answer(group, places=6):
    start = group.get("day")
    if isinstance(start, datetime):
        start = int(start.replace(tzinfo=UTC).timestamp()) * 1000
    key = [group[name] for name in ("model", "key") if name in group]
    quantiles = [nanoseconds(group.get("p50")), nanoseconds(group["p95"])]
    return line(start, *key, group["input"], group["output"], amount(group["charge"], places), *quantiles)


serve({"events": events, "footprint": footprint, "lines": lines, "memory": memory, "store": store})
