"""The rows of `columns` with ids, random UUIDs, for P11: 36 bytes each, one after the other."""

import random

from datasets import columns, store

SEED = 20260511


def make(folder, rows):
    columns.make(folder, rows)
    source = random.Random(SEED)
    with open(folder / "id.text", "w") as file:
        for first in range(0, rows, 100_000):
            file.writelines(store.identifiers(source, min(100_000, rows - first)))
