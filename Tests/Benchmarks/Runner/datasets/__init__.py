"""Data made from a seed; each set is a module with `make(folder)`."""

import hashlib
import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

CACHE = Path(__file__).resolve().parents[2] / ".build" / "data"


def folder(name, *variant):
    """The folder of a data set, made where it is missing or where its code has changed since.

    A variant is what `make` takes beside the folder; each has a folder of its own.
    """
    module = import_module(f"datasets.{name}")
    # A set may be made of the rows of another one.
    used = [part for part in vars(module).values() if isinstance(part, ModuleType) and part.__package__ == __name__]
    sources = b"".join(Path(part.__file__).read_bytes() for part in [module, *used])
    digest = hashlib.sha256(sources).hexdigest()[:12]
    name = "-".join([name, *map(str, variant)])
    path = CACHE / f"{name}-{digest}"
    if not path.exists():
        print(f"benchmarks: generating {name}", file=sys.stderr)
        for old in CACHE.glob(f"{name}-{'[0-9a-f]' * len(digest)}"):
            shutil.rmtree(old)
        partial = CACHE / f".{name}.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        module.make(partial, *variant)
        os.rename(partial, path)
    return path
