"""What is measured, section by section: each adds its rows to the table and returns the raw figures behind them."""

import os
import statistics

import daemon
from inputs import count_lines
from measuring import Failed, allow_files, best, figures, rounds, run


class Bench:
    """What the sections share. quick: a tenth of the lines, fewer repeats."""

    def __init__(self, root, work, blockwatch, program, inputs, peers, quick, table):
        self.work, self.blockwatch, self.program, self.inputs = work, blockwatch, program, inputs
        self.peers, self.quick, self.table = peers, quick, table
        self.here = root / "Benchmarks"
        self.model = root / "etc/blockwatch.safetensors"
        self.output = work / "output"
        self.alerts = work / "alerts.jsonl"
        self.repeats = 3

    def replay(self, *logs):
        return [self.blockwatch, "replay", "--model", self.model, "--alerts", self.alerts, *logs]

    def measure(self, *words):
        return figures([self.program, *words], self.output)


def replay(bench):
    """End to end and parsing with grouping, against grep on the same file."""
    log, table = bench.inputs.log(), bench.table
    commands = {
        "grep": ["grep", "-c", "blk_", log], "ripgrep": ["rg", "-c", "blk_", log], "replay": bench.replay(log),
        "group": [bench.program, "group", log, bench.model],
    }  # fmt: skip
    try:
        run(["rg", "--version"], bench.output)
    except Failed as why:
        del commands["ripgrep"]
        table.missing("ripgrep -c blk_, for comparison", None, None, "times grep's CPU", why)
    raw = rounds(bench.repeats, commands, bench.output)
    raw["lines"] = count_lines(log)
    raw["bytes"] = log.stat().st_size
    cpu = {name: best(raw[name], "cpu_seconds") for name in commands}
    wall = {name: best(raw[name], "wall_seconds") for name in commands}

    def against_grep(what, goal, stretch, seconds, name):
        value = seconds[name] / seconds["grep"]
        table.add(what, goal, stretch, value, "times", f"{seconds[name]:.3f} s / {seconds['grep']:.3f} s of grep")

    against_grep("replay end to end, CPU, against grep -c blk_", 2.0, 1.25, cpu, "replay")
    against_grep("the same, wall time with 2 cores", 1.25, 0.75, wall, "replay")
    against_grep("parsing and grouping alone, CPU", 1.25, 1.0, cpu, "group")
    if "ripgrep" in commands:
        against_grep("ripgrep -c blk_, CPU, for comparison", None, None, cpu, "ripgrep")
    return raw


def drain3(bench, replayed):
    what = ("lines/s against drain3 with masks", 50, 75, "times")
    why = bench.peers.why_not("drain3")
    if why:
        bench.table.missing(*what, why, atLeast=True)
        return {}
    lines = 600_000 if bench.quick else 3_000_000
    command = [bench.peers.python, bench.here / "peers.py", "drain3", bench.inputs.log(), lines]
    runs, replays = [], []
    for _ in range(bench.repeats):
        runs.append(figures(command, bench.output))
        replays.append(run(bench.replay(bench.inputs.log()), bench.output))
    theirs = max(one["lines"] / one["cpu_seconds"] for one in runs)
    ours = replayed["lines"] / best(replays, "cpu_seconds")
    how = f"{ours:,.0f} / {theirs:,.0f} lines a CPU second, replay end to end"
    bench.table.add(*what[:3], ours / theirs, what[3], how, atLeast=True)
    return {"drain3": runs, "replay": replays, "ours_lines_a_cpu_second": ours, "theirs_lines_a_cpu_second": theirs}


# ---- the daemon


