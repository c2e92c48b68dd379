"""Computes the figures of the queries: figures.py <rows> <figures>.

DuckDB groups, counts and adds up, and NumPy computes the quantiles. Python's integers check both, and compute what
binary floating point cannot: quantiles and means to the attosecond.
"""

import json
import re
import sys
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

import duckdb
import numpy as np

import calendars
from queries import QUERIES

BILLION = 10**9
QUANTILES = [0, 250_000_000, 333_333_333, 500_000_000, 900_000_000, 950_000_000, 990_000_000, 999_999_999, BILLION]
DIMENSIONS = [
    "provider", "model", "apiKey", "user", "type", "status", "currency", "sku", "bot", "conversation",
]  # fmt: skip
#: In DuckDB, amounts are integers scaled by this many decimal places; no row has more.
PLACES = 36
EXACT = Context(prec=200)
MEANS = Context(prec=38, rounding=ROUND_HALF_UP)


# --- The rows.


def nanoseconds(text):
    match = re.fullmatch(r"(.{19})(?:\.(\d+))?Z", text)
    second = int(datetime.fromisoformat(match[1]).replace(tzinfo=UTC).timestamp())
    return second * BILLION + int((match[2] or "").ljust(9, "0"))


def units_of_last_place(text):
    scaled = Decimal(text).scaleb(PLACES, EXACT)
    assert scaled == int(scaled), text
    return int(scaled)


def plain(integer):
    """Converts units of the last place to an amount."""
    return shorten(f"{Decimal(integer).scaleb(-PLACES, EXACT):f}")


def shorten(text):
    return text.rstrip("0").rstrip(".") if "." in text else text


def load(path):
    connection = duckdb.connect()
    texts = ", ".join(f'"{name}" VARCHAR' for name in DIMENSIONS)
    connection.execute(
        f"CREATE TABLE rows (id BIGINT, time BIGINT, {texts}, request VARCHAR, input BIGINT, output BIGINT,"
        " duration BIGINT, charge BIGNUM, wire VARCHAR)"
    )
    connection.execute("CREATE TABLE units (id BIGINT, unit VARCHAR, amount BIGNUM)")
    for number, text in enumerate(open(path)):
        row = json.loads(text)
        request = f"{row['provider']}/{row['request']}" if row.get("repeats") and "request" in row else f"#{number}"
        charge = row.get("charge")
        connection.execute(
            f"INSERT INTO rows VALUES ({', '.join('?' * (8 + len(DIMENSIONS)))})",
            [
                number,
                nanoseconds(row["time"]) if "time" in row else None,
                *[row.get(name) for name in DIMENSIONS],
                request,
                row.get("input"),
                row.get("output"),
                row.get("duration"),
                None if charge is None else str(units_of_last_place(charge)),
                charge,
            ],
        )
        for unit, amount in row.get("units", {}).items():
            connection.execute("INSERT INTO units VALUES (?, ?, ?)", [number, unit, str(units_of_last_place(amount))])
    return connection


# --- Conditions, in SQL.

COMPARISONS = {"below": "<", "atMost": "<=", "equal": "=", "atLeast": ">=", "above": ">"}


def condition(filter):
    """Returns a condition that is never NULL: a comparison with a missing value is false."""
    [(name, value)] = filter.items()
    match name:
        case "isOne":
            dimension, values = value["dimension"], value["values"]
            known = ", ".join(quoted(each) for each in values if each is not None)
            missing = f' OR "{dimension}" IS NULL' if None in values else ""
            return f'(coalesce("{dimension}" IN ({known}), false){missing})'
        case "compares":
            return compares(*value)
        case "not":
            return f"(NOT {condition(value[0])})"
        case "all" | "any":
            return "(" + {"all": " AND ", "any": " OR "}[name].join(condition(each) for each in value) + ")"


def compares(field, comparison, text):
    sign = COMPARISONS[comparison]
    kind, _, label = field.partition(":")
    amount = f"'{units_of_last_place(text)}'::BIGNUM"
    match kind:
        case "charge":
            return f"coalesce(currency = {quoted(label)} AND charge {sign} {amount}, false)"
        case "unit":
            return (
                f"EXISTS (FROM units WHERE units.id = rows.id AND unit = {quoted(label)} AND amount {sign} {amount})"
            )
        case "duration":
            return f"coalesce(duration {sign} {int(Decimal(text) * BILLION)}, false)"
        case "inputTokens" | "outputTokens":
            return f"coalesce({kind.removesuffix('Tokens')} {sign} {text}, false)"


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


