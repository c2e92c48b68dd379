"""The rows of P2, P3, P4, P8, P10, P11 and P12: 30 days sorted by time, a file for each column."""

import random
import sys
from array import array
from math import exp

from datasets.aurous_events import weights

ROWS = 5_000_000
START = 1_777_593_600_000  # 2026-05-01T00:00:00Z
DAYS = 30
SEED = 20260501

# Codes and what they mean; the codes are bytes.
TEXTS = {
    "provider": ["aurous", "venice"],
    "model": [f"example/model-{i:02d}" for i in range(20)],
    "key": [f"apikey_01JX{i:022d}" for i in range(50)],
    "user": [f"5f0c7f3e-0000-4000-8000-{i:012d}" for i in range(200)],
    "type": ["chat", "embedding", "image", "video"],
    "status": ["completed", "failed", "cancelled"],
}

INTEGERS = {"time": "i64", "input": "i32", "output": "i32", "charge": "i64", "duration": "i32"}

# The columns that P2 to P4 look at.
QUERIED = ["time", "model", "key", "input", "output", "charge", "duration"]


def make(folder, rows=ROWS):
    source = random.Random(SEED)
    write(folder, "time", sorted(START + int(source.random() * DAYS * 86_400_000) for _ in range(rows)))
    models = []
    bends = {"provider": 1, "model": 0.8, "key": 0.6, "user": 0.5, "type": 1.5}
    for name, bend in bends.items():
        count = len(TEXTS[name])
        codes = source.choices(range(count), weights(count, bend), k=rows)
        write(folder, name, codes)
        models = codes if name == "model" else models
    write(folder, "status", source.choices(range(3), [0.96, 0.03, 0.01], k=rows))
    inputs = [min(int(exp(source.gauss(6.5, 1.2))), 200_000) for _ in range(rows)]
    outputs = [min(int(exp(source.gauss(5.0, 1.1))), 32_000) for _ in range(rows)]
    write(folder, "input", inputs)
    write(folder, "output", outputs)
    # In millionths: a price for each model, in tenths of a millionth a token.
    prices = [source.randrange(5, 300) for _ in TEXTS["model"]]
    charges = ((read + 4 * written) * prices[model] // 10 for read, written, model in zip(inputs, outputs, models))
    write(folder, "charge", charges)
    durations = (min(max(int(exp(source.gauss(7.3, 0.9))), 50), 900_000) for _ in range(rows))
    write(folder, "duration", durations)
    for name, texts in TEXTS.items():
        (folder / f"{name}.txt").write_text("".join(text + "\n" for text in texts))


def write(folder, name, values):
    kind = INTEGERS.get(name, "u8")
    integers = array({"i64": "q", "i32": "i", "u8": "B"}[kind], values)
    if sys.byteorder == "big":
        integers.byteswap()
    (folder / f"{name}.{kind}").write_bytes(integers.tobytes())


def read(folder, name):
    # Only the peers read columns, and only they need what is not in the standard library.
    import numpy as np

    kind = INTEGERS.get(name, "u8")
    return np.fromfile(folder / f"{name}.{kind}", dtype="<" + {"i64": "i8", "i32": "i4", "u8": "u1"}[kind])
