"""SQLite: a page of rows read by msgspec and appended to a table, in one transaction that waits for the disk."""

import shutil
import sqlite3
import sys
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from datasets.store import NAMES, PROVIDER
from peers.loop import amount, line, nanoseconds, serve

INSERT = f"INSERT INTO rows VALUES ({', '.join('?' * len(NAMES))})"


class Event(msgspec.Struct):
    id: str
    created_at: datetime
    model: str
    api_key_id: str
    user_id: str
    type: str
    status: str
    input_tokens: int
    output_tokens: int
    credits_charged: Decimal
    duration_ms: int


EVENTS = msgspec.json.Decoder(Event)


class Table:
    """A copy of the table, which is opened again when that is asked for."""

    def __init__(self, folder):
        self.folder = folder
        self.path = folder / "appended.sqlite"
        self.connection = None
        self.pages = 0

    def open(self):
        if self.connection:
            self.connection.close()
        elif not self.pages:
            for old in self.folder.glob("appended.sqlite*"):
                old.unlink()
            shutil.copy(self.folder / "rows.sqlite", self.path)
        self.connection = sqlite3.connect(self.path)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        # So that both have what they know in memory: SQLite may keep the whole table there.
        self.connection.execute("PRAGMA cache_size = -4000000")
        self.connection.execute("SELECT count(*) FROM rows WHERE id = ''").fetchone()

    def next_page(self):
        self.pages += 1
        return self.folder / "pages" / f"{self.pages - 1}.ndjson"

    def append(self, page):
        """Reads a page and appends its rows, as a store does."""
        rows = [values(event) for event in EVENTS.decode_lines(page.read_bytes())]
        with self.connection:
            self.connection.executemany(INSERT, rows)
        return rows

    def lines(self, rows):
        """What was added, and the figures of the time of the page."""
        durations = []
        read = written = charge = count = 0
        for row in rows:
            found = self.connection.execute("SELECT * FROM rows WHERE id = ?", row[:1]).fetchone()
            found = dict(zip(NAMES, found))
            count += 1
            read += found["input"]
            written += found["output"]
            charge += found["charge"]
            if found["status"] == "completed":
                durations.append(found["duration"])
        durations.sort()
        place = (len(durations) - 1) * 0.95
        below, above = durations[int(place)], durations[min(int(place) + 1, len(durations) - 1)]
        p95 = nanoseconds(below + (above - below) * (place - int(place)))
        return [f"{count}\t{line(None, read, written, amount(charge, 6), None, p95)}"]


def values(event):
    time = event.created_at
    milliseconds = int(time.replace(microsecond=0).timestamp()) * 1000 + time.microsecond // 1000
    return (
        event.id, milliseconds, PROVIDER, event.model, event.api_key_id, event.user_id, event.type, event.status,
        event.input_tokens, event.output_tokens, int(event.credits_charged * 1_000_000), event.duration_ms,
    )  # fmt: skip


def store(folder):
    table = Table(folder)

    def prepare(row):
        if row == "P12-first" or not table.connection:
            table.open()
        if row == "P12-append" and not table.pages:
            table.append(table.next_page())
        page = table.next_page()

        def work():
            rows = table.append(page)
            return {}, lambda: table.lines(rows)

        return work

    return prepare


serve({"store": store})
