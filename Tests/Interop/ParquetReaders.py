"""Compares Parquet files with the NDJSON files of the same records, as pyarrow, DuckDB and polars read them.

Every file NAME.parquet of the folder has NAME.ndjson beside it. Each reader must give the same rows in the same order,
amounts and durations digit for digit and instants to the nanosecond. Filters, for which the readers skip row groups and
pages by their bounds, must find the rows that Python finds without bounds. The metadata are read by pyarrow: the
schema, the number of rows and nulls, the bounds, the dictionaries, and whether there is a page index.
"""

import decimal
import json
import pathlib
import random
import sys

import duckdb
import polars
import pyarrow
import pyarrow.compute
import pyarrow.parquet

import ParquetRows
from ParquetRows import COLUMNS, TEXTS, check, expected


def compare(reader, name, columns, rows):
    """Compares columns of Python values; times are integers of nanoseconds."""
    count = len(rows)
    for column, values in columns.items():
        if column == "units":
            values = [json.loads(value) for value in values]
        wanted = [row[column] for row in rows]
        if values != wanted:
            different = [index for index in range(min(count, len(values))) if values[index] != wanted[index]][:1]
            found = [(values[index], wanted[index]) for index in different]
            check(False, f"{name}: {reader} reads other values of {column}: {different} {found}")
        else:
            check(True)
        if column in ("charge", "durationMS"):
            check(all(value is None or isinstance(value, decimal.Decimal) for value in values), name, reader, column)


def scaled(values, nanos):
    return [value if value is None or nanos else value * 1000 for value in values]


def read_pyarrow(path, nanos):
    table = pyarrow.parquet.read_table(path)
    columns = {name: table[name].to_pylist() for name in table.column_names if name != "time"}
    unit = "ns" if nanos else "us"
    check(table.schema.field("time").type == pyarrow.timestamp(unit, "UTC"), path.name, "the type of time in pyarrow")
    columns["time"] = scaled(table["time"].cast(pyarrow.int64()).to_pylist(), nanos)
    return columns


def read_duckdb(path, nanos):
    function = "epoch_ns" if nanos else "epoch_us"
    relation = duckdb.sql(f"SELECT * REPLACE ({function}(time) AS time) FROM read_parquet('{path}')")
    columns = dict(zip(relation.columns, map(list, zip(*relation.fetchall())))) or {}
    columns = {name: columns.get(name, []) for name in relation.columns}
    columns["time"] = scaled(columns["time"], nanos)
    return columns


def read_polars(path, nanos):
    frame = polars.read_parquet(path)
    wanted = polars.Datetime("ns" if nanos else "us", "UTC")
    check(frame.schema["time"] == wanted, path.name, "the type of time in polars")
    columns = {name: frame[name].to_list() for name in frame.columns if name != "time"}
    columns["time"] = scaled(frame["time"].to_physical().to_list(), nanos)
    return columns


