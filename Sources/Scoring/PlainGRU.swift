import Records

/// The forward pass as its formulas stand in PyTorch's documentation of `torch.nn.GRU`, one loop after the other:
/// what ``GRUKernel`` must agree with to the last bit.
package enum PlainGRU {
    /// The score of a whole sequence, from 0 to 1.
    package static func score(_ events: [EventKind], _ weights: Weights) -> Float {
        var state = [Float](repeating: 0, count: weights.shape.hidden)
        var counts = [Int](repeating: 0, count: weights.shape.vocabulary)
        for event in events {
            state = step(event, state, weights)
            counts[Int(event.rawValue)] += 1
        }
        return Activation.sigmoid(logit(state, counts, weights))
    }

    /// r = σ(W_ir x + b_ir + W_hr h + b_hr), z likewise, n = tanh(W_in x + b_in + r·(W_hn h + b_hn)),
    /// h' = (1 - z)·n + z·h.
    static func step(_ event: EventKind, _ state: [Float], _ weights: Weights) -> [Float] {
        let shape = weights.shape
        let values = weights.values
        let row = weights.embedding.lowerBound + Int(event.rawValue) * shape.embedding
        var input = Array(values[weights.inputBias])
        var recurrent = Array(values[weights.recurrentBias])
        for gate in 0..<shape.gates {
            for column in 0..<shape.embedding {
                input[gate] +=
                    values[row + column] * values[weights.inputWeight.lowerBound + gate * shape.embedding + column]
            }
            for column in 0..<shape.hidden {
                recurrent[gate] +=
                    state[column] * values[weights.recurrentWeight.lowerBound + gate * shape.hidden + column]
            }
        }
        return (0..<shape.hidden).map { unit in
            let reset = Activation.sigmoid(input[unit] + recurrent[unit])
            let update = Activation.sigmoid(input[shape.hidden + unit] + recurrent[shape.hidden + unit])
            let new = Activation.tanh(input[2 * shape.hidden + unit] + reset * recurrent[2 * shape.hidden + unit])
            return (1 - update) * new + update * state[unit]
        }
    }

    /// The classifier's output on what the dense layer makes of the last state and the events' counts.
    static func logit(_ state: [Float], _ counts: [Int], _ weights: Weights) -> Float {
        let features = state + counts.map(ModelShape.countFeature)
        var logit = weights.values[weights.classifierBias]
        for unit in 0..<weights.shape.dense {
            var sum = weights.values[weights.denseBias.lowerBound + unit]
            let row = weights.denseWeight.lowerBound + unit * features.count
            for (index, feature) in features.enumerated() { sum += feature * weights.values[row + index] }
            logit += max(sum, 0) * weights.values[weights.classifierWeight.lowerBound + unit]
        }
        return logit
    }
}
