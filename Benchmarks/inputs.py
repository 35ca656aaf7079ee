"""The logs that are measured on. Each is made once and kept under a name that says how; see README.md."""

import csv
import itertools
import pathlib
import subprocess
import sys

from measuring import Failed


class Inputs:
    def __init__(self, work, shared, python, blocks):
        """python: one that has numpy, which rendering needs. blocks: nil for all."""
        self.work, self.shared, self.python, self.blocks = work, shared, python, blocks
        self.sequences = shared / "data/sequences/log_classification_train.csv"
        self.name = f"rendered-{blocks or 'all'}"

    def log(self):
        """The rendered log; its labels stand beside it."""
        log = self.work / f"{self.name}.log"
        if not log.exists():
            print(f"rendering {log} ...", file=sys.stderr, flush=True)
            part = log.with_suffix(".part")
            command = [self.python, self.shared / "tools/render_log.py", "--sequences", self.sequences, "--out", part]
            command += ["--labels", self.labels()] + (["--blocks", str(self.blocks)] if self.blocks else [])
            done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
            if done.returncode != 0:
                raise Failed(f"render_log.py: {done.stderr.strip().splitlines()[-1]}")
            part.rename(log)
        return log

    def labels(self):
        return self.work / f"{self.name}.csv"

    def head(self, lines):
        """The first lines of the log, in a file of their own."""
        path = self.work / f"{self.name}-first-{lines}.log"
        if not path.exists():
            with open(self.log(), "rb") as log, open(path.with_suffix(".part"), "wb") as out:
                out.writelines(itertools.islice(log, lines))
            path.with_suffix(".part").rename(path)
        return path

    def spread(self, path, count):
        """The file's lines dealt out to `count` files, so that each is in time order."""
        directory = path.with_suffix(f".{count}-files")
        if not directory.exists():
            part = path.with_suffix(".files-part")
            part.mkdir(exist_ok=True)
            lines = path.read_bytes().splitlines(keepends=True)
            for number in range(count):
                (part / f"{number:05}.log").write_bytes(b"".join(lines[number::count]))
            part.rename(directory)
        return sorted(directory.glob("*.log"))

    def distinct(self):
        """The distinct sequences, as lists of events from 1 to 30, in the order in which they come first."""
        with open(self.sequences, newline="") as file:
            texts = dict.fromkeys(row["sequence"] for row in csv.DictReader(file))
        lists = ([int(word) + 1 for word in text.strip("()").split(",") if word.strip()] for text in texts)
        return [events for events in lists if events]


def count_lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def lines_of(block, path, limit=None):
    """The first lines that name the block."""
    name = block.encode()
    with open(path, "rb") as file:
        return list(itertools.islice((line for line in file if name in line), limit))


def path_of(text):
    return pathlib.Path(text).resolve()
