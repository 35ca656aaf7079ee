"""Other programs at blockwatch's work, each by itself; run by bench.py with a Python that has them. Prints JSON.

    peers.py drain3 LOG LINES          drain3 with masks on the messages of the first lines
    peers.py torch SEQUENCES SHAPE     SEQUENCES is JSON: lists of events; SHAPE: embedding,hidden,layers,counts,dense
    peers.py onnxruntime SEQUENCES SHAPE

The network is blockwatch's: embedding, GRU, a dense layer that sees the GRU's last state and the features of the events'
counts, a classifier; its weights are random. Batches and these features are made beforehand: peers are spared that."""

import json
import sys
import time

BATCHES = (64, 256, 1024)
VOCABULARY = 32
COUNT_STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16)  # docs/MODEL.md


def cpu_seconds(work):
    start = time.process_time()
    work()
    return time.process_time() - start


def drain3(log, limit):
    import logging

    from drain3 import TemplateMiner
    from drain3.masking import MaskingInstruction
    from drain3.template_miner_config import TemplateMinerConfig

    logging.disable(logging.CRITICAL)
    config = TemplateMinerConfig()
    config.masking_instructions = [
        MaskingInstruction(r"blk_-?\d+", "BLK"),
        MaskingInstruction(r"/?\d+\.\d+\.\d+\.\d+(:\d+)?", "ADDRESS"),
        MaskingInstruction(r"(?<=[^A-Za-z0-9])-?\d+(?=[^A-Za-z0-9]|$)", "NUMBER"),
    ]
    miner = TemplateMiner(config=config)
    with open(log) as file:
        messages = [line.rstrip("\n").split(": ", 1)[1] for line, _ in zip(file, range(limit))]
    seconds = cpu_seconds(lambda: [miner.add_log_message(message) for message in messages])
    return {"lines": len(messages), "cpu_seconds": seconds, "templates": len(miner.drain.clusters)}


def batches(sequences, size):
    """Sequences by length, padded with zeros: (tokens [rows, longest], lengths, features of counts [rows, counts])."""
    import numpy

    ordered = sorted(sequences, key=len)
    for start in range(0, len(ordered), size):
        rows = ordered[start : start + size]
        tokens = numpy.zeros((len(rows), len(rows[-1])), dtype=numpy.int64)
        for index, row in enumerate(rows):
            tokens[index, : len(row)] = row
        counts = numpy.array([numpy.bincount(row, minlength=VOCABULARY) for row in rows])
        features = numpy.concatenate([counts >= step for step in COUNT_STEPS], axis=1).astype(numpy.float32)
        yield tokens, numpy.array([len(row) for row in rows]), features


def measure(sequences, prepare, score):
    """prepare: (tokens, lengths, features) to what score takes."""
    found = {"sequences": len(sequences), "batches": {}}
    for size in BATCHES:
        prepared = [prepare(*batch) for batch in batches(sequences, size)]
        score(prepared[0])
        found["batches"][size] = cpu_seconds(lambda: [score(batch) for batch in prepared])
    times = []
    prepared = [prepare(*next(batches([sequence], 1))) for sequence in sequences]
    for one in prepared[:100]:
        score(one)
    for one in prepared:
        start = time.perf_counter()
        score(one)
        times.append(time.perf_counter() - start)
    found["alone_median_nanoseconds"] = sorted(times)[len(times) // 2] * 1e9
    found["alone_seconds"] = sum(times)
    return found


def pytorch(sequences, embedding, hidden, layers, counts, dense):
    import torch

    torch.set_num_threads(1)

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.embedding = torch.nn.Embedding(VOCABULARY, embedding)
            self.gru = torch.nn.GRU(embedding, hidden, layers, batch_first=True)
            self.dense = torch.nn.Linear(hidden + counts, dense)
            self.classifier = torch.nn.Linear(dense, 1)

        def forward(self, tokens, last, features):
            states = self.gru(self.embedding(tokens))[0]
            seen = torch.cat((states.gather(1, last)[:, 0], features), 1)
            return torch.sigmoid(self.classifier(torch.relu(self.dense(seen))))

    def prepare(tokens, lengths, features):
        last = torch.from_numpy(lengths - 1)[:, None, None].expand(-1, 1, hidden)
        return torch.from_numpy(tokens), last, torch.from_numpy(features)

    net = Net().eval()
    with torch.inference_mode():
        return measure(sequences, prepare, lambda batch: net(*batch))


def onnx_model(embedding, hidden, layers, counts, dense):
    import numpy
    from onnx import TensorProto, helper, numpy_helper

    random = numpy.random.default_rng(1)
    constants, nodes = [], [helper.make_node("Gather", ["embedding", "tokens"], ["x0"])]

    def constant(name, *shape):
        values = random.uniform(-0.25, 0.25, shape).astype(numpy.float32)
        constants.append(numpy_helper.from_array(values, name))
        return name

    constant("embedding", VOCABULARY, embedding)
    constants.append(numpy_helper.from_array(numpy.array([0], dtype=numpy.int64), "zero"))
    constants.append(numpy_helper.from_array(numpy.array([1], dtype=numpy.int64), "one"))
    for layer in range(layers):
        width = embedding if layer == 0 else hidden
        weights = [constant(f"w{layer}", 1, 3 * hidden, width), constant(f"r{layer}", 1, 3 * hidden, hidden)]
        inputs = [f"x{layer}", *weights, constant(f"b{layer}", 1, 6 * hidden), "lengths"]
        outputs = [f"y{layer}", f"last{layer}"]
        nodes.append(helper.make_node("GRU", inputs, outputs, hidden_size=hidden, linear_before_reset=1))
        nodes.append(helper.make_node("Squeeze", [f"y{layer}", "one"], [f"x{layer + 1}"]))
    nodes.append(helper.make_node("Squeeze", [f"last{layers - 1}", "zero"], ["state"]))
    nodes.append(helper.make_node("Concat", ["state", "counts"], ["seen"], axis=1))
    weights = constant("d", hidden + counts, dense), constant("db", dense)
    nodes.append(helper.make_node("Gemm", ["seen", *weights], ["sums"]))
    nodes.append(helper.make_node("Relu", ["sums"], ["features"]))
    nodes.append(helper.make_node("Gemm", ["features", constant("c", dense, 1), constant("cb", 1)], ["logit"]))
    nodes.append(helper.make_node("Sigmoid", ["logit"], ["score"]))
    tokens = helper.make_tensor_value_info("tokens", TensorProto.INT64, ["time", "rows"])
    lengths = helper.make_tensor_value_info("lengths", TensorProto.INT32, ["rows"])
    features = helper.make_tensor_value_info("counts", TensorProto.FLOAT, ["rows", counts])
    score = helper.make_tensor_value_info("score", TensorProto.FLOAT, ["rows", 1])
    graph = helper.make_graph(nodes, "gru", [tokens, lengths, features], [score], constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def onnxruntime(sequences, *shape):
    import numpy
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = onnx_model(*shape).SerializeToString()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def prepare(tokens, lengths, features):
        tokens = numpy.ascontiguousarray(tokens.T)
        return {"tokens": tokens, "lengths": lengths.astype(numpy.int32), "counts": features}

    return measure(sequences, prepare, lambda batch: session.run(None, batch))


if __name__ == "__main__":
    name, path, last = sys.argv[1:]
    if name == "drain3":
        print(json.dumps(drain3(path, int(last))))
    else:
        with open(path) as file:
            sequences = json.load(file)
        work = {"torch": pytorch, "onnxruntime": onnxruntime}[name]
        print(json.dumps(work(sequences, *map(int, last.split(",")))))
