"""The rows of P13 and notes of the same requests in another order, with what differs: a file for each column."""

import random
import sys
from array import array

from datasets import columns
from datasets.aurous_events import DAY
from datasets.store import identifiers

ROWS = 1_000_000
#: Of each kind: another charge, no note, no row.
DIFFERENCES = 3_000
SEED = 20260513
TEXTS = {name: columns.TEXTS[name] for name in ("model", "key")}


def make(folder):
    source = random.Random(SEED)
    # The last ones are noted, and are not among the rows.
    ids = identifiers(source, ROWS + DIFFERENCES)
    times = sorted(columns.START + int(source.random() * columns.DAYS * DAY) for _ in range(ROWS))
    times += [source.choice(times) for _ in range(DIFFERENCES)]
    # In millionths.
    charges = [source.randrange(1, 2_000_000) for _ in ids]
    for name, texts in TEXTS.items():
        write(folder, name, "B", source.choices(range(len(texts)), k=ROWS))
        write_lines(folder, name, texts)
    for name in ("input", "output"):
        write(folder, name, "i", (source.randrange(1, 20_000) for _ in range(ROWS)))
    write(folder, "duration", "i", (source.randrange(50, 60_000) for _ in range(ROWS)))
    write_side(folder, "own", range(ROWS), ids, times, charges)

    odd = source.sample(range(ROWS), 2 * DIFFERENCES)
    for row in odd[:DIFFERENCES]:
        charges[row] += source.choice([-1, 1, 1_000_000])
    unnoted = set(odd[DIFFERENCES:])
    noted = [row for row in range(len(ids)) if row not in unnoted]
    source.shuffle(noted)
    write_side(folder, "noted", noted, ids, times, charges)


def write_side(folder, side, rows, ids, times, charges):
    write_lines(folder, f"{side}-id", (ids[row] for row in rows))
    write(folder, f"{side}-time", "q", (times[row] for row in rows))
    write(folder, f"{side}-charge", "q", (charges[row] for row in rows))


def write_lines(folder, name, texts):
    (folder / f"{name}.txt").write_text("".join(text + "\n" for text in texts))


def write(folder, name, kind, values):
    integers = array(kind, values)
    if sys.byteorder == "big":
        integers.byteswap()
    width = {"B": "u8", "i": "i32", "q": "i64"}[kind]
    (folder / f"{name}.{width}").write_bytes(integers.tobytes())
