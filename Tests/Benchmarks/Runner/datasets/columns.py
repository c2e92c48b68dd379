"""The rows of P2, P3, P4 and P8: 30 days sorted by time, a file for each column."""

import numpy as np

ROWS = 5_000_000
START = 1_777_593_600_000  # 2026-05-01T00:00:00Z
DAYS = 30
SEED = 20260501

# Codes and what they stand for; the codes are bytes.
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


def shares(count, bend):
    weights = 1 / np.arange(1, count + 1) ** bend
    return weights / weights.sum()


def make(folder):
    random = np.random.Generator(np.random.PCG64(SEED))
    columns = {"time": np.sort(START + random.integers(0, DAYS * 86_400_000, ROWS))}
    bends = {"provider": 1, "model": 0.8, "key": 0.6, "user": 0.5, "type": 1.5}
    for name, bend in bends.items():
        count = len(TEXTS[name])
        columns[name] = random.choice(count, ROWS, p=shares(count, bend))
    columns["status"] = random.choice(3, ROWS, p=[0.96, 0.03, 0.01])
    columns["input"] = np.minimum(random.lognormal(6.5, 1.2, ROWS), 200_000).astype(np.int64)
    columns["output"] = np.minimum(random.lognormal(5.0, 1.1, ROWS), 32_000).astype(np.int64)
    # In millionths: a price for each model, in tenths of a millionth a token.
    price = random.integers(5, 300, len(TEXTS["model"]))[columns["model"]]
    columns["charge"] = (columns["input"] * price + columns["output"] * price * 4) // 10
    columns["duration"] = np.clip(random.lognormal(7.3, 0.9, ROWS), 50, 900_000).astype(np.int64)

    for name, values in columns.items():
        kind = INTEGERS.get(name, "u8")
        values.astype("<" + {"i64": "i8", "i32": "i4", "u8": "u1"}[kind]).tofile(folder / f"{name}.{kind}")
    for name, texts in TEXTS.items():
        (folder / f"{name}.txt").write_text("".join(text + "\n" for text in texts))


def read(folder, name):
    kind = INTEGERS.get(name, "u8")
    return np.fromfile(folder / f"{name}.{kind}", dtype="<" + {"i64": "i8", "i32": "i4", "u8": "u1"}[kind])
