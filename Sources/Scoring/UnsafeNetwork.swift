import CVector
import Records

/// A network's weights as the kernels want them: transposed, so that a layer's units lie side by side, and each gate
/// padded with zeros to whole registers. Sums run in ``PlainNetwork``'s order, many units at a time.
package struct Network: Sendable {
    package let shape: ModelShape
    package let layers: [Layer]
    /// All layers' weights: one array, so that a step counts no references.
    package let values: [Float]
    /// A layer's units, padded.
    package let units: Int
    /// [features, dense] and [dense], padded; empty where there is no dense layer.
    private let dense: [Float]
    private let denseBias: [Float]
    private let classifier: [Float]
    private let classifierBias: Float
    private let width: VectorWidth

    /// Where a layer's weights stand in ``values``.
    package struct Layer: Sendable {
        /// Of the first layer: W_ih·embedding + b_ih by event [vocabulary, gates]. Of the others: W_ih [units, gates].
        package let input: Range<Int>
        /// [gates]
        package let inputBias: Range<Int>
        /// W_hh [units, gates]
        package let recurrent: Range<Int>
        /// [gates]
        package let recurrentBias: Range<Int>
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
        var values: [Float] = []
        func place(_ more: [Float]) -> Range<Int> {
            values += more
            return values.count - more.count..<values.count
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
                input: place(input), inputBias: place(inputBias),
                recurrent: place(transposed(layer.recurrentWeight, columns: shape.hidden)),
                recurrentBias: place(transposed(layer.recurrentBias, columns: 1)))
        }
        self.values = values
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

    // MARK: paths

    /// The way of one sequence. States stand among others'; each is named by where it begins.
    package struct Path: Sendable {
        package struct Step: Sendable {
            package let prefix: PrefixID
            package let event: EventKind
            /// Where the prefix's state goes, beside the path's own room.
            package let copy: Int?

            package init(_ event: EventKind, to prefix: PrefixID = .empty, copy: Int? = nil) {
                (self.prefix, self.event, self.copy) = (prefix, event, copy)
            }
        }

        /// The state so far.
        package var state = 0
        /// Two states of the path's own, which take turns.
        package let room: Int
        /// The last one comes first.
        package var steps: [Step] = []
        /// How many of them are still to come.
        package var left = 0

        package init(room: Int) { self.room = room }

        /// - Parameter size: of a state.
        /// - Returns: the next step's event.
        fileprivate mutating func moveOn(_ size: Int) -> EventKind {
            left -= 1
            state = state == room ? room + size : room
            return steps[left].event
        }

        /// Of the latest step.
        fileprivate var copy: Int? { left < steps.count ? steps[left].copy : nil }
    }

    /// Goes on along the paths until the first of them that has steps left has none.
    ///
    /// A step waits for the one before it: two paths side by side take less time than one after the other.
    /// - Returns: how many steps were gone on each.
    package func run(_ paths: inout [Path], _ states: inout [Float]) -> Int {
        guard let steps = paths.lazy.map(\.left).filter({ $0 > 0 }).min() else { return 0 }
        for path in paths {
            precondition(path.left <= path.steps.count && min(path.state, path.room) >= 0)
            precondition(max(path.state, path.room + stateSize) + stateSize <= states.count)
        }
        unsafe states.withUnsafeMutableBufferPointer { states in
            unsafe withUnsafeTemporaryAllocation(of: vector_step.self, capacity: paths.count) { rows in
                unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: scratchSize(paths.count)) { scratch in
                    for _ in 0..<steps { unsafe step(&paths, states, rows.baseAddress!, scratch.baseAddress!) }
                }
            }
        }
        return steps
    }

    /// What a step of so many paths needs: the gates of each and, for one at a time, an LSTM's sums and tanh(c').
    private func scratchSize(_ paths: Int) -> Int { (paths + 1) * gates + units }

    /// One step on each path that has one left.
    private func step(
        _ paths: inout [Path], _ states: UnsafeMutableBufferPointer<Float>, _ rows: UnsafeMutablePointer<vector_step>,
        _ scratch: UnsafeMutablePointer<Float>
    ) {
        let start = states.baseAddress!
        unsafe values.withUnsafeBufferPointer { values in
            let values = values.baseAddress!
            var count = 0
            for index in paths.indices where paths[index].left > 0 {
                let from = paths[index].state
                let event = paths[index].moveOn(stateSize)
                let input = unsafe values + layers[0].input.lowerBound + Int(event.rawValue) * gates
                unsafe (rows + count).initialize(
                    to: vector_step(input: input, state: start + from, next: start + paths[index].state))
                count += 1
            }
            unsafe run(rows, count, values, scratch)
        }
        for index in paths.indices {
            guard let copy = paths[index].copy else { continue }
            precondition(copy >= 0 && copy + stateSize <= states.count)
            unsafe (start + copy).update(from: start + paths[index].state, count: stateSize)
        }
    }

    /// A step of each row, whose input is the first layer's.
    private func run(
        _ rows: UnsafeMutablePointer<vector_step>, _ count: Int, _ values: UnsafePointer<Float>,
        _ scratch: UnsafeMutablePointer<Float>
    ) {
        for index in layers.indices {
            let layer = layers[index]
            for row in 0..<count where index > 0 {
                let (input, below) = unsafe (scratch + row * gates, rows[row].next!)
                unsafe input.update(from: values + layer.inputBias.lowerBound, count: gates)
                unsafe width.addProduct(
                    rows: 1, inner: shape.hidden, columns: gates, below, 0, 1, values + layer.input.lowerBound, gates,
                    input, gates)
                unsafe rows[row] = vector_step(
                    input: input, state: rows[row].state + layerStateSize, next: below + layerStateSize)
            }
            switch shape.cell {
            case .gru:
                unsafe vector_gru_steps(
                    width.rawWidth, count, rows, units, shape.hidden, values + layer.recurrent.lowerBound,
                    values + layer.recurrentBias.lowerBound)
            case .lstm:
                for row in 0..<count {
                    unsafe runLSTM(layer, rows[row], scratch + row * gates, scratch + count * gates)
                }
            }
        }
    }

    private func runLSTM(
        _ layer: Layer, _ row: vector_step, _ input: UnsafeMutablePointer<Float>, _ sums: UnsafeMutablePointer<Float>
    ) {
        if unsafe row.input != input { unsafe input.update(from: row.input, count: gates) }
        unsafe advance(
            layer, rows: 1, gates: input, sums: sums, from: row.state, to: row.next, memory: row.state + units,
            toMemory: row.next + units, memoryTanh: sums + gates)
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
        unsafe values.withUnsafeBufferPointer { values in
            let values = values.baseAddress!
            let bias = unsafe values + layer.recurrentBias.lowerBound
            for row in 0..<rows { unsafe (sums + row * size).update(from: bias, count: size) }
            unsafe width.addProduct(
                rows: rows, inner: shape.hidden, columns: size, from, units, 1, values + layer.recurrent.lowerBound,
                size, sums, size)
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
        precondition(from >= 0 && from + stateSize <= states.count && counts.count == shape.vocabulary)
        return unsafe states.withUnsafeBufferPointer { states in
            let state = unsafe states.baseAddress! + from + lastState
            guard shape.dense > 0 else { return unsafe classify(state, count: shape.hidden) { $0 } }
            return unsafe withUnsafeTemporaryAllocation(of: Float.self, capacity: denseBias.count) { sums in
                let sums = sums.baseAddress!
                unsafe denseBias.withUnsafeBufferPointer {
                    unsafe sums.initialize(from: $0.baseAddress!, count: denseBias.count)
                }
                unsafe addRows(state, counts, to: sums)
                return unsafe classify(sums, count: shape.dense) { max($0, 0) }
            }
        }
    }

    /// The dense layer's rows, each as often as its feature says. Those of the counts are 0 or 1, most of them 0: their
    /// rows are added or left out, in the order of ``ModelShape/countFeatures(_:)``.
    private func addRows(_ state: UnsafePointer<Float>, _ counts: [Int], to sums: UnsafeMutablePointer<Float>) {
        let columns = denseBias.count
        unsafe withUnsafeTemporaryAllocation(of: Int32.self, capacity: shape.features - shape.hidden) { rows in
            unsafe dense.withUnsafeBufferPointer { dense in
                unsafe width.addProduct(
                    rows: 1, inner: shape.hidden, columns: columns, state, 0, 1, dense.baseAddress!, columns, sums,
                    columns)
                let found = unsafe find(counts, rows.baseAddress!)
                unsafe vector_add_rows(width.rawWidth, columns, dense.baseAddress!, found, rows.baseAddress!, sums)
            }
        }
    }

    /// - Returns: how many `rows` were found: those of the features that are 1.
    private func find(_ counts: [Int], _ rows: UnsafeMutablePointer<Int32>) -> Int {
        var found = 0
        var first = shape.hidden
        // The events that are frequent enough, as bits.
        var frequent: UInt32 = 0
        for event in counts.indices where counts[event] > 0 { frequent |= 1 << UInt32(truncatingIfNeeded: event) }
        for step in ModelShape.countSteps where frequent != 0 {
            var rest = frequent
            while rest != 0 {
                let event = rest.trailingZeroBitCount
                let bit = rest & (0 &- rest)
                rest ^= bit
                if counts[event] < step {
                    frequent ^= bit
                } else {
                    unsafe rows[found] = Int32(truncatingIfNeeded: first + event)
                    found += 1
                }
            }
            first += shape.vocabulary
        }
        return found
    }

    private func classify(
        _ values: UnsafePointer<Float>, count: Int, _ rectify: (Float) -> Float
    ) -> Float {
        var logit = classifierBias
        for index in 0..<count { unsafe logit += rectify(values[index]) * classifier[index] }
        return logit
    }
}
