"""What the peers' workers share: they do what the lines of their standard input say, as benchmark-worker does."""

import gc
import json
import sys
import time
from decimal import Decimal
from pathlib import Path


def serve(suites):
    """Serves the suite and the folder that the command line names.

    A suite is a function of a folder; it gives a function that makes the fresh data of a row and gives the work on
    them; that gives figures other than the time, and a function that makes the answers.
    """
    prepare = suites[sys.argv[1]](Path(sys.argv[2]))
    work = answers = None
    say({})
    for text in sys.stdin:
        command, _, argument = text.rstrip("\n").partition(" ")
        figures = {}
        if command == "prepare":
            work = answers = None
            work = prepare(argument)
            gc.collect()
        elif command == "work":
            start = time.perf_counter()
            figures, answers = work()
            elapsed = time.perf_counter() - start
            figures |= {"elapsed": elapsed, "seconds": elapsed / figures.pop("repetitions", 1)}
        else:
            Path(argument).write_text("".join(answer + "\n" for answer in answers()))
            answers = None
        say(figures)


def say(figures):
    print(json.dumps(figures), flush=True)


def line(*fields):
    """A line of answers, as `GroupAnswer.line` writes it."""
    return "\t".join("-" if field is None else str(field) for field in fields)


def amount(units, places):
    """The exact amount of a count of units in the last place."""
    return plain(Decimal(int(units)).scaleb(-places))


def plain(decimal):
    """A decimal without exponent and without zeros that say nothing."""
    text = f"{decimal:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def nanoseconds(milliseconds):
    """A quantile that was interpolated in binary floating point, to the nanosecond."""
    return None if milliseconds is None else round(milliseconds * 1_000_000)


def tresor_answer(row):
    """All fields of a row, as `Tresor.LedgerRow.line` writes them."""
    failover = None if row.failover is None else str(row.failover).lower()
    return line(
        row.id, row.model, row.modality, row.provider, row.region, row.billing_unit,
        None if row.audio_seconds is None else plain(row.audio_seconds),
        row.prompt_tokens, row.completion_tokens, plain(row.cost_eur), row.discount_applied_pct, row.receipt_id,
        failover, row.key_prefix, row.key_name, int(row.created_at.timestamp()),
    )  # fmt: skip
