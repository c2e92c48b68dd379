"""Runs rows and prints what came of them; `run` beside this folder says how it is called."""

import argparse
import signal
import sys

import machine
import text
from measure import AnswersDiffer, comparisons, measure
from rows import ROWS
from servers import Unavailable
from workers import WorkerError, Workers


def arguments():
    names = [row.id for row in ROWS]
    parser = argparse.ArgumentParser(prog="Tests/Benchmarks/run", description=f"Rows: {' '.join(names)}")
    parser.add_argument("rows", nargs="*", metavar="ROW", help="all rows unless named")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count, after one that does not")
    parser.add_argument("--markdown", action="store_true", help="print a table for Docs/Performance.md")
    parser.add_argument("--strict", action="store_true", help="exit with 1 where a goal is missed")
    parser.add_argument("--precedence", action="store_true", help="hold other work up while the clock runs, as root")
    parser.add_argument("--verbose", action="store_true", help="print the figure of each round")
    options = parser.parse_args()
    unknown = set(options.rows) - set(names)
    if unknown or options.rounds < 1:
        parser.error(f"no such row: {' '.join(sorted(unknown))}" if unknown else "at least one round is needed")
    options.rows = [row for row in ROWS if not options.rows or row.id in options.rows]
    return options


def plan(rows):
    planned = []
    for row in rows:
        try:
            planned.append((row, row.sides()))
        except Unavailable as error:
            print(f"{row.id:<4}skipped: {error}", file=sys.stderr)
    return planned


def main():
    options = arguments()
    is_wrong = is_missed = False
    disturbed = []
    method = f"medians of {options.rounds} rounds in turn, fresh data in each"
    if options.markdown:
        print("Measured on " + ".\n".join(machine.described()) + f".\n{method.capitalize()}.\n\n{text.table_head()}")
    else:
        print("\n".join(machine.described()) + f"\n{method}\n")
    with Workers(options.precedence) as workers:
        planned = plan(options.rows)
        for position, (row, sides) in enumerate(planned):
            try:
                measured = measure(row, sides, workers, options.rounds)
            except (AnswersDiffer, WorkerError) as error:
                is_wrong = True
                print(f"{row.id:<4}no figures\n    {error}", file=sys.stderr, flush=True)
                workers.keep(set())
                continue
            workers.keep({side.command for _, later in planned[position + 1 :] for side in later})
            result = comparisons(row, measured)
            is_missed = is_missed or any(comparison.verdict == "missed" for comparison in result)
            for line in (text.table_rows if options.markdown else text.lines)(row, result):
                print(line, flush=True)
            for side in measured:
                if options.verbose:
                    figures = ", ".join(text.figure(figure, row.unit) for figure in sorted(side.figures))
                    others = "".join(f"; {name} {figure:.1f}" for name, figure in side.others.items())
                    print(f"    {side.side.name}: {figures}{others}", file=sys.stderr)
                if side.disturbed:
                    disturbed.append(f"{row.id} {side.side.name}: {side.disturbed} of {len(side.figures)}")
    if disturbed:
        print("Other work disturbed these rounds: " + "; ".join(disturbed), file=sys.stderr)
    sys.exit(1 if is_wrong or options.strict and is_missed else 0)


if __name__ == "__main__":
    # So that the workers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
