"""The rows of `columns` with ids, as a store, as Parquet, as a table of SQLite, and pages of rows that come after them.

A file of each day's events is written, given to the store, and deleted.
"""

import random
import sqlite3

from datasets import columns
from datasets.aurous_events import DAY, decimal, instant

#: Pages of rows to be appended: no round gets one that it had before.
PAGES = 200
PAGE = 500
SEED = 20260510
TEXTS = {name: columns.TEXTS[name] for name in ("model", "key", "user", "type", "status")}
#: What all rows have.
PROVIDER = "aurous"
NAMES = ["id", "time", "provider", *TEXTS, "input", "output", "charge", "duration"]


def make(folder, rows):
    columns.make(folder, rows)
    ids = identifiers(random.Random(SEED), rows)
    data = {name: columns.read(folder, name) for name in NAMES if name not in ("id", "provider")}
    write_store(folder, ids, data)
    write_pages(folder, data)
    write_parquet(folder, ids, data)
    write_table(folder, ids, data)
    for path in folder.iterdir():
        if path.suffix in (".u8", ".i32", ".i64", ".txt"):
            path.unlink()


def identifiers(source, count):
    """Random UUIDs."""
    result = []
    for _ in range(count):
        digits = f"{source.getrandbits(128):032x}"
        variant = "89ab"[source.getrandbits(2)]
        result.append(f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}")
    return result


def values(ids, data, first, end):
    """The rows of a range, in the order of `NAMES`."""
    part = {name: column[first:end].tolist() for name, column in data.items()}
    texts = [[TEXTS[name][code] for code in part[name]] for name in TEXTS]
    numbers = [part[name] for name in ("input", "output", "charge", "duration")]
    return zip(ids[first:end], part["time"], [PROVIDER] * (end - first), *texts, *numbers)


def event(row):
    """A row as the API gives it; the charge is in millionths."""
    id, time, _, model, key, user, type, status, read, written, charge, duration = row
    return (
        f'{{"id":"{id}","type":"{type}","model":"{model}","status":"{status}","created_at":"{instant(time)}",'
        f'"duration_ms":{duration},"input_tokens":{read},"output_tokens":{written},'
        f'"credits_charged":{decimal(charge, 6)},"api_key_id":"{key}","user_id":"{user}"}}\n'
    )


def write_store(folder, ids, data):
    # Not at the top: only the runner knows where the worker is.
    from rows import ours
    from workers import Worker

    side = ours("store", folder, "")
    worker = Worker(side.command, side.environment, takes_precedence=False)
    try:
        worker.hear()
        piece = folder / "piece.ndjson"
        first = 0
        for number in range(columns.DAYS):
            end = int(data["time"].searchsorted(columns.START + (number + 1) * DAY))
            with open(piece, "w") as file:
                file.writelines(map(event, values(ids, data, first, end)))
            worker.prepare(f"ingest {day(number)} {day(number + 1)} {piece}")
            worker.ask("work")
            first = end
        piece.unlink()
        worker.prepare("compact")
        worker.ask("work")
    finally:
        worker.end()


def day(number):
    return instant(columns.START + number * DAY)


def write_pages(folder, data):
    """Each has the values of the first rows, new ids, and an hour of its own."""
    (folder / "pages").mkdir()
    source = random.Random(SEED + 1)
    first = list(values([""] * PAGE, data, 0, PAGE))
    for number in range(PAGES):
        start = columns.START + columns.DAYS * DAY + number * 3_600_000
        ids = identifiers(source, PAGE)
        rows = [(id, start + 7000 * index, *row[2:]) for index, (id, row) in enumerate(zip(ids, first))]
        (folder / "pages" / f"{number}.ndjson").write_text("".join(map(event, rows)))


def write_parquet(folder, ids, data):
    import polars as pl

    def texts(name):
        return pl.Series(data[name]).cat.to(pl.Enum(TEXTS[name]))

    frame = pl.DataFrame(
        {
            "id": ids,
            "time": pl.Series(data["time"]).cast(pl.Datetime("ms")),
            "provider": pl.Series([PROVIDER], dtype=pl.Enum([PROVIDER])).new_from_index(0, len(ids)),
            **{name: texts(name) for name in TEXTS},
            **{name: data[name].astype("int64") for name in ("input", "output", "charge", "duration")},
        }
    )
    frame.write_parquet(folder / "rows.parquet", compression="zstd")


def write_table(folder, ids, data):
    table = sqlite3.connect(folder / "rows.sqlite")
    table.execute("PRAGMA journal_mode = OFF")
    table.execute("PRAGMA synchronous = OFF")
    table.execute("PRAGMA cache_size = -4000000")
    integers = {"time", "input", "output", "charge", "duration"}
    fields = [f"{name} {'INTEGER' if name in integers else 'TEXT'} NOT NULL" for name in NAMES[1:]]
    table.execute(f"CREATE TABLE rows (id TEXT PRIMARY KEY, {', '.join(fields)})")
    table.executemany(
        f"INSERT INTO rows VALUES ({', '.join('?' * len(NAMES))})", values(ids, data, 0, len(ids))
    )
    table.commit()
    table.execute("PRAGMA journal_mode = WAL")
    table.close()
