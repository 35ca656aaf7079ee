import Glibc
import Records
import Scoring

/// The gradient of the weighted cross-entropy by backpropagation through time, summed over lessons. Forward it is the
/// scorer's own kernel.
package struct Gradient: Sendable {
    private let weights: Weights
    private let kernel: GRUKernel
    private let shape: ModelShape
    /// d loss / d parameters, in the parameters' order; the embedding's and the input's are complete after ``finish()``.
    package private(set) var values: [Float]
    /// The weighted cross-entropy, summed.
    package private(set) var loss = 0.0
    package private(set) var weight = 0.0
    /// d loss / d (W_ih·embedding + b_ih), by event: [vocabulary, 3·hidden].
    private var inputGates: [Float]
    private var states: [Float] = []
    private var trace: [Float] = []

    package init(_ weights: Weights) {
        self.weights = weights
        kernel = GRUKernel(weights)
        shape = weights.shape
        values = [Float](repeating: 0, count: shape.parameterCount)
        inputGates = [Float](repeating: 0, count: shape.vocabulary * shape.gates)
    }

    /// Adds the lesson's loss and no gradient.
    /// - Returns: the score.
    @discardableResult
    package mutating func score(_ lesson: Lesson) -> Float {
        let logit = kernel.logit(forward(lesson.events))
        // softplus(logit) - target·logit, in the form that does not overflow
        let entropy = max(logit, 0) - (lesson.isAbnormal ? logit : 0) + log1pf(expf(-abs(logit)))
        loss += Double(lesson.weight * entropy)
        weight += Double(lesson.weight)
        return Activation.sigmoid(logit)
    }

    package mutating func add(_ lesson: Lesson) {
        let hidden = shape.hidden
        let length = lesson.events.count
        let score = score(lesson)
        let sums = kernel.denseSums(states, from: length * hidden, counts: counts(lesson.events))
        let error = lesson.weight * (score - (lesson.isAbnormal ? 1 : 0))
        let features =
            Array(states[length * hidden..<(length + 1) * hidden])
            + counts(lesson.events).map(ModelShape.countFeature)
        var toFeatures = [Float](repeating: 0, count: features.count)
        for (unit, sum) in sums.enumerated() where sum > 0 {
            values[weights.classifierWeight.lowerBound + unit] += error * sum
            let toSum = error * weights.values[weights.classifierWeight.lowerBound + unit]
            values[weights.denseBias.lowerBound + unit] += toSum
            let row = weights.denseWeight.lowerBound + unit * features.count
            for (index, feature) in features.enumerated() {
                values[row + index] += toSum * feature
                toFeatures[index] += toSum * weights.values[row + index]
            }
        }
        values[weights.classifierBias] += error
        var toState = Array(toFeatures[..<hidden])
        for step in (0..<length).reversed() { backward(lesson.events[step], step, &toState) }
    }

    private func counts(_ events: [EventKind]) -> [Int] {
        var counts = [Int](repeating: 0, count: shape.vocabulary)
        for event in events { counts[Int(event.rawValue)] += 1 }
        return counts
    }

    /// - Returns: the dense layer's sums.
    private mutating func forward(_ events: [EventKind]) -> [Float] {
        let hidden = shape.hidden
        while states.count < (events.count + 1) * hidden { states.append(0) }
        while trace.count < events.count * kernel.traceSize { trace.append(0) }
        for unit in 0..<hidden { states[unit] = 0 }
        for (step, event) in events.enumerated() {
            kernel.step(
                event, &states, from: step * hidden, to: (step + 1) * hidden, trace: &trace, at: step * kernel.traceSize
            )
        }
        return kernel.denseSums(states, from: events.count * hidden, counts: counts(events))
    }

    /// Back through one step: takes d loss / d h' and leaves d loss / d h.
    ///
    /// With h' = (1 - z)·n + z·h and s = W_hn·h + b_hn: dn = dh'·(1 - z)·(1 - n²), dz = dh'·(h - n)·z·(1 - z),
    /// dr = dn·s·r·(1 - r); the recurrent sums get dr, dz, dn·r, the input sums dr, dz, dn.
    private mutating func backward(_ event: EventKind, _ step: Int, _ toState: inout [Float]) {
        let hidden = shape.hidden
        let gates = shape.gates
        var toInput = [Float](repeating: 0, count: gates)
        var toRecurrent = toInput
        var before = toState
        let state = step * hidden
        let at = step * kernel.traceSize
        for unit in 0..<hidden {
            let r = trace[at + gates + unit]
            let z = trace[at + gates + hidden + unit]
            let n = trace[at + gates + 2 * hidden + unit]
            let new = toState[unit] * (1 - z) * (1 - n * n)
            let update = toState[unit] * (states[state + unit] - n) * z * (1 - z)
            let reset = new * trace[at + 2 * hidden + unit] * r * (1 - r)
            toInput[unit] = reset
            toInput[hidden + unit] = update
            toInput[2 * hidden + unit] = new
            toRecurrent[unit] = reset
            toRecurrent[hidden + unit] = update
            toRecurrent[2 * hidden + unit] = new * r
            before[unit] = toState[unit] * z
        }
        let matrix = weights.recurrentWeight.lowerBound
        let bias = weights.recurrentBias.lowerBound
        let inputs = Int(event.rawValue) * gates
        let (parameters, states) = (weights.values, self.states)
        unsafe values.withUnsafeMutableBufferPointer { values in
            unsafe parameters.withUnsafeBufferPointer { weights in
                unsafe states.withUnsafeBufferPointer { states in
                    unsafe before.withUnsafeMutableBufferPointer { before in
                        for gate in 0..<gates {
                            let error = toRecurrent[gate]
                            let row = matrix + gate * hidden
                            unsafe Self.addScaled(values.baseAddress! + row, error, states.baseAddress! + state, hidden)
                            unsafe Self.addScaled(before.baseAddress!, error, weights.baseAddress! + row, hidden)
                            unsafe values[bias + gate] += error
                        }
                    }
                }
            }
        }
        for gate in 0..<gates { inputGates[inputs + gate] += toInput[gate] }
        toState = before
    }

    /// y += a·x
    @inline(__always)
    private static func addScaled(
        _ y: UnsafeMutablePointer<Float>, _ a: Float, _ x: UnsafePointer<Float>, _ count: Int
    ) {
        for index in 0..<count { unsafe y[index] += a * x[index] }
    }

    /// Takes the input's gradient apart into those of the embedding, the input weights and their bias. Row 0 of the
    /// embedding is padding, which never changes.
    package mutating func finish() {
        for event in 1..<shape.vocabulary {
            let embedding = weights.embedding.lowerBound + event * shape.embedding
            for gate in 0..<shape.gates {
                let error = inputGates[event * shape.gates + gate]
                if error == 0 { continue }
                let row = weights.inputWeight.lowerBound + gate * shape.embedding
                for index in 0..<shape.embedding {
                    values[row + index] += error * weights.values[embedding + index]
                    values[embedding + index] += error * weights.values[row + index]
                }
                values[weights.inputBias.lowerBound + gate] += error
            }
        }
    }

    /// The sum of two finished gradients on the same weights.
    mutating func add(_ other: Gradient) {
        for index in values.indices { values[index] += other.values[index] }
        loss += other.loss
        weight += other.weight
    }
}
