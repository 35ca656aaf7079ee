"""blockwatch beside grep, drain3, PyTorch and ONNX Runtime, in one run on this machine: the goals, and what was measured.

    python3 Benchmarks/bench.py [--quick] [--json FILE] [--blockwatch PROGRAM] [--program BENCH]

`make bench` and `make bench-quick` build both programs and call it; README.md says what each row means. Needs $SHARED_DIR.
Itself it uses Python's standard library alone."""

import argparse
import json
import os
import pathlib
import sys
import time

import measuring
import scoring
import sections
from inputs import Inputs
from peer_setup import Peers
from table import Table

root = pathlib.Path(__file__).resolve().parent.parent


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="a tenth of the lines, fewer repeats")
    parser.add_argument("--json", type=pathlib.Path, default=root / ".build/bench.json")
    parser.add_argument("--blockwatch", type=pathlib.Path, default=root / ".build/release/blockwatch")
    parser.add_argument("--program", type=pathlib.Path, default=root / ".build-bench/release/bench")
    return parser.parse_args()


def attempt(name, section, *arguments):
    """A section's raw figures; where it fails the others still run."""
    print(f"{name} ...", file=sys.stderr, flush=True)
    start = time.monotonic()
    try:
        raw = section(*arguments) or {}
    except (measuring.Failed, OSError) as why:
        print(f"{name}: {why}", file=sys.stderr)
        return {"failed": str(why)}
    return raw | {"took_seconds": time.monotonic() - start}


def measure(bench):
    raw = {"replay": attempt("replay", sections.replay, bench)}
    if "failed" not in raw["replay"]:
        raw["drain3"] = attempt("drain3", sections.drain3, bench, raw["replay"])
        raw["run"] = attempt("run", sections.running, bench)
    raw["scoring"] = attempt("scoring", scoring.scoring, bench)
    raw["open_blocks"] = attempt("open blocks", sections.open_blocks, bench)
    raw["growth"] = attempt("growth", sections.growth, bench)
    raw["profile"] = attempt("profile", sections.profile, bench)
    return raw


def profile_text(profile):
    stages = {name: seconds for name, seconds in profile.items() if name.endswith("_cpu_seconds")}
    lines = ["| stage | CPU seconds |", "| --- | --- |"]
    return "\n".join(lines + [f"| {n.removesuffix('_cpu_seconds').replace('_', ' ')} | {s:.3f} |" for n, s in stages.items()])


def main():
    chosen = options()
    work = root / ".build/bench"
    work.mkdir(parents=True, exist_ok=True)
    shared = pathlib.Path(os.environ.get("SHARED_DIR", root.parent / "shared")).resolve()
    peers = Peers(work / "venv")
    start = time.monotonic()
    python = sys.executable if peers.why_not("numpy") else peers.python
    inputs = Inputs(work, shared, python, 38_529 if chosen.quick else None)
    table = Table()
    bench = sections.Bench(
        root, work, chosen.blockwatch.resolve(), chosen.program.resolve(), inputs, peers, chosen.quick, table
    )
    machine, raw = measuring.machine(), measure(bench)
    machine["load_after"] = os.getloadavg()[0]
    versions = peers.versions | {
        "grep": measuring.said_by("grep", "--version"), "ripgrep": measuring.said_by("rg", "--version"),
        "blockwatch": measuring.said_by(str(chosen.blockwatch), "--version"), "python": sys.version.split()[0],
    }  # fmt: skip
    result = {
        "date": measuring.now(), "commit": measuring.said_by("git", "-C", str(root), "describe", "--always", "--dirty"),
        "is_quick": chosen.quick, "took_seconds": time.monotonic() - start, "machine": machine, "versions": versions,
        "missing_peers": peers.missing, "rows": table.rows, "raw": raw,
    }  # fmt: skip
    chosen.json.parent.mkdir(parents=True, exist_ok=True)
    chosen.json.write_text(json.dumps(result, indent=1) + "\n")
    show(result, table)
    sys.exit(any("failed" in part for part in raw.values()))


def show(result, table):
    machine = result["machine"]
    print(f"{result['date']}, commit {result['commit']}, {machine['cpu']}, {machine['cores']} cores, "
          f"{machine['memory_bytes'] / 1e9:.0f} GB, load {machine['load_before']:.1f} to {machine['load_after']:.1f}, "
          f"{result['took_seconds']:.0f} s; best of three where nothing else is said\n")  # fmt: skip
    print(table.text() + "\n")
    for name, part in result["raw"].items():
        if "failed" in part:
            print(f"not measured, {name}: {part['failed']}")
        elif name == "profile":
            print(profile_text(part))


if __name__ == "__main__":
    main()
