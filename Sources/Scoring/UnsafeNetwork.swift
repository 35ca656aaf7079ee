import CVector
import Records

/// A network's weights as the kernels want them: transposed, so that a layer's units lie side by side, and each gate
/// padded with zeros to whole registers. Sums run in ``PlainNetwork``'s order, many units at a time.
package struct Network: Sendable {
    package let shape: ModelShape
    package let layers: [Layer]
    /// A layer's units, padded.
    package let units: Int
    /// [features, dense] and [dense], padded; empty where there is no dense layer.
    private let dense: [Float]
    private let denseBias: [Float]
    private let classifier: [Float]
    private let classifierBias: Float
    private let width: VectorWidth

    /// A class, so that a step counts one reference and not those of four arrays.
    package final class Layer: Sendable {
        /// Of the first layer: W_ih·embedding + b_ih by event [vocabulary, gates]. Of the others: W_ih [units, gates].
        package let input: [Float]
        /// [gates]
        package let inputBias: [Float]
        /// W_hh [units, gates]
        package let recurrent: [Float]
        /// [gates]
        package let recurrentBias: [Float]

        init(input: [Float], inputBias: [Float], recurrent: [Float], recurrentBias: [Float]) {
            (self.input, self.inputBias) = (input, inputBias)
            (self.recurrent, self.recurrentBias) = (recurrent, recurrentBias)
        }
    }

    /// The gates' rows of one layer, padded.
    package var gates: Int { shape.cell.gates * units }
    /// What a sequence is at: of each layer its state, and of an LSTM its memory behind it.
    package var stateSize: Int { shape.layers * layerStateSize }
    private var layerStateSize: Int { shape.cell == .gru ? units : 2 * units }

    package init(_ weights: Weights, width: VectorWidth = .widest) {
        shape = weights.shape
        self.width = width
        let shape = weights.shape
        let units = Self.padded(shape.hidden)
        self.units = units
        /// [gates · hidden, columns] to [columns, gates · units].
        func transposed(_ range: Range<Int>, columns: Int) -> [Float] {
            let gates = shape.cell.gates
            var packed = [Float](repeating: 0, count: columns * gates * units)
            for gate in 0..<gates {
                for unit in 0..<shape.hidden {
                    let row = range.lowerBound + (gate * shape.hidden + unit) * columns
                    for column in 0..<columns {
                        packed[(column * gates + gate) * units + unit] = weights.values[row + column]
                    }
                }
            }
            return packed
        }
        layers = weights.ranges.layers.enumerated().map { index, layer in
            let inputBias = transposed(layer.inputBias, columns: 1)
            var input = transposed(layer.inputWeight, columns: index == 0 ? shape.embedding : shape.hidden)
            if index == 0 {
                var table: [Float] = []
                for _ in 0..<shape.vocabulary { table += inputBias }
                let embedding = Array(weights.values[weights.ranges.embedding])
                width.addProduct(
                    Matrix(embedding, columns: shape.embedding), Matrix(input, columns: inputBias.count), to: &table)
                input = table
            }
            return Layer(
                input: input, inputBias: inputBias, recurrent: transposed(layer.recurrentWeight, columns: shape.hidden),
                recurrentBias: transposed(layer.recurrentBias, columns: 1))
        }
        let wide = Self.padded(shape.dense)
        var dense = [Float](repeating: 0, count: shape.dense == 0 ? 0 : shape.features * wide)
        var denseBias = [Float](repeating: 0, count: wide)
        for unit in 0..<shape.dense {
            for feature in 0..<shape.features {
                dense[feature * wide + unit] =
                    weights.values[weights.ranges.denseWeight.lowerBound + unit * shape.features + feature]
            }
            denseBias[unit] = weights.values[weights.ranges.denseBias.lowerBound + unit]
        }
        self.dense = dense
        self.denseBias = denseBias
        classifier = Array(weights.values[weights.ranges.classifierWeight])
        classifierBias = weights.values[weights.ranges.classifierBias]
    }

    /// Up to a whole number of the widest registers.
    private static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

    // MARK: one sequence

    /// Moves a sequence on by one event: `states[from...]` to `states[to...]`; the two may be the same.
    /// - Parameter scratch: ``scratchSize`` numbers.
    package func step(
        _ event: EventKind, _ states: inout [Float], from: Int, to: Int, scratch: inout [Float]
    ) {
        precondition(from >= 0 && to >= 0 && max(from, to) + stateSize <= states.count && scratch.count >= scratchSize)
        unsafe states.withUnsafeMutableBufferPointer { states in
            unsafe scratch.withUnsafeMutableBufferPointer { scratch in
                unsafe step(event, states.baseAddress! + from, states.baseAddress! + to, scratch.baseAddress!)
            }
        }
    }

    package var scratchSize: Int { 2 * gates + units }

    private func step(
        _ event: EventKind, _ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>,
        _ scratch: UnsafeMutablePointer<Float>
    ) {
        for (index, layer) in layers.enumerated() {
            let state = index * layerStateSize
            unsafe layer.input.withUnsafeBufferPointer { input in
                if index == 0 {
                    unsafe scratch.update(from: input.baseAddress! + Int(event.rawValue) * gates, count: gates)
                } else {
                    unsafe layer.inputBias.withUnsafeBufferPointer {
                        unsafe scratch.update(from: $0.baseAddress!, count: gates)
                    }
                    unsafe width.addProduct(
                        rows: 1, inner: shape.hidden, columns: gates, to + state - layerStateSize, 0, 1,
                        input.baseAddress!, gates, scratch, gates)
                }
            }
            unsafe advance(
                layer, rows: 1, gates: scratch, sums: scratch + gates, from: from + state, to: to + state,
                memory: from + state + units, toMemory: to + state + units, memoryTanh: scratch + 2 * gates)
        }
    }

    // MARK: many sequences

    /// Moves `rows` sequences on by one step of one layer.
    /// - Parameters:
    ///   - gates: W_ih·x + b_ih [rows, gates]; becomes the gates' activations.
    ///   - sums: becomes W_hh·h + b_hh [rows, gates].
    ///   - from, to: the states before and after [rows, units]; likewise an LSTM's memories.
    ///   - memoryTanh: of an LSTM, becomes tanh(c') [rows, units].
    package func advance(
        _ layer: Layer, rows: Int, gates: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>,
        from: UnsafePointer<Float>, to: UnsafeMutablePointer<Float>, memory: UnsafePointer<Float>,
        toMemory: UnsafeMutablePointer<Float>, memoryTanh: UnsafeMutablePointer<Float>
    ) {
        let (size, units) = (self.gates, self.units)
        unsafe layer.recurrentBias.withUnsafeBufferPointer { bias in
            for row in 0..<rows { unsafe (sums + row * size).update(from: bias.baseAddress!, count: size) }
        }
        unsafe layer.recurrent.withUnsafeBufferPointer { matrix in
            unsafe width.addProduct(
                rows: rows, inner: shape.hidden, columns: size, from, units, 1, matrix.baseAddress!, size, sums, size)
        }
        if shape.cell == .gru { return unsafe vector_gru(width.rawWidth, rows, units, gates, sums, from, to) }
        for row in 0..<rows {
            let (at, unit) = (row * size, row * units)
            unsafe combineLSTM(gates + at, sums + at, to + unit, memory + unit, toMemory + unit, memoryTanh + unit)
        }
    }

    private func combineLSTM(
        _ gates: UnsafeMutablePointer<Float>, _ sums: UnsafePointer<Float>, _ next: UnsafeMutablePointer<Float>,
        _ memory: UnsafePointer<Float>, _ nextMemory: UnsafeMutablePointer<Float>,
        _ memoryTanh: UnsafeMutablePointer<Float>
    ) {
        for index in 0..<4 * units { unsafe gates[index] += sums[index] }
        unsafe vector_sigmoid(width.rawWidth, 2 * units, gates, gates)
        unsafe vector_tanh(width.rawWidth, units, gates + 2 * units, gates + 2 * units)
        unsafe vector_sigmoid(width.rawWidth, units, gates + 3 * units, gates + 3 * units)
        for unit in 0..<units {
            unsafe nextMemory[unit] = gates[units + unit] * memory[unit] + gates[unit] * gates[2 * units + unit]
        }
        unsafe vector_tanh(width.rawWidth, units, nextMemory, memoryTanh)
        for unit in 0..<units { unsafe next[unit] = gates[3 * units + unit] * memoryTanh[unit] }
    }

    // MARK: the head

    /// Where the last layer's state stands in a sequence's.
    package var lastState: Int { (shape.layers - 1) * layerStateSize }

    /// The classifier's output.
    /// - Parameters:
    ///   - states: from `from` on a sequence's state, ``stateSize`` numbers.
    ///   - counts: how often each event occurred.
    package func logit(_ states: [Float], from: Int, counts: [Int]) -> Float {
        let state = states[from + lastState..<from + lastState + shape.hidden]
        guard shape.dense > 0 else { return classify(state) }
        var sums = denseBias
        addRows(state, counts, to: &sums)
        return classify(sums[..<shape.dense])
    }

    /// The dense layer's rows, each as often as its feature says. Those of the counts are 0 or 1, most of them 0: their
    /// rows are added or left out, in the order of ``ModelShape/countFeatures(_:)``.
    private func addRows(_ state: ArraySlice<Float>, _ counts: [Int], to sums: inout [Float]) {
        let columns = sums.count
        unsafe sums.withUnsafeMutableBufferPointer { sums in
            unsafe dense.withUnsafeBufferPointer { dense in
                unsafe state.withUnsafeBufferPointer { state in
                    unsafe width.addProduct(
                        rows: 1, inner: state.count, columns: columns, state.baseAddress!, 0, 1, dense.baseAddress!,
                        columns, sums.baseAddress!, columns)
                }
                var frequent = counts.indices.filter { counts[$0] > 0 }
                for (index, step) in ModelShape.countSteps.enumerated() where !frequent.isEmpty {
                    frequent.removeAll { counts[$0] < step }
                    for event in frequent {
                        let row = (shape.hidden + index * shape.vocabulary + event) * columns
                        for column in 0..<columns { unsafe sums[column] += dense[row + column] }
                    }
                }
            }
        }
    }

    private func classify(_ values: ArraySlice<Float>) -> Float {
        var logit = classifierBias
        let isRectified = shape.dense > 0
        for (value, weight) in zip(values, classifier) { logit += (isRectified ? max(value, 0) : value) * weight }
        return logit
    }
}
