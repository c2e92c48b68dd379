"""The benchmark workers of revisions, built one after the other in one checkout.

The checkout stays, so that the second revision takes an incremental build only, and both get the same dependencies and
the same paths. What is kept of a build is the program, by the hash of the files it was built from.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = ROOT / ".build-compare"
TREE = BUILD / "tree"
PRODUCT = "benchmark-worker"


class NotBuilt(Exception):
    """A revision that is not there, or whose worker could not be built."""


@dataclass(frozen=True)
class Revision:
    """What is compared: files, and how to call them."""

    name: str
    #: Git's hash of all files.
    files: str

    @property
    def is_working_tree(self):
        return self.name in (".", "WORKTREE")


def revision(name):
    if name in (".", "WORKTREE"):
        return Revision(name, working_tree())
    try:
        described = git("log", "-1", "--format=%h %s", name, "--")
        return Revision(described, git("rev-parse", "--verify", f"{name}^{{tree}}"))
    except subprocess.CalledProcessError as error:
        raise NotBuilt(f"no such revision: {name}") from error


def working_tree():
    """The hash of the files as they are, those that are not committed too; the index stays as it is."""
    BUILD.mkdir(exist_ok=True)
    index = BUILD / "index"
    shutil.copyfile(ROOT / git("rev-parse", "--git-path", "index"), index)
    environment = {"GIT_INDEX_FILE": str(index)}
    git("add", "--all", environment=environment)
    return git("write-tree", environment=environment)


def worker(revision):
    """The path of the revision's worker, built if it is not kept from an earlier call."""
    toolchain = subprocess.run(["swift", "--version"], capture_output=True, check=True).stdout
    program = BUILD / f"{revision.files[:12]}-{hashlib.sha256(toolchain).hexdigest()[:8]}" / PRODUCT
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / "lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not program.exists():
            print(f"compare: building {revision.name}", file=sys.stderr, flush=True)
            check_out(revision)
            build(program)
    forget_pages(program)
    return program


def forget_pages(program):
    """Drops the file from the system's cache.

    Of a file that was just written, the system maps more at once, and the peak memory of its process is larger.
    """
    if not hasattr(os, "posix_fadvise"):
        return
    file = os.open(program, os.O_RDONLY)
    try:
        os.fsync(file)
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(file)


def check_out(revision):
    if not (TREE / ".git").exists():
        shutil.rmtree(TREE, ignore_errors=True)
        git("worktree", "prune")
        git("worktree", "add", "--quiet", "--detach", "--no-checkout", str(TREE), "HEAD")
    # Leaves files that do not change as they are, so that they are not compiled again.
    git("read-tree", "--reset", "-u", revision.files, folder=TREE)


def build(program):
    package = ["--package-path", str(TREE / "Tests" / "Benchmarks"), "--scratch-path", str(BUILD / "scratch")]
    command = ["swift", "build", "-c", "release", "--product", PRODUCT, *package]
    with open(BUILD / "build.log", "w+") as log:
        run = lambda: subprocess.run(command, stdout=log, stderr=subprocess.STDOUT).returncode
        # The plan of another revision can name files of local packages that have been moved since.
        if run() != 0 and (forget_plan() or run() != 0):
            log.seek(0)
            raise NotBuilt("the build failed:\n" + "".join(log.readlines()[-30:]))
    partial = program.parent.with_name(f"{program.parent.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    shutil.copy2(BUILD / "scratch" / "release" / PRODUCT, partial)
    partial.rename(program.parent)


def forget_plan():
    for file in [BUILD / "scratch" / "release.yaml", *(BUILD / "scratch").glob("*/release/description.json")]:
        file.unlink(missing_ok=True)


def git(*arguments, folder=ROOT, environment={}):
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(
        command, env=os.environ | environment, check=True, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ).stdout.strip()
