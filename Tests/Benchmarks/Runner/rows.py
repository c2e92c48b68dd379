"""The rows: what is done, by whom, and the goal."""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import datasets
import servers

HERE = Path(__file__).resolve().parent
BUILD = HERE.parent / ".build"
#: Two threads, as DuckDB is told too; and no proxy between us and loopback.
ENVIRONMENT = {"POLARS_MAX_THREADS": "2", "no_proxy": "127.0.0.1", "NO_PROXY": "127.0.0.1"}

#: How many rows the store of P12 has.
STORE_ROWS = int(os.environ.get("BENCHMARK_STORE_ROWS", "5000000"))
#: How many records P11 exports.
EXPORT_ROWS = int(os.environ.get("BENCHMARK_EXPORT_ROWS", "5000000"))


@dataclass(frozen=True)
class Side:
    """Who does the work, and what is asked of it."""

    name: str
    command: tuple
    work: str
    environment: dict = field(default_factory=dict, compare=False)
    #: How many times as fast, or as small, ours is to be; None where it stands there for information.
    goal: float | None = None
    #: Whether it comes to the same answers; not where it does a part of the work only.
    is_compared: bool = True


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    id: str
    title: str
    #: Gives ours and the peers; the data are there when it is called.
    sides: Callable[[], tuple]
    #: The figure that counts, and its unit.
    figure: str = "seconds"
    unit: str = "s"
    #: The most that ours may be, whatever the peers are.
    ceiling: float | None = None
    #: Once, in processes of its own, where the figure is no time.
    is_repeated: bool = True


def ours(suite, data, work, name="ours", goal=None):
    return Side(name, (str(BUILD / "release" / "benchmark-worker"), suite, str(data)), work, ENVIRONMENT, goal)


def peer(name, program, suite, data, work, goal=None, is_compared=True, python=sys.executable):
    command = (str(python), "-B", str(HERE / "peers" / f"{program}.py"), suite, str(data))
    return Side(name, command, work, ENVIRONMENT, goal, is_compared)


def page():
    data = datasets.folder("tresor_page")
    return (
        ours("page", data, "P1"),
        peer("msgspec", "msgspec_peer", "page", data, "P1", 1.5),
        ours("page", data, "P1-JSONDecoder", "JSONDecoder", 18),
        peer("pydantic", "pydantic_peer", "page", data, "P1"),
    )


def events():
    data = datasets.folder("aurous_events")
    return (
        ours("events", data, "P5"),
        # As the ledger does, it is not told what it will be asked for.
        peer("DuckDB", "duckdb_peer", "events", data, "P5-detected", 1.5),
        peer("DuckDB, told its columns", "duckdb_peer", "events", data, "P5"),
        peer("polars", "polars_peer", "events", data, "P5"),
        peer("msgspec, decoding alone", "msgspec_peer", "events", data, "P5", is_compared=False),
    )


def memory(work, goal, *more):
    data = datasets.folder("columns")
    return (
        ours("memory", data, work),
        peer("polars", "polars_peer", "memory", data, work, goal),
        peer("DuckDB", "duckdb_peer", "memory", data, work),
        *[peer(name, "polars_peer", "memory", data, variant) for name, variant in more],
    )


def footprint():
    data = datasets.folder("columns")
    return (
        ours("footprint", data, "P8"),
        peer("polars", "polars_peer", "footprint", data, "P8"),
        peer("polars, narrowest types", "polars_peer", "footprint", data, "P8-narrow"),
    )


def sketch():
    data = datasets.folder("columns")
    return (
        ours("sketch", data, "P9"),
        peer("ddsketch", "ddsketch_peer", "sketch", data, "P9"),
    )


def summary():
    return (ours("footprint", datasets.folder("columns"), "P9"),)


def report():
    data = datasets.folder("columns")
    return (ours("report", data, "P10"), ours("report", data, "P10-JSONEncoder", "JSONEncoder"))


def store(work, *peers):
    data = datasets.folder("store", STORE_ROWS)
    programs = {"polars": "polars_peer", "SQLite": "sqlite_peer"}
    sides = [peer(name, programs[name], "store", data, work, goal) for name, goal in peers]
    return (ours("store", data, work), *sides)


def lines(format):
    """Records into a file of lines."""
    data = datasets.folder("lines")
    return (ours("lines", data, f"P11-{format}"), peer("polars", "polars_peer", "lines", data, f"P11-{format}", 1))


def export(format, *peers):
    """Records into a file; each peer is a name, what it is told beside the format, and the goal."""
    data = datasets.folder("export", EXPORT_ROWS)
    answers = HERE / "peers" / "export_answers.py"
    sides = [peer(name, "export_peer", "export", data, f"P11 {format}{told}", goal) for name, told, goal in peers]
    return (ours("export", data, f"P11 {format} {sys.executable} {answers}"), *sides)


def export_parquet():
    return export(
        "parquet",
        ("polars, uncompressed", "", 1),
        ("polars, zstd", " zstd", None),
        ("polars, texts as categories", " categories", None),
    )


