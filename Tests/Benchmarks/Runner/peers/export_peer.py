"""polars: the same rows as a data frame, of which only the writing is timed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import polars as pl
import pyarrow as pa

from datasets import columns
from peers.export_answers import answers
from peers.loop import serve

#: Our names of the columns of `columns`.
NAMES = {"provider": "provider", "type": "type", "model": "model", "key": "apiKey", "user": "user", "status": "status"}
#: What no row has; the other columns are complete.
UNKNOWN = ["requestID", "sku", "bot", "conversation"]
ORDER = (
    "provider id requestID time type model apiKey user status sku bot conversation inputTokens outputTokens units "
    "charge currency durationMS"
).split()


def export(folder):
    def frame(has_categories):
        """A new frame, with the texts as texts, or as codes with the texts beside them."""
        rows = len(columns.read(folder, "time"))
        parts = {
            "id": pl.from_arrow(identifiers(rows)),
            "time": pl.Series(columns.read(folder, "time") * 1000).cast(pl.Datetime("us", "UTC")),
            "inputTokens": pl.Series(columns.read(folder, "input").astype("int64")),
            "outputTokens": pl.Series(columns.read(folder, "output").astype("int64")),
            "units": pl.Series(["{}"]).new_from_index(0, rows),
            "charge": pl.from_arrow(decimals("charge", 6).cast(pa.decimal128(38, 18))),
            "currency": pl.Series(["USD"]).new_from_index(0, rows),
            "durationMS": pl.from_arrow(decimals("duration", 0).cast(pa.decimal128(38, 15))),
        }
        parts |= {name: pl.Series([None], dtype=pl.String).new_from_index(0, rows) for name in UNKNOWN}
        for name, ours in NAMES.items():
            texts = pl.Series(columns.read(folder, name)).cat.to(pl.Enum(columns.TEXTS[name]))
            parts[ours] = texts if has_categories else texts.cast(pl.String)
        return pl.DataFrame({name: parts[name] for name in ORDER})

    def identifiers(rows):
        offsets = pa.py_buffer(np.arange(0, 36 * (rows + 1), 36, dtype="int64"))
        return pa.LargeStringArray.from_buffers(rows, offsets, pa.py_buffer((folder / "id.text").read_bytes()))

    def decimals(name, scale):
        integers = columns.read(folder, name).astype("int64")
        words = np.stack([integers, integers >> 63], axis=1)
        return pa.Decimal128Array.from_buffers(pa.decimal128(38, scale), len(integers), [None, pa.py_buffer(words)])

    def prepare(row):
        _, format, *options = row.split()
        rows = frame("categories" in options)
        file = folder / f"polars.{format}"
        file.unlink(missing_ok=True)
        compression = "zstd" if "zstd" in options else "uncompressed"
        writers = {"parquet": lambda: rows.write_parquet(file, compression=compression)}

        def work():
            writers[format]()
            return {"file": file.stat().st_size}, lambda: answers(format, file)

        return work

    return prepare


serve({"export": export})
