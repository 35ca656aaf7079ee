"""Sequences a second in training: blockwatch beside PyTorch, the same network, batch and data, on one core.

    pip install torch
    python Benchmarks/train_speed.py [BLOCKWATCH] > TABLE

Both train the published recipe `grid-search` (two layers of 72, batches of 31 rows, the last 19 events), with its LSTM and
with a GRU, and one GRU of 64 on whole sequences in batches of 64, on the same rows of the data set in $SHARED_DIR. blockwatch
computes rows of a batch that are the same once; the sums are the same. What a program does before and after training is left out: of blockwatch by the difference between trainings
of one and of more epochs. Each figure is the best of three."""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time

import torch

os.sched_setaffinity(0, {0})
torch.set_num_threads(1)
torch.manual_seed(1)
random.seed(1)

blockwatch = sys.argv[1] if len(sys.argv) > 1 else ".build/release/blockwatch"
shared = os.environ.get("SHARED_DIR", "../shared")
ROWS, EPOCHS, RUNS = 20_000, 2, 3


def rows():
    """(tokens, is_abnormal) of the first rows of the data set that a shuffle with a fixed seed gives."""
    with open(f"{shared}/data/sequences/log_classification_train.csv", newline="") as file:
        all_rows = [(row["sequence"], row["class"]) for row in csv.DictReader(file)]
    random.shuffle(all_rows)
    return all_rows[:ROWS]


def tokens(text):
    return [int(number) + 1 for number in text.strip("()").split(",") if number.strip()]


class Net(torch.nn.Module):
    def __init__(self, cell, embedding, layers, hidden):
        super().__init__()
        self.embedding = torch.nn.Embedding(32, embedding, padding_idx=0)
        self.recurrent = {"gru": torch.nn.GRU, "lstm": torch.nn.LSTM}[cell](embedding, hidden, layers, batch_first=True)
        self.classifier = torch.nn.Linear(hidden, 1)

    def forward(self, batch, lengths):
        embedded = self.embedding(batch)
        if lengths is not None:
            embedded = torch.nn.utils.rnn.pack_padded_sequence(embedded, lengths, batch_first=True)
            last = self.recurrent(embedded)[1]
            last = last[0] if isinstance(last, tuple) else last
            return self.classifier(last[-1])[:, 0]
        return self.classifier(self.recurrent(embedded)[0][:, -1])[:, 0]


def pytorch(data, cell, embedding, layers, hidden, batch, window):
    """Sequences a second; batches are made beforehand, so that only the training is measured."""
    sequences = [(tokens(text), float(label == "abnormal")) for text, label in data]
    random.shuffle(sequences)
    batches = []
    for start in range(0, len(sequences), batch):
        some = sequences[start : start + batch]
        if window:
            padded = [[0] * (window - len(s)) + s[-window:] for s, _ in some]
            lengths = None
        else:
            some.sort(key=lambda pair: -len(pair[0]))
            longest = len(some[0][0])
            padded = [s + [0] * (longest - len(s)) for s, _ in some]
            lengths = torch.tensor([len(s) for s, _ in some])
        batches.append((torch.tensor(padded), lengths, torch.tensor([y for _, y in some])))
    model = Net(cell, embedding, layers, hidden)
    adam = torch.optim.Adam(model.parameters(), lr=0.001)
    loss_of = torch.nn.BCEWithLogitsLoss()
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        for inputs, lengths, targets in batches:
            adam.zero_grad()
            loss_of(model(inputs, lengths), targets).backward()
            adam.step()
        best = min(best, time.perf_counter() - start)
    return len(sequences) / best


def ours(data, options):
    """Sequences a second, of the same rows."""
    with tempfile.TemporaryDirectory() as directory:
        path = f"{directory}/rows.csv"
        with open(path, "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "sequence", "class"])
            writer.writerows([index, text, label] for index, (text, label) in enumerate(data))

        def seconds(epochs):
            command = [blockwatch, "train", "--sequences", path, "--out", f"{directory}/model"]
            command += [f"--{name}={value}" for name, value in options] + ["--set", f"epochs={epochs}"]
            start = time.perf_counter()
            subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
            return time.perf_counter() - start

        best = min(seconds(1 + EPOCHS) for _ in range(RUNS)) - min(seconds(1) for _ in range(RUNS))
        return len(data) * EPOCHS / best


data = rows()
print(f"{'network':34} {'PyTorch':>12} {'blockwatch':>12} {'ratio':>7}   (sequences a second, one core, {ROWS} rows)")
for title, network, options in [
    ("grid-search, LSTM 72 x 2", ("lstm", 3, 2, 72, 31, 19), [("recipe", "grid-search")]),
    ("grid-search, GRU 72 x 2", ("gru", 3, 2, 72, 31, 19), [("recipe", "grid-search"), ("set", "cell=gru")]),
    (
        "GRU 64, whole sequences, batch 64",
        ("gru", 16, 1, 64, 64, None),
        [("recipe", "grid-search")]
        + [("set", s) for s in ("cell=gru", "layers=1", "hidden=64", "embedding=16", "batch=64", "window=0")],
    ),
]:
    theirs, mine = pytorch(data, *network), ours(data, options)
    print(f"{title:34} {theirs:12.0f} {mine:12.0f} {mine / theirs:7.2f}", flush=True)