# --- Groups.


def pick(connection, query):
    """Creates the table `picked`: the rows of the query, with the bounds of their buckets in seconds."""
    conditions = ["true"]
    if "start" in query:
        conditions.append(f"time >= {nanoseconds(query['start'])}")
    if "end" in query:
        conditions.append(f"time < {nanoseconds(query['end'])}")
    if "filter" in query:
        conditions.append(condition(query["filter"]))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE picked AS"
        " SELECT *, NULL::BIGINT AS start, NULL::BIGINT AS finish, 0 AS everything"
        f" FROM rows WHERE {' AND '.join(conditions)}"
    )
    if "every" not in query:
        return
    zone = query.get("timeZone", "UTC")
    week_start = query.get("weekStart", "monday")
    for (second,) in connection.sql("SELECT DISTINCT time // 1000000000 FROM picked WHERE time IS NOT NULL").fetchall():
        start, end = calendars.bucket(query["every"], second, zone, week_start)
        connection.execute(
            "UPDATE picked SET start = ?, finish = ? WHERE time // 1000000000 = ?", [start, end, second]
        )
    check_calendar(connection, query["every"], zone, week_start)


def check_calendar(connection, unit, zone, week_start):
    """Checks that DuckDB's calendar agrees. Not for hours: it treats the first of two repeated hours as the second."""
    if unit not in ("day", "week", "month"):
        return
    connection.execute(f"SET TimeZone = '{zone}'")
    days = (7 - calendars.DAYS.index(week_start)) % 7 if unit == "week" else 0
    start = f"date_trunc('{unit}', make_timestamptz(time // 1000) + INTERVAL {days} DAY) - INTERVAL {days} DAY"
    differing = connection.sql(
        f"SELECT count(*) FROM picked WHERE time IS NOT NULL AND (epoch_ms({start}) <> start * 1000"
        f" OR epoch_ms({start} + INTERVAL 1 {unit}) <> finish * 1000)"
    ).fetchall()
    assert differing == [(0,)], (unit, zone, differing)


def groups(connection, query):
    """Returns the groups in order, followed by the total; each is a dictionary of DuckDB's figures."""
    keys = ["start", "finish", *[f'"{name}"' for name in query.get("by", [])]]
    return [*grouped(connection, keys), *grouped(connection, ["everything"])]


def grouped(connection, keys):
    by = ", ".join(keys)
    order = ", ".join(f"{key} ASC NULLS LAST" for key in keys)
    distinct = ", ".join(f'count(DISTINCT "{name}")' for name in DIMENSIONS)
    # The rows of a request have equal fields or NULL, so max returns the value of the field.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE requests AS SELECT {by}, request, max(input) AS input, max(output) AS output,"
        ' max(duration) AS duration, max("status") AS ended FROM picked'
        f" GROUP BY {by}, request"
    )
    tables = {
        "rows": f"count(*), count(charge), {distinct} FROM picked",
        "requests": "count(*), count(ended), count(*) FILTER (WHERE ended = 'completed'),"
        " count(*) FILTER (WHERE ended = 'failed'), count(*) FILTER (WHERE ended = 'cancelled'), count(duration)"
        " FROM requests",
        "statuses": "ended, count(*) FROM requests WHERE ended IS NOT NULL",
        "input": "count(input), sum(input), min(input), max(input) FROM requests",
        "output": "count(output), sum(output), min(output), max(output) FROM requests",
        "durations": "list(duration) FILTER (WHERE duration IS NOT NULL AND coalesce(ended, 'completed') = 'completed')"
        " FROM requests",
        "charges": 'currency, count(*), sum(charge), min(charge), max(charge), list(charge), list(wire) FROM picked'
        " WHERE charge IS NOT NULL",
        "units": "unit, count(*), sum(amount), min(amount), max(amount), list(amount), NULL"
        " FROM picked JOIN units USING (id)",
    }
    labels = {"statuses": ", ended", "charges": ", currency", "units": ", unit"}
    result = {}
    for name, sql in tables.items():
        text = f"SELECT {by}, {sql} GROUP BY {by}{labels.get(name, '')} ORDER BY {order}"
        for values in connection.sql(text).fetchall():
            result.setdefault(values[: len(keys)], {}).setdefault(name, []).append(values[len(keys) :])
    return list(result.items())


