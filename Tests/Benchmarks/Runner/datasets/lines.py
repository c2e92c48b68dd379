"""The rows of `columns` with ids of 16 random bytes."""

import random

from datasets import columns

SEED = 20260511


def make(folder):
    columns.make(folder)
    source = random.Random(SEED)
    with (folder / "id.bin").open("wb") as file:
        for _ in range(columns.ROWS // 1000):
            file.write(source.randbytes(16 * 1000))