def running(bench):
    raw = daemon.starts(bench.blockwatch, bench.work, 20)
    life = daemon.lives(bench.inputs.log(), bench.inputs.labels(), bench.alerts)
    raw["seconds_to_alert"] = daemon.latencies(bench.blockwatch, bench.work, life, 50 if bench.quick else 300)
    raw["seconds_to_sync"] = daemon.syncs(bench.work, 50)
    raw["reading_along"] = daemon.share_of_core(
        bench.blockwatch, bench.work, bench.inputs.log(), 8 if bench.quick else 20)  # fmt: skip
    table, megabyte = bench.table, 1e6
    memory = raw["idle_anonymous_bytes"] / megabyte
    table.add("run: RssAnon, idle with the shipped model", 20, 12, memory, "MB", "a second after READY")
    ready, count = daemon.median(raw["seconds_to_ready"]) * 1e3, len(raw["seconds_to_ready"])
    table.add("run: from start to READY", 50, 10, ready, "ms", f"median of {count} starts, exec included")
    p50, p99 = daemon.p50_p99(raw["seconds_to_alert"])
    sync = daemon.median(raw["seconds_to_sync"]) * 1e3
    how = f"p99 of {len(raw['seconds_to_alert'])}; p50 {p50 * 1e3:.3g} ms; one write with fsync takes {sync:.3g} ms here"
    table.add("run: from the line that decides to its alert in the file", 50, 5, p99 * 1e3, "ms", how)
    along = raw["reading_along"]
    share = along["cpu_seconds"] / along["wall_seconds"] * 100
    how = f"{along['cpu_seconds']:.3f} s in {along['wall_seconds']:.1f} s, each line written by itself"
    table.add("run: CPU when 1,000 lines/s come in", 1, 0.3, share, "% of a core", how)
    return raw


# ---- as the work grows


def growth(bench):
    """CPU a line of growing parts of the log, less what a replay of nothing takes, and the same in more and more files."""
    lines, empty = count_lines(bench.inputs.log()), bench.work / "empty.log"
    empty.touch()
    tenth = bench.inputs.head(lines // 10)
    parts = {"nothing": [empty], "1 %": [bench.inputs.head(lines // 100)], "10 %": [tenth], "100 %": [bench.inputs.log()]}
    raw = {"parts": rounds(bench.repeats, {name: bench.replay(*logs) for name, logs in parts.items()}, bench.output)}
    nothing = best(raw["parts"]["nothing"], "cpu_seconds")
    counts = {"1 %": lines // 100, "10 %": lines // 10, "100 %": lines}
    costs = {n: (best(raw["parts"][n], "cpu_seconds") - nothing) / counts[n] * 1e9 for n in counts}
    what = f"1, 10, 100 % of {lines:,} lines: CPU a line, less a start's"
    bench.table.flat(what, costs, "ns a line", f"; a start {nothing * 1e3:.3g} ms")
    what = f"1, 100, 10,000 files of {lines // 10:,} lines: CPU a line"
    try:
        allow_files(20_000)
    except Failed as why:
        bench.table.missing(what, None, None, "times", why)
        return raw
    files = {f"{count:,}": bench.inputs.spread(tenth, count) for count in (1, 100, 10_000)}
    raw["files"] = rounds(bench.repeats, {name: bench.replay(*logs) for name, logs in files.items()}, bench.output)
    costs = {name: best(runs, "cpu_seconds") / (lines // 10) * 1e9 for name, runs in raw["files"].items()}
    bench.table.flat(what, costs, "ns a line", f"; best of {len(raw['files']['1'])}")
    return raw


def open_blocks(bench):
    raw = {}
    for count in (10_000, 100_000, 1_000_000):
        runs = [bench.measure("open", count, bench.inputs.sequences, bench.model) for _ in range(1 if bench.quick else 2)]
        raw[f"{count:,}"] = min(runs, key=lambda one: one["nanoseconds_a_line"])
    bytes_each = {name: one["anonymous_bytes"] / one["open_blocks"] for name, one in raw.items()}
    largest = bytes_each["1,000,000"]
    how = f"RssAnon of {raw['1,000,000']['open_blocks']:,} open blocks with all that came with them"
    bench.table.add("memory for each open block, at 1 million open", 128, 64, largest, "bytes", how)
    named = {"nanoseconds_a_line": "lines of lives one after the other",
             "random_nanoseconds_a_line": "each line of a block picked at random"}  # fmt: skip
    for key, title in named.items():
        costs = {name: one[key] for name, one in raw.items()}
        bench.table.flat(f"10 thousand, 100 thousand, 1 million open blocks: {title}", costs, "ns a line behind parsing")
    bench.table.flat("the same: memory a block, what does not grow included", bytes_each, "bytes a block")
    return raw


def profile(bench):
    """CPU seconds of each stage: what the pass up to it takes longer than the one up to the stage before; medians, for
    the best passes of different runs can differ by less than nothing."""
    runs = [bench.measure("stages", bench.inputs.log(), bench.model) for _ in range(bench.repeats)]
    os.unlink(f"{bench.inputs.log()}.alerts")
    stages = [name for name in runs[0] if name.endswith("_cpu_seconds")]
    return {name: statistics.median(one[name] for one in runs) for name in stages} | {"runs": runs}
