"""blockwatch's scorer beside PyTorch and ONNX Runtime: the same network, the same distinct sequences, one thread."""

import json
import struct

from measuring import Failed, best, figures
from table import short


def shape(model):
    """embedding,hidden,layers,counts,dense of the model file (docs/MODEL.md)."""
    with open(model, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        tensors = {name: tensor["shape"] for name, tensor in json.loads(file.read(size)).items() if "shape" in tensor}
    hidden = tensors["gru.weight_hh_l0"][1]
    layers = sum(name.startswith("gru.weight_hh_l") for name in tensors)
    dense, features = tensors["dense.weight"]
    return tensors["embedding.weight"][1], hidden, layers, features - hidden, dense


def scoring(bench):
    path = bench.work / "distinct.json"
    path.write_text(json.dumps(bench.inputs.distinct()))
    sizes = ",".join(map(str, shape(bench.model)))
    there = {"torch": ("torch", "numpy"), "onnxruntime": ("onnxruntime", "onnx", "numpy")}
    why = {name: bench.peers.why_not(*needed) for name, needed in there.items()}
    raw = {"shape": sizes, "ours": [], "torch": [], "onnxruntime": []}
    for _ in range(bench.repeats):
        raw["ours"].append(bench.measure("score", bench.inputs.sequences, bench.model))
        for name in there:
            if not why[name]:
                command = [bench.peers.python, bench.here / "peers.py", name, path, sizes]
                raw[name].append(figures(command, bench.output))
    for name, title in (("torch", "PyTorch"), ("onnxruntime", "ONNX Runtime")):
        batches = f"scoring distinct sequences in batches, one core, against {title} at its best batch size"
        if why[name]:
            bench.table.missing(batches, 2.5, 3.5, "times", why[name], atLeast=True)
        else:
            score_in_batches(bench.table, batches, raw["ours"], raw[name])
    for name, title, goal in (("onnxruntime", "ONNX Runtime", 4), ("torch", "PyTorch", None)):
        what = f"scoring one sequence, against {title}" + ("" if goal else ", for comparison")
        if why[name]:
            bench.table.missing(what, goal, None, "times", why[name], atLeast=True)
            continue
        ours, theirs = (best(raw[of], "alone_median_nanoseconds") for of in ("ours", name))
        how = f"median {short(theirs / 1e3)} µs / {short(ours / 1e3)} µs, nothing kept between sequences"
        bench.table.add(what, goal, None, theirs / ours, "times", how, atLeast=True)
    return raw


def score_in_batches(table, what, ours, theirs):
    count = ours[0]["sequences"]
    if theirs[0]["sequences"] != count:
        raise Failed(f"{count} and {theirs[0]['sequences']} distinct sequences are not the same")
    seconds, size = min((seconds, size) for one in theirs for size, seconds in one["batches"].items())
    shared, each = best(ours, "shared_cpu_seconds"), best(ours, "unshared_cpu_seconds")
    how = (
        f"{count / shared:,.0f} / {count / seconds:,.0f} sequences a CPU second, batches of {size}; without shared "
        f"beginnings {count / each:,.0f}, {short(seconds / each)} times"
    )
    table.add(what, 2.5, 3.5, seconds / shared, "times", how, atLeast=True)