# --- Figures.


def figures(key, tables, method):
    [(rows, charged, *distinct)] = tables["rows"]
    [(requests, known, completed, failed, cancelled, timed)] = tables["requests"]
    start, finish, *texts = key if len(key) > 1 else (None, None)
    durations = sorted(tables["durations"][0][0] or [])
    result = {"start": start, "end": finish, "key": texts, "requests": requests}
    if known:
        result["ended"] = [completed, failed, cancelled]
        result["statuses"] = dict(sorted(tables["statuses"]))
    for name in ("input", "output"):
        count, *values = tables[name][0]
        if count:
            result[name] = [str(value) for value in (count, *values)]
    result["coverage"] = [rows, charged, int(tables["input"][0][0]), int(tables["output"][0][0]), timed]
    result["distinct"] = distinct
    means = {}
    for name in ("charges", "units"):
        labelled = sorted(tables.get(name, []))
        result[name] = {label: amounts(*values) for label, *values in labelled}
        means |= {label: mean(*values) for label, *values in labelled}
    result["means"] = means
    if durations:
        result["durations"] = latency(durations, method)
    return {name: value for name, value in result.items() if value not in (None, [], {})}


def amounts(count, total, least, greatest, values, wires):
    """Returns count, sum, minimum and maximum."""
    values = [int(value) for value in values]
    assert (int(total), int(least), int(greatest)) == (sum(values), min(values), max(values))
    if wires is not None:
        check_decimals(wires, sum(values))
    return [str(count), *map(plain, (sum(values), min(values), max(values)))]


def mean(count, total, *_):
    """Returns the mean to 38 digits. Foundation's decimals have 38 digits, and sometimes one more."""
    return shorten(f"{MEANS.divide(Decimal(plain(int(total))), Decimal(count)):f}")


def check_decimals(wires, expected):
    """Checks a sum with DuckDB's decimals if their 38 digits can represent every intermediate sum."""
    places = max(-Decimal(wire).as_tuple().exponent for wire in wires)
    whole = max(len(str(abs(int(Decimal(wire))))) for wire in wires) + len(str(len(wires)))
    if 0 <= places and places + whole <= 38:
        [(total,)] = duckdb.sql(
            "SELECT sum(unnest::DECIMAL(38, " + str(places) + ")) FROM unnest(" + repr(wires) + ")"
        ).fetchall()
        assert units_of_last_place(str(total)) == expected, wires


def latency(durations, method):
    """Returns count, sum in nanoseconds, and mean and quantiles in attoseconds."""
    quantiles = [quantile(durations, share, method) for share in QUANTILES]
    return [str(value) for value in (len(durations), sum(durations), sum(durations) * BILLION // len(durations))] + [
        str(value) for value in quantiles
    ]


def quantile(durations, share, method):
    if method == "nearestRank":
        rank = max(-(-len(durations) * share // BILLION), 1) - 1
        expected = np.quantile(np.array(durations), share / BILLION, method="inverted_cdf")
        assert int(expected) == durations[rank], (durations, share)
        return durations[rank] * BILLION
    rank, rest = divmod((len(durations) - 1) * share, BILLION)
    value = durations[rank] * BILLION
    if rest:
        value += (durations[rank + 1] - durations[rank]) * rest
    expected = np.quantile(np.array(durations), share / BILLION, method="linear")
    assert abs(float(expected) - value / BILLION) <= 1e-3 + 1e-12 * value / BILLION, (durations, share)
    return value


def main(rows, path):
    connection = load(rows)
    lines = []
    for query in QUERIES:
        pick(connection, query)
        method = query.get("quantiles", "linear")
        computed = [figures(key, tables, method) for key, tables in groups(connection, query)]
        texts = [json.dumps(group, ensure_ascii=False, separators=(",", ":")) for group in computed]
        lines.append('{"query":' + json.dumps(query) + ',\n"groups":[\n' + ",\n".join(texts[:-1]) + "],\n")
        lines[-1] += '"total":' + texts[-1] + "}"
        print(len(texts) - 1, "groups:", json.dumps(query))
    with open(path, "w") as file:
        file.write('{"quantiles":' + json.dumps(QUANTILES) + ',\n"reports":[\n' + ",\n".join(lines) + "]}\n")


main(sys.argv[1], sys.argv[2])
