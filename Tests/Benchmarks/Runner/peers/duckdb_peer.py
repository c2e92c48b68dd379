"""DuckDB: the same rows, the same questions."""

import sys
from datetime import UTC
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import duckdb
import pyarrow as pa

from datasets import columns
from peers.loop import amount, line, nanoseconds, serve

THREADS = 2


def connect():
    connection = duckdb.connect()
    connection.execute(f"SET threads = {THREADS}")
    return connection


def memory(folder):
    data = {name: columns.read(folder, name) for name in columns.QUERIED}

    def texts(name):
        return pa.DictionaryArray.from_arrays(pa.array(data[name]), columns.TEXTS[name])

    source = pa.table(
        {
            "time": pa.array(data["time"]).cast(pa.timestamp("ms")),
            "model": texts("model"),
            "key": texts("key"),
            "input": data["input"].astype("int64"),
            "output": data["output"].astype("int64"),
            "charge": data["charge"],
            "duration": data["duration"].astype("int64"),
        }
    )

    def table():
        """A new database with a new table; enums and 64-bit millionths are its fastest columns."""
        connection = connect()
        for name in ("model", "key"):
            connection.execute(f"CREATE TYPE {name}_text AS ENUM (SELECT unnest(?))", [columns.TEXTS[name]])
        connection.register("source", source)
        connection.execute(
            "CREATE TABLE rows AS SELECT time::TIMESTAMP AS time, model::model_text AS model, key::key_text AS key,"
            " input, output, charge, duration FROM source"
        )
        connection.unregister("source")
        return connection

    sums = "sum(input) AS input, sum(output) AS output, sum(charge) AS charge"
    day = "date_trunc('day', time) AS day"
    quantiles = "quantile_cont(duration, [0.5, 0.95]) AS quantiles"
    queries = {
        "P2": f"SELECT {day}, model, key, {sums}, {quantiles} FROM rows GROUP BY ALL",
        "P3": f"SELECT {day}, {sums}, {quantiles} FROM rows GROUP BY ALL",
        "P4": f"SELECT {sums}, quantile_cont(duration, 0.95) AS p95 FROM rows",
    }

    def prepare(row):
        connection = table()
        return lambda: collected(connection.sql(queries[row]))

    return prepare


def events(folder):
    """From the file, with the columns that are needed declared, which is its fastest way, or all detected."""
    declared = ", ".join(
        f"{name}: '{kind}'"
        for name, kind in {
            "model": "VARCHAR",
            "status": "VARCHAR",
            "created_at": "TIMESTAMP",
            "duration_ms": "BIGINT",
            "input_tokens": "BIGINT",
            "output_tokens": "BIGINT",
            "credits_charged": "DECIMAL(18, 5)",
            "api_key_id": "VARCHAR",
        }.items()
    )

    def prepare(row):
        columns = "" if row == "P5-detected" else f", columns = {{{declared}}}"
        query = (
            "SELECT date_trunc('day', created_at) AS day, model, api_key_id AS key, sum(input_tokens) AS input,"
            " sum(output_tokens) AS output, sum(credits_charged::DECIMAL(18, 5)) * 100000 AS charge,"
            " quantile_cont(duration_ms, [0.5, 0.95]) FILTER (WHERE status = 'completed') AS quantiles"
            f" FROM read_json('{folder / 'events.ndjson'}', format = 'newline_delimited'{columns}) GROUP BY ALL"
        )
        connection = connect()
        return lambda: collected(connection.sql(query), 5)

    return prepare


def collected(query, places=6):
    groups = query.to_arrow_table()
    return {}, lambda: [answer(group, places) for group in groups.to_pylist()]


def answer(group, places):
    start = int(group["day"].replace(tzinfo=UTC).timestamp()) * 1000 if "day" in group else None
    key = [group[name] for name in ("model", "key") if name in group]
    p50, p95 = group.get("quantiles") or (None, group.get("p95"))
    charge = amount(group["charge"], places)
    return line(start, *key, group["input"], group["output"], charge, nanoseconds(p50), nanoseconds(p95))


serve({"events": events, "memory": memory})