def check_filters(path, rows, nanos, seed):
    """Filters by bounds that occur and by some that do not."""
    picks = random.Random(seed)
    unit = 1 if nanos else 1000
    for column in ("time", "inputTokens", "charge", "durationMS", "id", "model", "sku"):
        known = [row[column] for row in rows if row[column] is not None]
        if not known:
            continue
        for _ in range(3):
            bound = picks.choice(known)
            for sign, holds in (("<", lambda value: value < bound), (">=", lambda value: value >= bound),
                                ("=", lambda value: value == bound)):
                # Texts are ordered by their UTF-8, which for Python is the order of their code points.
                wanted = sum(holds(value) for value in known)
                if column == "time":
                    literal = f"epoch_ns(time) {sign} {bound}" if nanos else f"epoch_us(time) {sign} {bound // unit}"
                    kind = polars.lit(bound // unit, dtype=polars.Int64).cast(
                        polars.Datetime("ns" if nanos else "us", "UTC"))
                    value = pyarrow.scalar(bound // unit, pyarrow.timestamp("ns" if nanos else "us", "UTC"))
                    if not nanos:
                        literal = f"time {sign} make_timestamptz({bound // unit})"
                elif column in ("charge", "durationMS"):
                    field = pyarrow.parquet.read_schema(path).field(column).type
                    literal = f"{column} {sign} CAST('{bound:f}' AS DECIMAL(38, {field.scale}))"
                    kind = polars.lit(bound, dtype=polars.Decimal(38, field.scale))
                    value = pyarrow.scalar(bound, field)
                elif isinstance(bound, int):
                    literal, kind, value = f"{column} {sign} {bound}", polars.lit(bound), pyarrow.scalar(bound)
                else:
                    literal, kind, value = f"{column} {sign} $1", polars.lit(bound), pyarrow.scalar(bound)
                label = f"{path.name}: {column} {sign} {str(bound)[:40]!r}"
                values = [bound] if "$1" in literal else None
                query = f"SELECT count(*) FROM read_parquet('{path}') WHERE {literal}"
                found = duckdb.execute(query, values).fetchall()[0][0]
                check(found == wanted, label, "DuckDB", found, wanted)
                name = polars.col(column)
                condition = {"<": name < kind, ">=": name >= kind, "=": name == kind}[sign]
                found = polars.scan_parquet(path).filter(condition).select(polars.len()).collect().item()
                check(found == wanted, label, "polars", found, wanted)
                name = pyarrow.compute.field(column)
                condition = {"<": name < value, ">=": name >= value, "=": name == value}[sign]
                found = pyarrow.parquet.read_table(path, filters=condition, columns=[column]).num_rows
                check(found == wanted, label, "pyarrow", found, wanted)


def check_metadata(path, rows, nanos):
    file = pyarrow.parquet.ParquetFile(path)
    metadata = file.metadata
    check(metadata.num_rows == len(rows), path.name, "num_rows")
    check(metadata.created_by == "UsageKit version 1.0.0", path.name, metadata.created_by)
    check(metadata.metadata[b"sample"] == path.stem.encode(), path.name, "key-value metadata")
    names = [file.schema.column(index).name for index in range(metadata.num_columns)]
    check(names[: len(COLUMNS)] == COLUMNS, path.name, names)
    charge = file.schema.column(names.index("charge"))
    kind = (charge.physical_type, charge.length, charge.precision)
    check(kind == ("FIXED_LEN_BYTE_ARRAY", 16, 38), path.name, charge)
    check(file.schema.column(names.index("durationMS")).scale == 15, path.name, "the scale of durations")
    logical = str(file.schema.column(names.index("time")).logical_type)
    check("isAdjustedToUTC=true" in logical and ("nano" if nanos else "micro") in logical, path.name, logical)
    first = 0
    for group in range(metadata.num_row_groups):
        count = metadata.row_group(group).num_rows
        part = rows[first : first + count]
        first += count
        for index, name in enumerate(names):
            chunk = metadata.row_group(group).column(index)
            label = f"{path.name}: row group {group}, {name}"
            values = [row[name] for row in part if row[name] is not None]
            check(chunk.num_values == count and chunk.is_stats_set, label)
            check(chunk.has_column_index and chunk.has_offset_index, label, "page index")
            statistics = chunk.statistics
            check(statistics.null_count == count - len(values), label, "null_count", statistics.null_count)
            check(statistics.has_min_max == bool(values), label, "has_min_max")
            if not values or name == "units":
                continue
            # As datetimes, pyarrow gives no nanoseconds.
            if name == "time":
                unit = 1 if nanos else 1000
                check(statistics.min_raw == min(values) // unit, label, "min", statistics.min_raw)
                check(statistics.max_raw == max(values) // unit, label, "max", statistics.max_raw)
                continue
            low, high = statistics.min, statistics.max
            if name in TEXTS or name == "account":
                # Long bounds are shortened.
                least, greatest = min(values), max(values)
                low, high = (value.decode() if isinstance(value, bytes) else value for value in (low, high))
                check(low == least or len(least.encode()) > 64 and least.startswith(low), label, "min", low)
                check(high == greatest or len(greatest.encode()) > 64 and high > greatest, label, "max", high)
                continue
            check(low == min(values) and high == max(values), label, low, min(values), high, max(values))


def main():
    folder = pathlib.Path(sys.argv[1])
    paths = sorted(folder.glob("*.parquet"))
    if not paths:
        sys.exit("parquet: there are no files")
    for seed, path in enumerate(paths):
        before = ParquetRows.failures
        nanos = path.stem == "nanoseconds"
        has_account = "account" in pyarrow.parquet.read_schema(path).names
        rows = expected(path.with_suffix(".ndjson"), has_account)
        for name, read in (("pyarrow", read_pyarrow), ("DuckDB", read_duckdb), ("polars", read_polars)):
            try:
                columns = read(path, nanos)
            except Exception as error:  # A reader that refuses a file is what this looks for.
                check(False, f"{path.name}: {name} fails: {error!r}")
                continue
            wanted = COLUMNS + (["account"] if has_account else [])
            check(set(columns) == set(wanted), path.name, name, "columns", list(columns))
            compare(name, path.name, columns, rows)
        try:
            check_metadata(path, rows, nanos)
            check_filters(path, rows, nanos, seed)
        except Exception as error:
            check(False, f"{path.name}: {error!r}")
        print(f"{'ok' if ParquetRows.failures == before else 'FAILED':8} {path.name} ({len(rows)} rows)")
    versions = f"pyarrow {pyarrow.__version__}, DuckDB {duckdb.__version__}, polars {polars.__version__}"
    print(f"\n{len(paths)} files, {ParquetRows.checks} comparisons, {ParquetRows.failures} failed ({versions})")
    sys.exit(1 if ParquetRows.failures else 0)


if __name__ == "__main__":
    main()