def requests():
    data = datasets.folder("requests")
    python = BUILD / "venv-datacompy" / "bin" / "python"
    return (
        ours("requests", data, "P13"),
        peer("datacompy on polars", "datacompy_peer", "requests", data, "P13", 3, python=python),
    )


def walk(way, goal, transport):
    data = datasets.folder("aurous_pages")
    url = servers.plain(data / "many")
    asked = f"{way} {url}"
    sides = [
        ours("walk", data, f"P6 {way} {transport} {url}"),
        peer("aiohttp, msgspec, polars", "aiohttp_peer", "walk", data, f"P6 {asked}", goal),
        peer("the same, all fields typed", "aiohttp_peer", "walk", data, f"P6-typed {asked}"),
    ]
    try:
        go = servers.install("go", "golang-go")
        subprocess.run([go, "build", "-o", BUILD / "go_peer", HERE / "peers" / "go_peer.go"], check=True)
        sides.append(Side("Go", (str(BUILD / "go_peer"), "walk", str(data)), f"P6 {asked}", ENVIRONMENT, goal))
    except (servers.Unavailable, subprocess.CalledProcessError) as error:
        print(f"benchmarks: without Go: {error}", file=sys.stderr)
    return tuple(sides)


def late_walk(transport):
    data = datasets.folder("aurous_pages")
    url = servers.delaying(data / "few", 50)
    return (
        ours("walk", data, f"P7 shards {transport} {url}"),
        ours("walk", data, f"P7 cursor {transport} {url}", "one cursor", 7),
    )


ROWS = [
    Row("P1", "a page of 1,000 Tresor rows, 429 kB, into typed rows", page),
    Row("P2", "5,000,000 rows by day, model, key: 3 sums, p50, p95", lambda: memory("P2", 4)),
    Row(
        "P3",
        "5,000,000 rows by day: 3 sums, p50, p95",
        lambda: memory("P3", 1.5, ("polars, told of the order", "P3-sorted")),
    ),
    Row("P4", "5,000,000 rows in all: 3 sums, p95", lambda: memory("P4", 1.5)),
    Row("P5", "500,000 Aurous events, 205 MB of NDJSON, by day, model, key", events),
    Row("P6", "200 pages of 500 events over loopback, one cursor, reported", lambda: walk("cursor", 1.5, "URLSession")),
    Row("P6", "the same in 8 shards", lambda: walk("shards", 3, "URLSession")),
    Row("P6", "one cursor, over AsyncHTTPClient", lambda: walk("cursor", 1.5, "AsyncHTTPClient")),
    Row("P6", "8 shards, over AsyncHTTPClient", lambda: walk("shards", 3, "AsyncHTTPClient")),
    Row("P7", "64 pages of 500 events that come 50 ms late, in 8 shards", lambda: late_walk("URLSession")),
    Row("P7", "the same over AsyncHTTPClient", lambda: late_walk("AsyncHTTPClient")),
    Row(
        "P8",
        "5,000,000 rows with all common fields: memory a row",
        footprint,
        figure="bytes",
        unit="B",
        ceiling=40,
        is_repeated=False,
    ),
    Row("P9", "1,000,000 durations into a sketch within 1 %: time a value", sketch, ceiling=50e-9),
    Row(
        "P9",
        "5,000,000 rows summarised by day, model: memory a group",
        summary,
        figure="bytes",
        unit="B",
        ceiling=2000,
        is_repeated=False,
    ),
    Row("P10", "a report of 30,000 groups as JSON, 13 MB", report, ceiling=0.08),
    Row("P11", "5,000,000 records as a file of CSV", lambda: lines("csv")),
    Row("P11", "5,000,000 records as a file of NDJSON", lambda: lines("ndjson")),
    # The first one, because a peak is that of the whole life of a process.
    Row(
        "P11",
        f"{EXPORT_ROWS:,} records into Parquet: peak memory",
        lambda: export("parquet"),
        figure="peak",
        unit="B",
        ceiling=100e6,
        is_repeated=False,
    ),
    Row("P11", f"{EXPORT_ROWS:,} records into Parquet", export_parquet),
    # The first one, because the memory of a store that was closed is used again.
    Row(
        "P12",
        "memory while it is open: resident bytes a row",
        lambda: store("P12-memory"),
        figure="bytes",
        unit="B",
        is_repeated=False,
    ),
    Row(
        "P12",
        f"a store of {STORE_ROWS:,} rows with UUIDs: bytes of its file a row",
        lambda: store("P12-size", ("polars", 1 / 1.2)),
        figure="bytes",
        unit="B",
        is_repeated=False,
    ),
    Row("P12", "opened, and reported by day, model, key: as P2", lambda: store("P12-open", ("polars", 2))),
    Row("P12", "500 rows appended and committed, after others", lambda: store("P12-append", ("SQLite", 1))),
    Row("P12", "500 rows appended and committed, the first ones", lambda: store("P12-first", ("SQLite", 1))),
    Row("P13", "1,000,000 rows joined with 1,000,000 notes by request id", requests),
]
