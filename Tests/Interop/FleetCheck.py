"""Has a fleet of processes export a ledger, and compares what other engines and merged sketches say of it with the
engine's own report.

    FleetCheck.py WORKER ROWS FOLDER [--no-spark]

Tests/Interop/fleet calls it. Every step is done for a quarter, half and all of ROWS, and what it took is printed.
"""

import concurrent.futures
import decimal
import hashlib
import json
import math
import os
import pathlib
import shutil
import subprocess
import sys
import time

SEED = 20260528
SOURCES = "aurous-eu aurous-us tresor venice auralytik chatbotkit".split()
# The stated relative error of a sketch.
SKETCH_ERROR = decimal.Decimal("0.01")
# The currencies in whose groups Venice has rows: several may describe a request, so a sketch does not count requests.
REPEATING = ("USD", "DIEM", None)
EXACT = decimal.Context(prec=80)
failures = 0
checks = 0
# How far percentile_cont of each engine is from the exact quantile, in units in the last place.
worst = {}


def check(condition, message):
    global failures, checks
    checks += 1
    if not condition:
        failures += 1
        if failures <= 20:
            print(f"FAIL     {message}", flush=True)
    return condition


# --- Processes


class Use:
    """What a step took: the time to its end, the processor time of all its processes, and the most memory of one."""

    def __init__(self, seconds=0.0, processor=0.0, peak=0, size=None):
        self.seconds, self.processor, self.peak, self.size = seconds, processor, peak, size


def run_one(command):
    process = subprocess.Popen([str(part) for part in command])
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"fleet: {' '.join(map(str, command))} ended with {process.returncode}")
    return usage


def run(*commands, at_once=1):
    """Runs commands, some at the same time."""
    begin = time.perf_counter()
    with concurrent.futures.ThreadPoolExecutor(at_once) as pool:
        usages = list(pool.map(run_one, commands))
    return Use(
        time.perf_counter() - begin, sum(usage.ru_utime + usage.ru_stime for usage in usages),
        # Linux counts in units of 1,024 bytes, macOS in bytes.
        max(usage.ru_maxrss for usage in usages) * (1 if sys.platform == "darwin" else 1024))


def size(path):
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files)


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*") if path.is_file()
    }


# --- Comparisons


def groups(path):
    lines = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    found = {(line.get("day"), line.get("model"), line.get("currency")): line for line in lines}
    check(len(found) == len(lines), f"{path.name}: a group occurs twice")
    return found


def exact(text):
    return None if text is None else EXACT.create_decimal(text)


def twentieths(attoseconds):
    """A quantile in twentieths of a nanosecond, in which type 7 is a whole number for 0.50 and 0.95."""
    if attoseconds is None:
        return None
    whole, rest = divmod(int(attoseconds) * 20, 10**9)
    check(rest == 0, f"the report's quantile {attoseconds} is not that of whole nanoseconds")
    return whole


def compare_engine(result, report):
    engine, answers = result["engine"], result["answers"]
    check(answers["misplaced"] == [{"row_count": 0}], f"{engine}: rows of another day than their partition's")
    for name in ("charges", "requests"):
        found = {(row["day"], row["model"], row["currency"]): row for row in answers[name]}
        if not check(found.keys() == report.keys() and len(found) == len(answers[name]), f"{engine}: other groups"):
            continue
        for key, row in found.items():
            (compare_charges if name == "charges" else compare_requests)(f"{engine}: {key}", row, report[key])


def compare_charges(place, row, group):
    check(row["row_count"] == group["rows"], f"{place}: {row['row_count']} rows, not {group['rows']}")
    check(
        exact(row["charge"]) == exact(group.get("charge")), f"{place}: {row['charge']}, not {group.get('charge')}")


def compare_requests(place, row, group):
    for name, member in (("requests", "requests"), ("durations", "durations")):
        check(row[name] == group[member], f"{place}: {row[name]} {name}, not {group[member]}")
    for name, member in (("input", "inputTokens"), ("output", "outputTokens")):
        check(exact(row[name]) == exact(group.get(member)), f"{place}: {row[name]} {name}, not {group.get(member)}")
    for name in ("p50", "p95"):
        wanted = twentieths(group.get(name))
        if wanted is None:
            check(row[name] is None and not row["durations"], f"{place}: {name} is {row[name]}, not unknown")
            continue
        found = int(row[name + "_exact"])
        check(found == wanted, f"{place}: {name} is {found}/20 ns, not {wanted}/20 ns")
        # The function of SQL computes its position in binary, at most n times 2^-52 beside the true one, and its result
        # moves by that share of the distance of its neighbours; the interpolation itself is rounded four times.
        milliseconds = decimal.Decimal(wanted) / 20_000_000
        tolerance = row["durations"] * 2.0**-52 * row[name + "_gap"] / 1e6 + 4 * math.ulp(float(milliseconds))
        distance = float(abs(decimal.Decimal(row[name]) - milliseconds))
        check(distance <= tolerance, f"{place}: percentile_cont gives {name} as {row[name]} ms, not {milliseconds} ms")
        engine = place.split(":")[0]
        worst[engine] = max(worst.get(engine, 0.0), distance / math.ulp(float(milliseconds)))


