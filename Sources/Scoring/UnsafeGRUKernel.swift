import Records

/// The GRU's step on prepared weights. Sums run in ``PlainGRU``'s order, many gates at a time, so that the result is
/// the same to the last bit however wide the processor's registers are.
package struct GRUKernel: Sendable {
    private let hidden: Int
    /// [vocabulary, 3·hidden]: W_ih·embedding + b_ih, which depends on the event alone.
    private let inputGates: [Float]
    /// [hidden, 3·hidden]: W_hh transposed, so that gates lie side by side.
    private let recurrent: [Float]
    private let recurrentBias: [Float]
    /// [hidden + vocabulary, dense]: transposed, so that the layer's units lie side by side.
    private let dense: [Float]
    private let denseBias: [Float]
    private let classifier: [Float]
    private let classifierBias: Float

    package init(_ weights: Weights) {
        let shape = weights.shape
        let values = weights.values
        hidden = shape.hidden
        var inputGates: [Float] = []
        for event in 0..<shape.vocabulary {
            let row = weights.embedding.lowerBound + event * shape.embedding
            for gate in 0..<shape.gates {
                let column = weights.inputWeight.lowerBound + gate * shape.embedding
                var sum = values[weights.inputBias.lowerBound + gate]
                for index in 0..<shape.embedding { sum += values[row + index] * values[column + index] }
                inputGates.append(sum)
            }
        }
        self.inputGates = inputGates
        var recurrent = [Float](repeating: 0, count: shape.gates * shape.hidden)
        for gate in 0..<shape.gates {
            for unit in 0..<shape.hidden {
                recurrent[unit * shape.gates + gate] =
                    values[weights.recurrentWeight.lowerBound + gate * shape.hidden + unit]
            }
        }
        self.recurrent = recurrent
        recurrentBias = Array(values[weights.recurrentBias])
        var dense = [Float](repeating: 0, count: shape.dense * shape.features)
        for unit in 0..<shape.dense {
            for feature in 0..<shape.features {
                dense[feature * shape.dense + unit] =
                    values[weights.denseWeight.lowerBound + unit * shape.features + feature]
            }
        }
        self.dense = dense
        denseBias = Array(values[weights.denseBias])
        classifier = Array(values[weights.classifierWeight])
        classifierBias = values[weights.classifierBias]
    }

    /// How much scratch a step needs: what it computes on its way, which backpropagation goes back through.
    package var traceSize: Int { 6 * hidden }

    /// Moves `states[from...]` on by one event, into `states[to...]`; the two may be the same.
    /// - Parameters:
    ///   - trace: from `at` on it gets W_hh·h + b_hh [3·hidden], then the gates r, z, n [3·hidden].
    package func step(
        _ event: EventKind, _ states: inout [Float], from: Int, to: Int, trace: inout [Float], at: Int = 0
    ) {
        precondition(from >= 0 && to >= 0 && at >= 0 && at + traceSize <= trace.count)
        precondition(max(from, to) + hidden <= states.count && Int(event.rawValue) < EventKind.vocabularySize)
        unsafe states.withUnsafeMutableBufferPointer { states in
            unsafe trace.withUnsafeMutableBufferPointer { trace in
                unsafe recurrent.withUnsafeBufferPointer { recurrent in
                    unsafe inputGates.withUnsafeBufferPointer { inputGates in
                        let sums = unsafe trace.baseAddress! + at
                        unsafe recurrentGates(states.baseAddress! + from, recurrent.baseAddress!, sums)
                        unsafe combine(
                            inputGates.baseAddress! + Int(event.rawValue) * 3 * hidden, sums,
                            states.baseAddress! + from, states.baseAddress! + to, sums + 3 * hidden)
                    }
                }
            }
        }
    }

    /// gates = W_hh·state + b_hh
    private func recurrentGates(
        _ state: UnsafePointer<Float>, _ matrix: UnsafePointer<Float>, _ gates: UnsafeMutablePointer<Float>
    ) {
        let width = 3 * hidden
        var gate = 0
        while gate + 16 <= width {
            var sum = SIMD16<Float>()
            for lane in 0..<16 { sum[lane] = recurrentBias[gate + lane] }
            var row = unsafe UnsafeRawPointer(matrix + gate)
            for unit in 0..<hidden {
                let weights = unsafe row.loadUnaligned(as: SIMD16<Float>.self)
                unsafe sum += weights * state[unit]
                unsafe row += width * 4
            }
            unsafe UnsafeMutableRawPointer(gates + gate).storeBytes(of: sum, as: SIMD16<Float>.self)
            gate += 16
        }
        while gate < width {
            var sum = recurrentBias[gate]
            for unit in 0..<hidden { unsafe sum += state[unit] * matrix[unit * width + gate] }
            unsafe gates[gate] = sum
            gate += 1
        }
    }

    private func combine(
        _ input: UnsafePointer<Float>, _ gates: UnsafePointer<Float>, _ state: UnsafePointer<Float>,
        _ next: UnsafeMutablePointer<Float>, _ activations: UnsafeMutablePointer<Float>
    ) {
        let h = hidden
        for unit in 0..<h {
            let reset = unsafe Activation.sigmoid(input[unit] + gates[unit])
            let update = unsafe Activation.sigmoid(input[h + unit] + gates[h + unit])
            let new = unsafe Activation.tanh(input[2 * h + unit] + reset * gates[2 * h + unit])
            unsafe activations[unit] = reset
            unsafe activations[h + unit] = update
            unsafe activations[2 * h + unit] = new
            unsafe next[unit] = (1 - update) * new + update * state[unit]
        }
    }

    /// The dense layer's sums, before what is negative in them is cut off, on `states[from..<from + hidden]` and the
    /// events' counts.
    package func denseSums(_ states: [Float], from: Int, counts: [Int]) -> [Float] {
        var sums = denseBias
        for unit in 0..<hidden { add(states[from + unit], row: unit, to: &sums) }
        for (index, count) in counts.enumerated() where count > 0 {
            add(ModelShape.countFeature(count), row: hidden + index, to: &sums)
        }
        return sums
    }

    private func add(_ feature: Float, row: Int, to sums: inout [Float]) {
        let start = row * sums.count
        for unit in sums.indices { sums[unit] += feature * dense[start + unit] }
    }

    /// The classifier's output on the dense layer's sums.
    package func logit(_ denseSums: [Float]) -> Float {
        var logit = classifierBias
        for (unit, sum) in denseSums.enumerated() { logit += max(sum, 0) * classifier[unit] }
        return logit
    }
}
