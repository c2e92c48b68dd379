"""Compares Parquet files with the NDJSON files of the same records, as Spark in local mode reads them.

Of files in microseconds, Spark must give the same rows in the same order, amounts and durations digit for digit and
instants to the microsecond. Filters must reach its reader, find the rows that Python finds without bounds, and, in a
file whose rows are in the order of their time, have it read fewer rows than there are. Of files in nanoseconds, Spark
must refuse the column `time`, and give integers if it is told to.
"""

import json
import pathlib
import random
import sys

import ParquetRows
from ParquetRows import COLUMNS, check, expected
from pyspark.sql import SparkSession
from pyspark.sql import functions as sql
from pyspark.sql.types import DecimalType, LongType, StringType, TimestampType

NANOS_AS_LONG = "spark.sql.legacy.parquet.nanosAsLong"
#: Files of several pages or row groups; filters take Spark long, and those of one page skip nothing.
FILTERED = ["groups-2001", "long-texts", "rows-20001", "small-0", "small-2", "small-3", "small-20", "sorted"]


def session():
    builder = SparkSession.builder.master("local[2]").appName("usage-kit").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.session.timeZone", "UTC").config("spark.driver.bindAddress", "127.0.0.1")
    # The plan that runs is then the one that can be asked.
    builder = builder.config("spark.sql.adaptive.enabled", "false").config("spark.driver.host", "127.0.0.1")
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def check_types(frame, name, nanos):
    for field in frame.schema:
        if field.name in ("charge", "durationMS"):
            kind = field.dataType
            holds = isinstance(kind, DecimalType) and kind.precision == 38
            check(holds and (field.name == "charge" or kind.scale == 15), name, "Spark", field)
        elif field.name == "time":
            check(field.dataType == (LongType() if nanos else TimestampType()), name, "Spark", field)
        else:
            wanted = LongType() if field.name in ("inputTokens", "outputTokens") else StringType()
            check(field.dataType == wanted, name, "Spark", field)


def check_rows(frame, name, rows, nanos):
    columns = [column for column in frame.columns if column != "time"]
    time = sql.col("time") if nanos else sql.expr("unix_micros(time)").alias("time")
    found = frame.select(*columns, time).collect()
    check(len(found) == len(rows), name, "Spark reads other numbers of rows", len(found), len(rows))
    for column in frame.columns:
        values = [row[column] for row in found]
        if column == "time" and not nanos:
            values = [value if value is None else value * 1000 for value in values]
        if column == "units":
            values = [json.loads(value) for value in values]
        wanted = [row[column] for row in rows]
        different = [index for index in range(min(len(values), len(wanted))) if values[index] != wanted[index]][:1]
        check(values == wanted, name, "Spark reads other values of", column, different,
              [(values[index], wanted[index]) for index in different])


def rows_read(frame):
    """How many rows the reader of the file gave to the query, which has run, and the filters that it was given."""
    plan = frame._jdf.queryExecution().executedPlan()
    while plan.children().size():
        plan = plan.children().head()
    filters = plan.toString().partition("PushedFilters: [")[2].partition("], ")[0]
    return plan.metrics().apply("numOutputRows").value(), filters


def check_filters(frame, name, rows, seed):
    picks = random.Random(seed)
    for column in ("time", "inputTokens", "charge", "durationMS", "id", "model", "sku"):
        known = [row[column] for row in rows if row[column] is not None]
        if not known:
            continue
        bound = picks.choice(known)
        for sign, holds in (("<", lambda value: value < bound), (">=", lambda value: value >= bound),
                            ("=", lambda value: value == bound)):
            wanted = sum(map(holds, known))
            if column == "time":
                literal = sql.expr(f"timestamp_micros({bound // 1000})")
            elif column in ("charge", "durationMS"):
                literal = sql.lit(f"{bound:f}").cast(frame.schema[column].dataType)
            else:
                literal = sql.lit(bound)
            left = sql.col(column)
            condition = {"<": left < literal, ">=": left >= literal, "=": left == literal}[sign]
            # Not the column itself: pyspark fails to give instants of the first day of the year 1.
            query = frame.filter(condition).select(sql.lit(1))
            found = len(query.collect())
            label = f"{name}: {column} {sign} {str(bound)[:40]!r}"
            check(found == wanted, label, "Spark", found, wanted)
            read, filters = rows_read(query)
            kind = {"<": "LessThan(", ">=": "GreaterThanOrEqual(", "=": "EqualTo("}[sign]
            check(f"{kind}{column}," in filters, label, "does not reach Spark's reader:", filters)
            check(wanted <= read <= len(rows), label, "rows read", read)
            if name == "sorted.parquet" and column == "time" and sign == "=":
                check(read < len(rows) / 2, label, "Spark skips too little:", read, len(rows))


def check_nanoseconds(spark, path, rows):
    spark.conf.set(NANOS_AS_LONG, "false")
    try:
        spark.read.parquet(str(path))
        check(False, path.name, "Spark reads nanoseconds")
    except Exception as error:
        check("TIMESTAMP(NANOS,true)" in str(error), path.name, "Spark refuses it otherwise:", str(error)[:200])
    spark.conf.set(NANOS_AS_LONG, "true")
    frame = spark.read.parquet(str(path))
    check_types(frame, path.name, True)
    check_rows(frame, path.name, rows, True)
    spark.conf.set(NANOS_AS_LONG, "false")


def main():
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.parquet"))
    if not paths:
        sys.exit("parquet: there are no files")
    spark = session()
    for seed, path in enumerate(paths):
        before = ParquetRows.failures
        try:
            # Whether there is a column `account` is in the lines as well; the readers before this one check it.
            if path.stem == "nanoseconds":
                check_nanoseconds(spark, path, expected(path.with_suffix(".ndjson"), True))
            else:
                frame = spark.read.parquet(str(path))
                has_account = "account" in frame.columns
                rows = expected(path.with_suffix(".ndjson"), has_account)
                check(frame.columns == COLUMNS + (["account"] if has_account else []), path.name, frame.columns)
                check_types(frame, path.name, False)
                check_rows(frame, path.name, rows, False)
                if path.stem in FILTERED:
                    check_filters(frame, path.name, rows, seed)
        except Exception as error:  # A reader that refuses a file is what this looks for.
            check(False, f"{path.name}: Spark fails: {str(error)[:500]}")
        print(f"{'ok' if ParquetRows.failures == before else 'FAILED':8} {path.name}, Spark", flush=True)
    counts = f"{ParquetRows.checks} comparisons, {ParquetRows.failures} failed"
    print(f"\n{len(paths)} files, {counts} (Spark {spark.version})")
    spark.stop()
    sys.exit(1 if ParquetRows.failures else 0)


if __name__ == "__main__":
    main()
