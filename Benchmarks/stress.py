"""How `production` bears what it should not have to bear: the tables of docs/MODEL.md, "Under stress".

    python3 Benchmarks/stress.py [BLOCKWATCH] > TABLES

Reads the data set in $SHARED_DIR. Trains five models in a directory of its own (a few minutes), none of which has seen the
part test, and replays the labelled raw sample with the shipped model (all rows) and with the first of them (`twin`)."""

import collections
import csv
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

blockwatch = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else ".build/release/blockwatch")
shared = pathlib.Path(os.environ.get("SHARED_DIR", "../shared")).resolve() / "data"
shipped = pathlib.Path(__file__).resolve().parent.parent / "etc/blockwatch.safetensors"
sequences = shared / "sequences/log_classification_train.csv"
split = shared / "sequences/published_split.csv"
sample, labels = shared / "raw/hdfs_2pct_dev.log", shared / "raw/hdfs_2pct_dev_labels.csv"
work = pathlib.Path(tempfile.mkdtemp(prefix="stress-"))


def run(*arguments, config=None):
    """The command's error output."""
    command = [blockwatch, *map(str, arguments)]
    if config:
        (work / "config.yaml").write_text(config)
        command += ["--config", str(work / "config.yaml")]
    return subprocess.run(command, check=True, capture_output=True, text=True).stderr


def train(name, *options):
    if not (work / name).exists():
        run("train", "--recipe", "production", "--seed", 1, "--sequences", sequences, "--split", split, "--name", name,
            "--out", work / name, *options)  # fmt: skip
    return work / name


def evaluate(model, *options):
    run("evaluate", "--model", model, "--sequences", sequences, "--split", split, "--part", "test",
        "--json", work / "json", *options)  # fmt: skip
    return json.loads((work / "json").read_text())


def table(*rows):
    print("| " + " | ".join(map(str, rows[0])) + " |\n| " + " | ".join("---" for _ in rows[0]) + " |")
    for row in rows[1:]:
        print("| " + " | ".join(map(str, row)) + " |")
    print(flush=True)


def figures(found):
    return f"{found['f1']:.4f}", found["fp"], found["fn"]


twin = train("twin")
rows = [("test blocks altered", "F1", "false alarms", "missed", "goal")]
for share, goal in [(0, ""), (0.05, 0.97), (0.1, ""), (0.15, ""), (0.2, 0.95)]:
    rows.append((f"{share:.0%}", *figures(evaluate(twin, "--altered", share)), goal))
table(*rows)

rows = [("what is learnt from", "F1", "false alarms", "missed", "goal")]
for share, goal in [(0.01, 0.99), (0.05, 0.97), (0.1, 0.95)]:
    model = train(f"wrong-{share}", "--wrong-labels", share)
    rows.append((f"{share:.0%} of the labels wrong", *figures(evaluate(model)), goal))
few = train("few", "--train-parts", "train,validation", "--sample", 0.01)
rows.append(("1% of the rows", *figures(evaluate(few)), 0.98))
table(*rows)

# ---- the raw sample

patterns = []
with open(shared / "templates_E1_E30.csv", newline="") as file:
    for row in csv.DictReader(file):
        name, text = list(row.values())[:2]
        patterns.append((int(name[1:]), re.compile(".*".join(map(re.escape, text.replace("[*]", "<*>").split("<*>"))))))
lines = sample.read_text(errors="replace").splitlines()
stamps, events, blocks_of = [], [], []
lives = collections.defaultdict(list)
for number, line in enumerate(lines):
    date, time = line.split(" ")[:2]
    stamp = (int(date[4:6]) * 24 + int(time[:2])) * 3600 + int(time[2:4]) * 60 + int(time[4:6])
    message = line.split(": ", 1)[1]
    kind = next((number for number, pattern in patterns if pattern.fullmatch(message)), 31)
    stamps.append(stamp)
    events.append(kind)
    blocks_of.append(sorted(set(re.findall(r"blk_-?\d+", message))))
    for block in blocks_of[-1]:
        lives[block].append(number)
with open(labels, newline="") as file:
    truth = {block: "Anomaly" if label.lower() in ("anomaly", "abnormal") else "Normal"
             for block, label, *_ in list(csv.reader(file))[1:]}  # fmt: skip
parts = {row["id"]: row["split"] for row in csv.DictReader(open(split, newline=""))}
known = set()
for row in csv.DictReader(open(sequences, newline="")):
    if parts[row["id"]] != "test":
        known.add(tuple(int(n) + 1 for n in row["sequence"].strip("()").split(",") if n.strip()))
unseen = {block for block, at in lives.items() if tuple(events[n] for n in at) not in known}
middle = (stamps[0] + stamps[-1]) / 2


