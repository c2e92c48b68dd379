"""Asks an engine for the figures of each day, model and currency of a fleet's data set.

    FleetEngines.py duckdb|spark FOLDER OUTPUT

FOLDER is a data set: date=2026-05-28/part-….parquet. Both engines get the same SQL, that of
Docs/BeyondOneMachine.md.
"""

import json
import os
import pathlib
import re
import sys
import time

QUESTIONS = "charges requests misplaced".split()


def questions():
    """The samples of SQL of the document, in their order."""
    document = pathlib.Path(__file__).parents[2] / "Docs" / "BeyondOneMachine.md"
    samples = re.findall(r"^```sql\n(.*?)^```$", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if len(samples) != len(QUESTIONS):
        sys.exit(f"fleet: {document.name} has {len(samples)} samples of SQL, not {len(QUESTIONS)}")
    return dict(zip(QUESTIONS, samples))


def with_duckdb(folder):
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        f"CREATE VIEW records AS SELECT * FROM read_parquet('{folder}/date=*/*.parquet', hive_partitioning = true)"
    )

    def ask(question):
        relation = connection.sql(question)
        return [dict(zip(relation.columns, row)) for row in relation.fetchall()]

    # What it takes, its parent sees.
    return duckdb.__version__, ask, lambda: (None, 0)


def with_spark(folder):
    import pyspark
    from pyspark.sql import SparkSession

    settings = {
        "spark.driver.memory": os.environ.get("USAGEKIT_SPARK_MEMORY", "4g"),
        "spark.local.dir": os.environ.get("TMPDIR", "/tmp"),
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
    }
    builder = SparkSession.builder.master("local[*]")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    session.read.parquet(str(folder)).createOrReplaceTempView("records")
    machine = session.sparkContext._gateway.proc.pid

    def use():
        process = pathlib.Path(f"/proc/{machine}")
        if not process.exists():
            return None, 0
        lines = (process / "status").read_text().splitlines()
        # After the name in brackets: the 12th and 13th field are the time of the user and of the system.
        ticks = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
        peak = sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
        return peak, sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    return pyspark.__version__, lambda question: [row.asDict() for row in session.sql(question).collect()], use


def main():
    engine, folder, output = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    begin = time.perf_counter()
    version, ask, use = {"duckdb": with_duckdb, "spark": with_spark}[engine](folder)
    seconds = {"start": time.perf_counter() - begin}
    answers = {}
    for name, question in questions().items():
        begin = time.perf_counter()
        answers[name] = ask(question)
        seconds[name] = time.perf_counter() - begin
    peak, processor = use()
    result = {"engine": engine, "version": version, "seconds": seconds, "peak": peak, "processor": processor}
    output.write_text(json.dumps({**result, "answers": answers}))


main()
