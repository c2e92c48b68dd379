"""Where and with what the figures were measured."""

import datetime
import os
import platform
import re
import subprocess
import time
from importlib.metadata import distributions, version
from pathlib import Path

PACKAGES = ["polars", "duckdb", "msgspec", "orjson", "pydantic", "numpy", "pyarrow", "aiohttp", "httpx", "ddsketch"]
#: Those of an environment of their own.
DATACOMPY = ["datacompy", "polars"]


def output(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def described():
    """Lines of text."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    swift = re.search(r"Swift version (\S+)", output("swift", "--version"))
    commit = output("git", "rev-parse", "--short", "HEAD")
    if output("git", "status", "--porcelain", "--", "../../Sources"):
        commit += ", changed"
    return [
        f"{datetime.date.today()}, {platform.system()}, {platform.machine()}, {processor()}, {os.cpu_count()} cores,"
        f" {memory:.0f} GiB, load {os.getloadavg()[0]:.1f} at the start",
        f"Swift {swift[1] if swift else 'unknown'}, release build, commit {commit or 'unknown'}",
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in PACKAGES),
        " on ".join(datacompy()),
    ]


def datacompy():
    """datacompy and the polars that it runs on, with their versions."""
    environment = Path(__file__).resolve().parents[1] / ".build" / "venv-datacompy"
    folders = [str(folder) for folder in environment.glob("lib/python*/site-packages")]
    for name in DATACOMPY:
        for distribution in distributions(name=name, path=folders):
            yield f"{name} {distribution.version}"


def processor():
    try:
        model = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    except OSError:
        model = None
    return model[1] if model else platform.processor() or "unknown processor"


def wait_until_quiet(limit=5):
    """Waits until nine tenths of the processors have nothing to do, or until this many seconds have passed."""
    end = time.monotonic() + limit
    before = ticks()
    while before and time.monotonic() < end:
        time.sleep(0.1)
        after = ticks()
        idle, every = after[0] - before[0], after[1] - before[1]
        if every and idle >= 0.9 * every:
            return
        before = after


def ticks():
    """The idle ones and all of them, since the system began; nothing where it does not tell."""
    try:
        fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    except OSError:
        return None
    return fields[3] + fields[4], sum(fields)
