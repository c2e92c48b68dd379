"""datacompy on polars: rows and notes of the same requests, joined by the ids of these."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import polars as pl
from datacompy.polars import PolarsCompare

from peers.loop import amount, line, serve

PLACES = 6


def requests(folder):
    sides = {side: (ids(folder, side), charges(folder, side)) for side in ("own", "noted")}

    def frame(side):
        """A new frame with what is compared, so that a column of anything else takes no time.

        Charges are millionths in 64 bits: decimals would be compared as binary fractions, and more slowly.
        """
        texts, integers = sides[side]
        return pl.DataFrame({"id": texts, "charge": integers.copy()})

    def prepare(_):
        own, noted = frame("own"), frame("noted")

        def work():
            compared = PolarsCompare(own, noted, join_columns="id", df1_name="own", df2_name="noted")
            different = compared.all_mismatch()
            matched = len(compared.intersect_rows) - len(different)
            return {}, lambda: answers(matched, different, compared.df1_unq_rows, compared.df2_unq_rows)

        return work

    return prepare


def ids(folder, side):
    return (folder / f"{side}-id.txt").read_text().split()


def charges(folder, side):
    return np.fromfile(folder / f"{side}-charge.i64", dtype="<i8")


def answers(matched, different, only_own, only_noted):
    """What `RequestSuite` writes."""
    lines = [f"matched\t{matched}"]
    for row in different.iter_rows(named=True):
        amounts = [amount(row[f"charge_{side}"], PLACES) for side in ("own", "noted")]
        lines.append(line("different", row["id"], *amounts))
    for name, rows in (("missing there", only_own), ("missing here", only_noted)):
        lines += [line(name, row["id"], amount(row["charge"], PLACES)) for row in rows.iter_rows(named=True)]
    return lines


serve({"requests": requests})