def replay(model, logs, blocks=None, quiet="10m", force=False):
    """The summary, and what the operator was told."""
    chosen = work / "labels.csv"
    with open(chosen, "w") as file:
        file.write("BlockId,Label\n")
        file.writelines(f"{b},{label}\n" for b, label in truth.items() if blocks is None or b in blocks)
    logs = [log if isinstance(log, pathlib.Path) else write(*log) for log in logs]
    said = run("replay", *logs, "--model", model, "--labels", chosen, "--summary", work / "summary", "--alerts",
               work / "alerts", config=f"blocks: {{quiet_after: {quiet}}}\nmodel: {{force: {str(force).lower()}}}\n")  # fmt: skip
    summary = json.loads((work / "summary").read_text())
    fired = {json.loads(line)["block"] for line in open(work / "alerts")}
    summary["normal_fired"] = sum(truth.get(block) == "Normal" for block in fired & set(blocks or truth))
    return summary, said


def write(name, numbers):
    (work / name).write_text("".join(lines[number] + "\n" for number in numbers))
    return work / name


rows = [("sample", "model", "blocks", "abnormal", "errors in the end", "normal blocks that ever fired")]
for name, model in [("shipped", shipped), ("twin", twin)]:
    for title, chosen, quiet in [
        ("all", None, "10m"),
        ("with a sequence that train and validation lack", unseen, "10m"),
        ("begun in the first half of the hours", {b for b, at in lives.items() if stamps[at[0]] < middle}, "10m"),
        ("begun in the second half", {b for b, at in lives.items() if stamps[at[0]] >= middle}, "10m"),
        ("all, quiet_after 2m", None, "2m"),
        ("all, quiet_after 1h", None, "1h"),
    ]:
        found, _ = replay(model, [sample], chosen, quiet)
        total = found["tp"] + found["fp"] + found["fn"] + found["tn"]
        rows.append(
            (title, name, total, found["tp"] + found["fn"], found["fp"] + found["fn"], found["normal_fired"])
        )
    is_name_node = [22 <= kind <= 30 for kind in events]
    halves = [
        ("namenode.log", [n for n, yes in enumerate(is_name_node) if yes]),
        ("datanodes.log", [n for n, yes in enumerate(is_name_node) if not yes]),
    ]
    found, _ = replay(model, halves)
    rows.append(("in two logs, the NameNode's and the DataNodes'", name, len(truth), found["tp"] + found["fn"],
                 found["fp"] + found["fn"], found["normal_fired"]))  # fmt: skip
table(*rows)

# ---- a partial view

normal = sum(label == "Normal" for label in truth.values())
missing = []  # of each block, what the DataNode would have logged that was the last to begin
for block, at in lives.items():
    for kind in (5, 11, 9):
        those = [n for n in at if events[n] == kind]
        missing += those[2:3]
lacking = set(missing)
views = [
    ("one of three DataNodes is missing", [n for n in range(len(lines)) if n not in lacking]),
    ("no addStoredBlock lines", [n for n in range(len(lines)) if events[n] != 26]),
    ("following begun in the middle", range(len(lines) // 2, len(lines))),
]
rows = [("view", "alerts", "partial blocks", "alerts if forced", "what the operator is told")]
for title, numbers in views:
    found, said = replay(shipped, [("view.log", numbers)])
    forced, _ = replay(shipped, [("view.log", numbers)], force=True)
    told = " ".join(line for line in said.splitlines() if "fit" in line) or "nothing"
    rows.append((title, found["alerts"], found["blocks_partial"], forced["alerts"], told.replace("|", "/")))
table(*rows)

# ---- early

with open(work / "prefixes.csv", "w") as file:
    file.write("id,sequence\n")
    for block, at in lives.items():
        if truth[block] != "Normal":
            for end in range(1, len(at) + 1):
                names = ",".join("unknown" if events[n] == 31 else f"E{events[n]}" for n in at[:end])
                file.write(f'{block} {end},"[{names}]"\n')
run("score", "--model", shipped, "--sequences", work / "prefixes.csv", "--out", work / "scores.csv")
said = collections.defaultdict(list)
for row in csv.DictReader(open(work / "scores.csv")):
    said[row["id"].split(" ")[0]].append(row["class"] == "abnormal")
fewer, sooner = [], []
for block, verdicts in said.items():
    at = lives[block]
    first = len(verdicts)
    while first > 0 and verdicts[first - 1]:
        first -= 1
    if first == len(verdicts):
        continue  # missed in the end
    # Judged at the first silence behind the telling event that a judgement would come at, or at the end.
    judged = next((i for i in range(first, len(at) - 1) if stamps[at[i + 1]] - stamps[at[i]] >= 600), len(at) - 1)
    fewer.append(judged - first)
    sooner.append(stamps[at[judged]] + 600 - stamps[at[first]])


def quantiles(values):
    values = sorted(values)
    return [values[min(len(values) - 1, int(q * len(values)))] for q in (0, 0.25, 0.5, 0.75, 0.95, 1)]


table(
    (f"abnormal blocks ({len(fewer)} of {len(said)})", "least", "25 %", "median", "75 %", "95 %", "most"),
    ("events before the one that it is judged at", *quantiles(fewer)),
    ("seconds before it is judged (quiet_after 10m)", *quantiles(sooner)),
)
for one in work.iterdir():
    one.unlink()
work.rmdir()
