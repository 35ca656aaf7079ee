import Records

/// The forward pass as its formulas stand in PyTorch's documentation of `torch.nn.GRU` and `torch.nn.LSTM`, one loop
/// after the other: what ``Network`` must agree with to the last bit.
package enum PlainNetwork {
    /// The score of a sequence, from 0 to 1.
    package static func score(_ events: [EventKind], _ weights: Weights) -> Float {
        let shape = weights.shape
        var inputs = shape.kept(of: events).map { event in
            let row = weights.ranges.embedding.lowerBound + Int(event.rawValue) * shape.embedding
            return Array(weights.values[row..<row + shape.embedding])
        }
        for layer in weights.ranges.layers {
            var state = [Float](repeating: 0, count: shape.hidden)
            var memory = state
            inputs = inputs.map { input in
                (state, memory) = step(input, state, memory, layer, weights)
                return state
            }
        }
        return Activation.sigmoid(logit(inputs.last ?? [], events.counts, weights))
    }

    /// One step of one layer: its state and, of an LSTM, its memory.
    private static func step(
        _ x: [Float], _ state: [Float], _ memory: [Float], _ layer: Weights.Ranges.Layer, _ weights: Weights
    ) -> (state: [Float], memory: [Float]) {
        let units = weights.shape.hidden
        let input = affine(layer.inputWeight, x, layer.inputBias, weights)
        let recurrent = affine(layer.recurrentWeight, state, layer.recurrentBias, weights)
        func gate(_ index: Int, _ unit: Int) -> Float { input[index * units + unit] + recurrent[index * units + unit] }
        switch weights.shape.cell {
        case .gru:
            // r = σ(W_ir x + b_ir + W_hr h + b_hr), z likewise, n = tanh(W_in x + b_in + r·(W_hn h + b_hn)),
            // h' = (1 - z)·n + z·h
            let next = (0..<units).map { unit in
                let reset = Activation.sigmoid(gate(0, unit))
                let update = Activation.sigmoid(gate(1, unit))
                let new = Activation.tanh(input[2 * units + unit] + reset * recurrent[2 * units + unit])
                return (1 - update) * new + update * state[unit]
            }
            return (next, memory)
        case .lstm:
            // i = σ(W_ii x + b_ii + W_hi h + b_hi), f and o likewise, g with tanh; c' = f·c + i·g, h' = o·tanh(c')
            let next = (0..<units).map { unit in
                Activation.sigmoid(gate(1, unit)) * memory[unit]
                    + Activation.sigmoid(gate(0, unit)) * Activation.tanh(gate(2, unit))
            }
            return ((0..<units).map { Activation.sigmoid(gate(3, $0)) * Activation.tanh(next[$0]) }, next)
        }
    }

    /// The bias first, then the products from left to right.
    private static func affine(
        _ matrix: Range<Int>, _ x: [Float], _ bias: Range<Int>, _ weights: Weights
    ) -> [Float] {
        (0..<bias.count).map { row in
            var sum = weights.values[bias.lowerBound + row]
            for (column, value) in x.enumerated() {
                sum += value * weights.values[matrix.lowerBound + row * x.count + column]
            }
            return sum
        }
    }

    /// The classifier's output on the last state, or on what the dense layer makes of it and the events' counts.
    private static func logit(_ state: [Float], _ counts: [Int], _ weights: Weights) -> Float {
        var seen = state
        if weights.shape.dense > 0 {
            let features = state + ModelShape.countFeatures(counts)
            seen = affine(weights.ranges.denseWeight, features, weights.ranges.denseBias, weights).map { max($0, 0) }
        }
        var logit = weights.values[weights.ranges.classifierBias]
        for (index, value) in seen.enumerated() {
            logit += value * weights.values[weights.ranges.classifierWeight.lowerBound + index]
        }
        return logit
    }
}

extension ModelShape {
    /// The events that the recurrent layers see: all, or those of the window, padded in front.
    package func kept(of events: [EventKind]) -> [EventKind] {
        guard let window else { return events }
        return [EventKind](repeating: .padding, count: max(0, window - events.count)) + events.suffix(window)
    }
}
