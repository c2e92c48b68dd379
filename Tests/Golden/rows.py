"""Writes rows that are hard to add up: rows.py <file>.

Amounts have 1 to 38 digits, different scales, exponents and both signs. Some instants are exactly at, or a nanosecond
from, clock changes, midnights and bounds of windows. Every field is missing in some rows, and several rows can describe
one request.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from random import Random

ROWS = 2000
SEED = 20261025

#: Spans of a few days with a clock change, and one of most of a year, with their weights.
SPANS = [
    ("2026-03-27", "2026-03-31", 4),  # Berlin goes forward
    ("2026-04-03", "2026-04-07", 2),  # Lord Howe goes back, half an hour
    ("2026-10-02", "2026-10-06", 2),  # Lord Howe goes forward
    ("2026-10-23", "2026-10-27", 6),  # Berlin goes back
    ("2026-02-20", "2026-12-05", 3),
]

#: Clock changes, midnights of the zones, and the windows of the queries.
BOUNDS = [
    "2026-03-28T23:00:00", "2026-03-29T01:00:00", "2026-03-29T22:00:00", "2026-04-04T13:00:00",
    "2026-04-04T15:00:00", "2026-04-05T13:30:00", "2026-10-03T13:30:00", "2026-10-03T15:30:00",
    "2026-10-04T13:00:00", "2026-10-24T22:00:00", "2026-10-25T00:00:00", "2026-10-25T01:00:00",
    "2026-10-25T02:00:00", "2026-10-25T23:00:00", "2026-10-24T18:30:00", "2026-02-28T23:00:00",
    "2026-03-31T22:00:00", "2026-10-31T23:00:00", "2026-05-31T22:00:00", "2026-10-18T00:00:00",
]  # fmt: skip

# Some look the same but have different bytes.
MODELS = ["example/chat-1", "example/chat-10", "Example/chat-1", "\u00e9toile", "e\u0301toile", "", None]
KEYS = ["key-1", "key-2", "key-10", None]
TYPES = ["chat", "embedding", "image", None]
STATUSES = ["completed", "completed", "completed", "failed", "cancelled", "processing", "on-hold", None]
UNITS = ["audio_seconds", "image-unit", "llm-output-mtoken"]


class Source(Random):
    def maybe(self, share, make):
        return make() if self.random() < share else None

    def digits(self, count):
        return str(self.randrange(10 ** (count - 1), 10**count))


def main(path):
    source = Source(SEED)
    rows = [row(source) for _ in range(ROWS - 4)] + overflowing()
    source.shuffle(rows)
    with open(path, "w") as file:
        for each in rows:
            known = {name: value for name, value in each.items() if value is not None}
            file.write(json.dumps(known, ensure_ascii=False, separators=(",", ":")) + "\n")


def row(source):
    result = {
        "time": source.maybe(0.98, lambda: instant(source)),
        "provider": source.choice(["aurous", "tresor", "chatbotkit"]),
        "model": source.choice(MODELS),
        "apiKey": source.choice(KEYS),
        "user": source.maybe(0.8, lambda: f"user-{int(source.expovariate(0.15)) % 30}"),
        "type": source.choice(TYPES),
        "status": source.choice(STATUSES),
        "bot": source.maybe(0.1, lambda: source.choice("xyz")),
        "conversation": source.maybe(0.2, lambda: f"c{source.randrange(40)}"),
        "input": source.maybe(0.85, lambda: source.choice([0, source.randrange(5000), source.randrange(3 * 10**12)])),
        "output": source.maybe(0.7, lambda: source.randrange(800)),
        "duration": source.maybe(0.8, lambda: duration(source)),
        "units": source.maybe(0.25, lambda: units(source)),
    }
    if source.random() < 0.9:
        result["currency"] = source.choice(["EUR", "EUR", "USD", "credit", "DIEM", "tiny"])
        result["charge"] = amount(source, result["currency"])
    if source.random() < 0.35:
        part_of_request(source, result)
    return result


def part_of_request(source, row):
    """Makes a row a part of a request. The rows of a request have equal fields or none."""
    number = source.randrange(260)
    request = Source(number)
    row |= {"provider": "venice", "repeats": True, "request": f"r{number}" if number else None}
    row["sku"] = source.choice(["chat-llm-input-mtoken", "chat-llm-output-mtoken", None])
    if number:
        facts = {
            "input": request.randrange(9000),
            "output": request.randrange(900),
            "duration": duration(request),
            "status": request.choice(STATUSES[:-1]),
        }
        for name, value in facts.items():
            row[name] = source.maybe(0.7, lambda value=value: value)


def instant(source):
    """Returns an instant in UTC with a fraction of 0 to 9 digits."""
    if source.random() < 0.12:
        bound = datetime.fromisoformat(source.choice(BOUNDS))
        step = source.choice([-1, 0, 0, 1])
        second = bound - timedelta(seconds=1) if step < 0 else bound
        return second.isoformat() + {-1: ".999999999", 0: "", 1: ".000000001"}[step] + "Z"
    first, last, _ = source.choices(SPANS, [weight for _, _, weight in SPANS])[0]
    first, last = (datetime.fromisoformat(day).replace(tzinfo=UTC) for day in (first, last))
    second = first + timedelta(seconds=source.randrange(int((last - first).total_seconds())))
    places = source.choice([0, 3, 3, 6, 9])
    fraction = f".{source.randrange(10**places):0{places}d}" if places else ""
    return second.strftime("%Y-%m-%dT%H:%M:%S") + fraction + "Z"


def duration(source):
    """Returns nanoseconds: some round numbers, which repeat, and arbitrary ones."""
    if source.random() < 0.3:
        return source.choice([0, 1, 250_000_000, 1_000_000_000])
    return min(int(source.lognormvariate(21, 1.5)), 600_000_000_000)


def amount(source, currency):
    """Returns a number in JSON's grammar; no sum of these needs more than 38 digits."""
    sign = "-" if source.random() < 0.2 else ""
    match currency:
        case "EUR":
            places = source.choice([0, 1, 2, 2, 6, 12])
            whole = source.choice(["0", source.digits(source.randrange(1, 6))])
            return sign + whole + (f".{source.randrange(10**places):0{places}d}" if places else "")
        case "USD":  # 34 digits and no more than 18 places
            return f"{sign}{source.digits(16)}.{source.randrange(10**18):018d}"
        case "credit":
            return sign + source.choice([f"{source.randrange(10**9)}", f"0.{source.randrange(10**20):020d}", "0.10"])
        case "DIEM":
            return sign + source.choice(["0", "0.000", "1.50", "2e3", "1E-5", "12.5e+1", "3000", "7e-9"])
        case "tiny":
            return f"{sign}0.{source.randrange(10**34):034d}"


def units(source):
    return {
        unit: f"{source.randrange(500)}.{source.randrange(10**9):09d}".rstrip("0").rstrip(".")
        for unit in source.sample(UNITS, source.choice([1, 1, 2]))
    }


def overflowing():
    """Returns four rows of the same groups: the sum of two of them overflows 128 bits, the sum of all is 20."""
    common = {
        "time": "2026-10-25T00:30:00Z", "provider": "aurous", "model": "example/chat-1", "apiKey": "key-1",
        "user": "user-0", "type": "chat", "status": "completed", "input": 1, "output": 1, "duration": 1_500_000_000,
        "currency": "huge",
    }  # fmt: skip
    largest = 10**38 - 1
    return [common | {"charge": str(charge)} for charge in (largest, largest, 10 - largest, 10 - largest)]


main(sys.argv[1])
