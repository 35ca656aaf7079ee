"""The daemon `blockwatch run` as it is started, waits, raises alerts and reads along."""

import contextlib
import datetime
import glob
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import time

from inputs import lines_of
from measuring import Failed, quantile

PATIENCE_SECONDS = 30
FILLER = b"081109 000000 1 INFO dfs.DataNode: a line that names no block\n"


class Daemon:
    """One that follows one log, in a directory of its own, and is READY when this is made."""

    def __init__(self, blockwatch, directory):
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        self.log, self.alerts = directory / "hdfs.log", directory / "alerts.jsonl"
        self.log.touch()
        config = directory / "blockwatch.yaml"
        config.write_text(
            f"input: {{files: [{self.log}], start: beginning}}\nalerts: {{file: {self.alerts}}}\n"
            f"state: {{directory: {directory}/state}}\ncontrol: {{socket: {directory}/control.sock}}\n"
        )
        self.notes = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = f"/tmp/blockwatch-bench-{os.getpid()}.sock"  # a socket's path holds 107 bytes at most
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)
        self.notes.bind(path)
        self.notes.settimeout(PATIENCE_SECONDS)
        environment = dict(os.environ, NOTIFY_SOCKET=path)
        errors = open(directory / "daemon.log", "wb")
        start = time.perf_counter()
        self.child = subprocess.Popen([blockwatch, "run", "--config", config], stderr=errors, env=environment)
        try:
            while b"READY=1" not in self.notes.recv(4096).splitlines():
                pass
        except TimeoutError:
            self.stop()
            raise Failed(f"the daemon was not READY within {PATIENCE_SECONDS} s: {directory}/daemon.log")
        self.seconds_to_ready = time.perf_counter() - start
        os.unlink(path)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.notes.close()
        self.child.send_signal(signal.SIGTERM)
        self.child.wait(PATIENCE_SECONDS)

    def anonymous_bytes(self):
        status = pathlib.Path(f"/proc/{self.child.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status)[1]) * 1024

    def cpu_seconds(self):
        """Of all threads, as the scheduler has it (the nanoseconds, not the ticks of /proc/PID/stat)."""
        files = glob.glob(f"/proc/{self.child.pid}/task/*/schedstat")
        return sum(int(pathlib.Path(file).read_text().split()[0]) for file in files) / 1e9


def starts(blockwatch, work, count):
    """(seconds from the start to READY, of each start; RssAnon a second after the last one)"""
    seconds = []
    for number in range(count):
        with Daemon(blockwatch, work / "daemon") as daemon:
            seconds.append(daemon.seconds_to_ready)
            if number == count - 1:
                time.sleep(1)
                memory = daemon.anonymous_bytes()
    return {"seconds_to_ready": seconds, "idle_anonymous_bytes": memory}


def share_of_core(blockwatch, work, log, seconds, lines_a_second=1000):
    """CPU while the log's lines are written, one by one and evenly."""
    with open(log, "rb") as file, Daemon(blockwatch, work / "daemon") as daemon:
        out = os.open(daemon.log, os.O_WRONLY | os.O_APPEND)
        cpu, start = daemon.cpu_seconds(), time.perf_counter()
        for number in range(seconds * lines_a_second):
            ahead = start + number / lines_a_second - time.perf_counter()
            if ahead > 0:
                time.sleep(ahead)
            os.write(out, next(file))
        wall = time.perf_counter() - start
        time.sleep(0.2)
        cpu = daemon.cpu_seconds() - cpu
        os.close(out)
    return {"lines": seconds * lines_a_second, "wall_seconds": wall, "cpu_seconds": cpu}


# ---- from the line that decides to the alert


def lives(log, labels, alerts):
    """The lines of a normal block, and those of an abnormal one up to where a replay raised its alert."""
    with open(labels) as file:
        normal = [row.split(",")[0] for row in file if row.endswith(",Normal\n")]
    with open(alerts) as file:
        raised = [json.loads(line) for line in file]
    alert = next(a for a in raised if a["state"] == "firing" and a["decided_by"] == "quiet" and a["lines"] > 5)
    return lines_of(normal[0], log), lines_of(alert["block"], log, alert["lines"]), alert["block"].encode()


def latencies(blockwatch, work, life, count):
    """Seconds from before the write of a line whose stamp makes a block's verdict due to the alert's line in the file,
    `count` times over, one block after the other."""
    normal, abnormal, block = life
    moment, chance = datetime.datetime(2008, 11, 9), random.Random(1)

    def at(line):
        return moment.strftime("%y%m%d %H%M%S").encode() + line[13:]

    found = []
    with Daemon(blockwatch, work / "daemon") as daemon:
        log = os.open(daemon.log, os.O_WRONLY | os.O_APPEND)
        alerts = os.open(daemon.alerts, os.O_RDONLY)
        # What every normal block has must have been seen, or the model does not fit.
        os.write(log, b"".join(map(at, normal)))
        for number in range(count):
            moment += datetime.timedelta(hours=2)
            name = b"blk_%d" % (number + 1)
            os.write(log, b"".join(at(line).replace(block, name) for line in abnormal))
            # Others write meanwhile, so that the daemon may be anywhere between two looks at the log.
            for _ in range(chance.randrange(10, 30)):
                os.write(log, at(FILLER))
                time.sleep(chance.uniform(0.001, 0.003))
            known = os.fstat(alerts).st_size
            moment += datetime.timedelta(hours=2)
            found.append(seconds_to_alert(log, at(FILLER), alerts, known, name))
        os.close(log)
        os.close(alerts)
    return found


def seconds_to_alert(log, line, alerts, known, name):
    start = time.perf_counter()
    os.write(log, line)
    written = b""
    while not written.endswith(b"\n"):  # a file can grow by half a line
        if time.perf_counter() > start + PATIENCE_SECONDS:
            raise Failed(f"no alert within {PATIENCE_SECONDS} s of the line that decides")
        written = os.pread(alerts, 1 << 16, known)
    seconds = time.perf_counter() - start
    if json.loads(written.splitlines()[0])["block"].encode() != name:
        raise Failed(f"something else than the alert of {name.decode()} was written")
    return seconds


def syncs(work, count):
    """Seconds of appending a line to a file and syncing it: what the disk alone takes."""
    path = work / "synced"
    found = []
    with open(path, "ab", buffering=0) as file:
        for _ in range(count):
            start = time.perf_counter()
            file.write(b"x" * 1000 + b"\n")
            os.fsync(file.fileno())
            found.append(time.perf_counter() - start)
    path.unlink()
    return found


def median(seconds):
    return quantile(seconds, 0.5)


def p50_p99(seconds):
    return quantile(seconds, 0.5), quantile(seconds, 0.99)