def compare_sketch(sketch, report):
    """Returns the greatest relative error of a quantile, and how many groups have repeated requests."""
    greatest, unknown = decimal.Decimal(0), 0
    if not check(sketch.keys() == report.keys(), "the sketch: other groups"):
        return greatest, unknown
    for key, found in sketch.items():
        group = report[key]
        for member in ("rows", "charge"):
            check(found.get(member) == group.get(member), f"the sketch: {key}: another {member}")
        if found.get("requests") is None:
            unknown += 1
            check(key[2] in REPEATING, f"the sketch: {key}: its requests should be known")
            continue
        for member in ("requests", "inputTokens", "outputTokens", "durations"):
            check(found.get(member) == group.get(member), f"the sketch: {key}: another {member}")
        for name in ("p50", "p95"):
            if group.get(name) is None:
                check(found.get(name) is None, f"the sketch: {key}: {name} should be unknown")
                continue
            wanted, value = decimal.Decimal(group[name]), decimal.Decimal(found[name])
            error = abs(value - wanted) / wanted if wanted else abs(value)
            greatest = max(greatest, error)
            check(error <= SKETCH_ERROR, f"the sketch: {key}: {name} is {value} as, not {wanted} as")
    return greatest, unknown


# --- The steps


def measure(worker, rows, work, with_spark):
    arguments = [SEED, rows]
    cores = os.cpu_count() or 2
    data, parts = work / "data", work / "parts"
    uses = {}

    def each(command, folder):
        return run(*([worker, command, *arguments, name, folder] for name in SOURCES), at_once=max(2, cores))

    uses["rows alone, one process"] = run([worker, "rows", *arguments, "all"])
    uses["export, a process a source"] = each("export", data)
    uses["export, a process a source"].size = size(data)
    first = digests(data)
    uses["manifest, all files verified"] = run([worker, "verify", *arguments, "all", data])
    uses["manifest, all files verified"].size = size(data / "_manifest.json")
    # Written again by other processes, the files are the same.
    each("export", data)
    check(digests(data) == first, "the same rows, written again, left other files")
    uses["report, one process"] = run([worker, "report", *arguments, "all", work / "report"])
    uses["sketches, a process a source"] = each("parts", parts)
    uses["sketches, a process a source"].size = size(parts)
    uses["sketches merged"] = run([worker, "merge", parts, work / "merged.json"])
    uses["sketches merged"].size = size(work / "merged.json")
    uses["sketch, one process"] = run([worker, "sketch", *arguments, "all", work / "single.json"])
    uses["sketch, one process"].size = size(work / "single.json")
    run([worker, "figures", work / "merged.json", work / "figures"])

    report = groups(work / "report")
    total = sum(group["rows"] for group in report.values())
    check(total == rows, f"the report has {total} rows, not {rows}")
    merged, single = ((work / name).read_bytes() for name in ("merged.json", "single.json"))
    check(merged == single, "the merged sketches are not the sketch of one process, byte for byte")
    error, unknown = compare_sketch(groups(work / "figures"), report)

    versions = {}
    for engine in ["duckdb"] + (["spark"] if with_spark else []):
        output = work / f"{engine}.json"
        script = pathlib.Path(__file__).parent / "FleetEngines.py"
        process = run([sys.executable, script, engine, data, output])
        result = json.loads(output.read_text())
        versions[engine] = result["version"]
        compare_engine(result, report)
        for question, seconds in result["seconds"].items():
            if question != "misplaced":
                uses[f"{engine}, {question}"] = Use(seconds)
        # Spark is another process than its Python, which does not wait for it.
        processor, peak = process.processor + result["processor"], result["peak"] or process.peak
        uses[f"{engine}, its process"] = Use(process.seconds, processor, peak)
    files = len(list(data.rglob("*.parquet")))
    shutil.rmtree(data)
    shutil.rmtree(parts)
    note = (
        f"{rows:,} rows: {len(report):,} groups, {files} files; sketches equal byte for byte, "
        f"their greatest error {float(error) * 100:.3f} %, {unknown} groups of repeated requests"
    )
    return uses, versions, note


def main():
    worker, rows, folder = pathlib.Path(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    with_spark = "--no-spark" not in sys.argv
    sizes = [rows // 4, rows // 2, rows]
    columns = []
    for count in sizes:
        work = folder / str(count)
        work.mkdir()
        uses, versions, note = measure(worker, count, work, with_spark)
        columns.append(uses)
        print(note, flush=True)
        for step, use in uses.items():
            print(f"    {step}: {use.seconds:.2f} s, processor {use.processor:.1f} s", flush=True)
    print("\n" + ", ".join(f"{engine} {version}" for engine, version in versions.items()))
    for engine, units in worst.items():
        print(f"{engine}: percentile_cont is at most {units:.1f} units in the last place from the exact quantile")
    print("\n| Step | " + " | ".join(f"{count:,} rows" for count in sizes) + " | Processor | Most memory | Size |")
    print("|---" * (len(sizes) + 4) + "|")
    for step, last in columns[-1].items():
        times = " | ".join(f"{uses[step].seconds:.2f} s" for uses in columns)
        processor = " / ".join(f"{uses[step].processor:.1f}" for uses in columns) + " s" if last.processor else ""
        peak = f"{last.peak / 1e6:,.0f} MB" if last.peak else ""
        written = f"{last.size / 1e6:,.1f} MB" if last.size else ""
        print(f"| {step} | {times} | {processor} | {peak} | {written} |")
    print(f"\n{checks:,} comparisons, {failures} failed")
    sys.exit(1 if failures else 0)


main()
