"""The rows that Parquet files are compared with, and the count of comparisons; the readers' scripts share them."""

import datetime
import decimal
import json
import re

decimal.getcontext().prec = 80
TEXTS = "provider id requestID type model apiKey user status sku bot conversation currency".split()
NUMBERS = "inputTokens outputTokens".split()
COLUMNS = (
    "provider id requestID time type model apiKey user status sku bot conversation inputTokens outputTokens units "
    "charge currency durationMS"
).split()
failures = 0
checks = 0


def check(condition, *message):
    global failures, checks
    checks += 1
    if not condition:
        failures += 1
        if failures <= 20:
            print("FAIL    ", *message)


def nanoseconds(text):
    """The nanoseconds since 1970 of an RFC 3339 instant of UTC."""
    whole, fraction = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z", text).groups()
    instant = datetime.datetime.fromisoformat(whole).replace(tzinfo=datetime.timezone.utc)
    seconds = (instant - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)) // datetime.timedelta(seconds=1)
    return seconds * 10**9 + int((fraction or "").ljust(9, "0"))


def expected(path, has_account):
    rows = []
    # Lines end with a line feed only; texts may have other line separators.
    for line in path.read_bytes().split(b"\n")[:-1]:
        record = json.loads(line, parse_float=decimal.Decimal, parse_int=decimal.Decimal)
        row = {name: record[name] for name in TEXTS}
        row.update({name: None if record[name] is None else int(record[name]) for name in NUMBERS})
        row["time"] = record["time"] and nanoseconds(record["time"])
        row["units"] = record["units"]
        row["charge"] = record["charge"] and decimal.Decimal(record["charge"])
        row["durationMS"] = record["durationMS"]
        if has_account:
            row["account"] = record.get("labels", {}).get("account")
        rows.append(row)
    return rows
