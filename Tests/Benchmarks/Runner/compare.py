"""Measures two revisions against each other; `compare` beside this folder says how it is called."""

import argparse
import signal
import sys
import traceback


def arguments():
    parser = argparse.ArgumentParser(
        prog="Tests/Benchmarks/compare",
        description="Measures two revisions of this repository against each other, and says whether one is slower.",
        epilog="Rows: P1, P2, P3, P4, P5, P6 (if nginx is installed), P8, P9. Exit code: 0 if nothing is slower,"
        " 1 if something is, 2 if it could not be measured, 3 if the answers differ.",
    )
    parser.add_argument("revisions", nargs="*", metavar="REV", help="A, then B; . or WORKTREE is the working tree")
    parser.add_argument("--rows", metavar="P1,P2", help="these rows only")
    parser.add_argument("--rounds", type=int, default=24, metavar="N", help="rounds at most (24), and 12 at least")
    parser.add_argument("--self-test", action="store_true", help="check the statistics on made-up figures")
    options = parser.parse_args()
    if not options.self_test and len(options.revisions) != 2:
        parser.error("two revisions are needed")
    if options.rounds < 1:
        parser.error("at least one round is needed")
    return options, parser


def main():
    options, parser = arguments()
    if options.self_test:
        # Before all that needs a newer Python than the statistics do.
        import verdict_test

        return 0 if verdict_test.run() else 1

    import paired
    import report
    import revisions
    from servers import Unavailable
    from workers import WorkerError

    rows = options.rows.split(",") if options.rows else paired.ROWS
    unknown = [row for row in rows if row not in paired.ROWS]
    if unknown:
        parser.error(f"no such row: {' '.join(unknown)}; there are {' '.join(paired.ROWS)}")
    try:
        compared = [revisions.revision(name) for name in options.revisions]
        programs = [revisions.worker(revision) for revision in compared]
        report.head(compared)
        is_slower = False
        for suite in paired.SUITES:
            if not set(suite.rows) & set(rows):
                continue
            try:
                comparison = paired.Comparison(suite, programs, rows)
            except Unavailable as error:
                print(f"{suite.rows[0]:<4}skipped: {error}", flush=True)
                continue
            is_slower = report.suite(*comparison.run(LEAST_ROUNDS, options.rounds)) or is_slower
        report.foot(is_slower)
        return 1 if is_slower else 0
    except (revisions.NotBuilt, WorkerError) as error:
        print(f"compare: {error}", file=sys.stderr)
        return 2
    except paired.AnswersDiffer as error:
        print(f"compare: {error}", file=sys.stderr)
        return 3


#: One disturbed round in this many does not widen the interval.
LEAST_ROUNDS = 12

if __name__ == "__main__":
    # So that the workers end too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        status = main()
    except Exception:
        # 1, which Python would exit with, means that B is slower.
        traceback.print_exc()
        status = 2
    sys.exit(status)
