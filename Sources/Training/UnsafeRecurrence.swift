import Records
import Scoring

/// The recurrent layers of a network on many sequences at once, forward and back through time.
///
/// Sequences are sorted by length, the longest first, so that at step t the first `active[t]` of them are still going
/// on; rows of all steps stand one after the other, those of step t from `offsets[t]` on.
struct Recurrence {
    private let network: Network
    private let width = VectorWidth.widest
    /// [vocabulary · gates]: d loss / d (W_ih·embedding + b_ih), by event.
    private var inputGates: [Float]
    /// Of each layer, padded as the network has it.
    private var gradients: [LayerGradient]
    private var active: [Int] = []
    private var offsets: [Int] = []
    /// By row.
    private var events: [EventKind] = []
    /// The places that sequences have by length: `places[i]` is the row of sequence i.
    private var places: [Int] = []
    private var lengths: [Int] = []
    /// Of each layer.
    private var traces: [Trace] = []

    private struct LayerGradient {
        /// [gates, units], as the weights are and not transposed.
        var input: [Float]
        var recurrent: [Float]
        /// [gates]
        var inputBias: [Float]
        var recurrentBias: [Float]
    }

    init(_ network: Network) {
        self.network = network
        let (gates, units) = (network.gates, network.units)
        inputGates = [Float](repeating: 0, count: network.shape.vocabulary * gates)
        gradients = network.layers.indices.map { layer in
            LayerGradient(
                input: [Float](repeating: 0, count: layer == 0 ? 0 : gates * units),
                recurrent: [Float](repeating: 0, count: gates * units), inputBias: [Float](repeating: 0, count: gates),
                recurrentBias: [Float](repeating: 0, count: gates))
        }
    }

    // MARK: forward

    /// - Returns: the last layer's last state of each sequence, row by row [sequences, hidden]; zeros for an empty one.
    mutating func forward(_ sequences: [[EventKind]]) -> Matrix {
        arrange(sequences.map(network.shape.kept))
        for layer in network.layers.indices { run(layer) }
        let (units, hidden) = (network.units, network.shape.hidden)
        var last = Matrix([], columns: hidden)
        last.values.reserveCapacity(sequences.count * hidden)
        for (place, length) in zip(places, lengths) {
            if length == 0 {
                last.values += repeatElement(0, count: hidden)
            } else {
                let state = unsafe traces[traces.count - 1].after + (offsets[length - 1] + place) * units
                unsafe last.values += UnsafeBufferPointer(start: state, count: hidden)
            }
        }
        return last
    }

    private mutating func arrange(_ sequences: [[EventKind]]) {
        lengths = sequences.map(\.count)
        let order = sequences.indices.sorted { lengths[$0] == lengths[$1] ? $0 < $1 : lengths[$0] > lengths[$1] }
        places = [Int](repeating: 0, count: sequences.count)
        for (place, index) in order.enumerated() { places[index] = place }
        let steps = order.first.map { lengths[$0] } ?? 0
        active = (0..<steps).map { step in order.prefix { lengths[$0] > step }.count }
        offsets = [0]
        for count in active { offsets.append(offsets[offsets.count - 1] + count) }
        events = active.enumerated().flatMap { step, count in order[..<count].map { sequences[$0][step] } }
        traces = network.layers.map { _ in Trace(rows: events.count, gates: network.gates, units: network.units) }
    }

    private func run(_ layer: Int) {
        fillInputs(of: layer)
        let (gates, units, trace) = (network.gates, network.units, traces[layer])
        for (step, rows) in active.enumerated() {
            let row = offsets[step]
            unsafe carry(trace.after, to: trace.before, step)
            if network.shape.cell == .lstm { unsafe carry(trace.memoryAfter, to: trace.memoryBefore, step) }
            unsafe network.advance(
                network.layers[layer], rows: rows, gates: trace.gates + row * gates, sums: trace.sums + row * gates,
                from: trace.before + row * units, to: trace.after + row * units,
                memory: trace.memoryBefore + row * units, toMemory: trace.memoryAfter + row * units,
                memoryTanh: trace.memoryTanh + row * units)
        }
    }

    /// What a step begins with is what the step before ended with; at first it is 0.
    private func carry(_ after: UnsafePointer<Float>, to before: UnsafeMutablePointer<Float>, _ step: Int) {
        let count = active[step] * network.units
        if step == 0 {
            unsafe before.update(repeating: 0, count: count)
        } else {
            unsafe (before + offsets[step] * network.units).update(
                from: after + offsets[step - 1] * network.units, count: count)
        }
    }

    /// W_ih·x + b_ih of all rows.
    private func fillInputs(of layer: Int) {
        let gates = network.gates
        let weights = network.layers[layer]
        let sums = unsafe traces[layer].gates
        unsafe network.values.withUnsafeBufferPointer { values in
            let input = unsafe values.baseAddress! + weights.input.lowerBound
            let bias = unsafe values.baseAddress! + weights.inputBias.lowerBound
            for (row, event) in events.enumerated() {
                let source = unsafe layer == 0 ? input + Int(event.rawValue) * gates : bias
                unsafe (sums + row * gates).update(from: source, count: gates)
            }
            guard layer > 0 else { return }
            unsafe width.addProduct(
                rows: events.count, inner: network.shape.hidden, columns: gates, traces[layer - 1].after,
                network.units, 1, input, gates, sums, gates)
        }
    }

    // MARK: backward

    /// Adds to the gradients what `last` (d loss / d what ``forward(_:)`` returned) comes to.
    mutating func backward(_ last: Matrix) {
        let (units, hidden) = (network.units, network.shape.hidden)
        // d loss / d the layer's states, by row.
        var toStates = Numbers(events.count * units)
        for (index, place) in places.enumerated() where lengths[index] > 0 {
            let state = unsafe toStates.start + (offsets[lengths[index] - 1] + place) * units
            for unit in 0..<hidden { unsafe state[unit] = last.values[index * hidden + unit] }
        }
        for layer in network.layers.indices.reversed() { toStates = backward(layer, toStates) }
    }

    /// - Returns: d loss / d the states of the layer below, by row; empty for the first layer.
    private mutating func backward(_ layer: Int, _ toStates: Numbers) -> Numbers {
        let (gates, units, rows) = (network.gates, network.units, events.count)
        let (toInput, toSums) = backThroughTime(layer, toStates)
        unsafe addTransposedProduct(toSums, traces[layer].before, to: &gradients[layer].recurrent)
        addColumnSums(toSums, to: &gradients[layer].recurrentBias)
        guard layer > 0 else {
            for (row, event) in events.enumerated() {
                let at = Int(event.rawValue) * gates
                for gate in 0..<gates { unsafe inputGates[at + gate] += toInput.start[row * gates + gate] }
            }
            return Numbers(0)
        }
        unsafe addTransposedProduct(toInput, traces[layer - 1].after, to: &gradients[layer].input)
        addColumnSums(toInput, to: &gradients[layer].inputBias)
        let below = Numbers(rows * units)
        let matrix = transposed(Array(network.values[network.layers[layer].input]))
        unsafe width.addProduct(
            rows: rows, inner: gates, columns: units, toInput.start, gates, 1, matrix.start, units, below.start, units)
        return below
    }

    /// From the last step to the first.
    /// - Returns: d loss / d the gates' inputs and d loss / d the recurrent sums, by row.
    private func backThroughTime(_ layer: Int, _ toStates: Numbers) -> (toInput: Numbers, toSums: Numbers) {
        let (gates, units) = (network.gates, network.units)
        let (toInput, toSums) = (Numbers(events.count * gates), Numbers(events.count * gates))
        // d loss / d the state, and the memory, of each sequence that is going on.
        let (toState, toMemory) = (Numbers(places.count * units), Numbers(places.count * units))
        let matrix = transposed(Array(network.values[network.layers[layer].recurrent]))
        for step in active.indices.reversed() {
            let first = offsets[step]
            for index in 0..<active[step] * units {
                unsafe toState.start[index] += toStates.start[first * units + index]
            }
            for row in 0..<active[step] {
                unsafe backward(
                    traces[layer], row: first + row, toState.start + row * units, toMemory.start + row * units,
                    toInput.start + (first + row) * gates, toSums.start + (first + row) * gates)
            }
            unsafe width.addProduct(
                rows: active[step], inner: gates, columns: units, toSums.start + first * gates, gates, 1, matrix.start,
                units, toState.start, units)
        }
        return (toInput, toSums)
    }

    /// One row back: takes d loss / d h' and leaves in its place what of d loss / d h does not come through the sums.
    private func backward(
        _ trace: Trace, row: Int, _ toState: UnsafeMutablePointer<Float>,
        _ toMemory: UnsafeMutablePointer<Float>, _ toInput: UnsafeMutablePointer<Float>,
        _ toSums: UnsafeMutablePointer<Float>
    ) {
        let units = network.units
        let gates = unsafe trace.gates + row * network.gates
        switch network.shape.cell {
        case .gru:
            // h' = (1 - z)·n + z·h with n = tanh(... + r·s), s = W_hn·h + b_hn: dn = dh'·(1 - z)·(1 - n²),
            // dz = dh'·(h - n)·z·(1 - z), dr = dn·s·r·(1 - r); the sums get dr, dz, dn·r, the inputs dr, dz, dn.
            let state = unsafe trace.before + row * units
            let sums = unsafe trace.sums + row * network.gates + 2 * units
            for unit in 0..<units {
                let (r, z, n) = unsafe (gates[unit], gates[units + unit], gates[2 * units + unit])
                let new = unsafe toState[unit] * (1 - z) * (1 - n * n)
                let update = unsafe toState[unit] * (state[unit] - n) * z * (1 - z)
                let reset = unsafe new * sums[unit] * r * (1 - r)
                unsafe toInput[unit] = reset
                unsafe toInput[units + unit] = update
                unsafe toInput[2 * units + unit] = new
                unsafe toSums[unit] = reset
                unsafe toSums[units + unit] = update
                unsafe toSums[2 * units + unit] = new * r
                unsafe toState[unit] *= z
            }
        case .lstm:
            // c' = f·c + i·g, h' = o·tanh(c'): dc' += dh'·o·(1 - tanh²(c')); di = dc'·g·i·(1 - i), df = dc'·c·f·(1 - f),
            // dg = dc'·i·(1 - g²), do = dh'·tanh(c')·o·(1 - o), dc = dc'·f
            let memory = unsafe trace.memoryBefore + row * units
            let tanh = unsafe trace.memoryTanh + row * units
            for unit in 0..<units {
                let (i, f) = unsafe (gates[unit], gates[units + unit])
                let (g, o) = unsafe (gates[2 * units + unit], gates[3 * units + unit])
                let inner = unsafe toMemory[unit] + toState[unit] * o * (1 - tanh[unit] * tanh[unit])
                unsafe toInput[unit] = inner * g * i * (1 - i)
                unsafe toInput[units + unit] = inner * memory[unit] * f * (1 - f)
                unsafe toInput[2 * units + unit] = inner * i * (1 - g * g)
                unsafe toInput[3 * units + unit] = toState[unit] * tanh[unit] * o * (1 - o)
                unsafe toMemory[unit] = inner * f
                unsafe toState[unit] = 0
            }
            unsafe toSums.update(from: toInput, count: network.gates)
        }
    }

    // MARK: sums

    /// sum += aᵀ·b over all rows: [gates, units].
    private func addTransposedProduct(_ a: Numbers, _ b: UnsafePointer<Float>, to sum: inout [Float]) {
        let (gates, units) = (network.gates, network.units)
        unsafe sum.withUnsafeMutableBufferPointer { sum in
            unsafe width.addProduct(
                rows: gates, inner: events.count, columns: units, a.start, 1, gates, b, units, sum.baseAddress!, units)
        }
    }

    private func addColumnSums(_ values: Numbers, to sums: inout [Float]) {
        let gates = network.gates
        // sums += 1ᵀ·values, the one 1 standing for all
        unsafe withUnsafePointer(to: Float(1)) { one in
            unsafe sums.withUnsafeMutableBufferPointer { sums in
                unsafe width.addProduct(
                    rows: 1, inner: events.count, columns: gates, one, 0, 0, values.start, gates, sums.baseAddress!,
                    gates)
            }
        }
    }

    /// [hidden, gates] to [gates, units].
    private func transposed(_ matrix: [Float]) -> Numbers {
        let (gates, units) = (network.gates, network.units)
        let result = Numbers(gates * units)
        for row in 0..<matrix.count / gates {
            for gate in 0..<gates { unsafe result.start[gate * units + row] = matrix[row * gates + gate] }
        }
        return result
    }

    // MARK: the parameters' gradient

    /// Adds what has been gathered to the gradient of all parameters. Row 0 of the embedding is padding, which never
    /// changes.
    func addGradient(_ weights: Weights, to values: inout [Float]) {
        let shape = network.shape
        let (gates, units) = (network.gates, network.units)
        func eachRow(_ body: (_ row: Int, _ padded: Int) -> Void) {
            for gate in 0..<shape.cell.gates {
                for unit in 0..<shape.hidden { body(gate * shape.hidden + unit, gate * units + unit) }
            }
        }
        for (layer, range) in weights.ranges.layers.enumerated() {
            let gradient = gradients[layer]
            eachRow { row, padded in
                values[range.recurrentBias.lowerBound + row] += gradient.recurrentBias[padded]
                values[range.inputBias.lowerBound + row] += gradient.inputBias[padded]
                for unit in 0..<shape.hidden {
                    let at = row * shape.hidden + unit
                    values[range.recurrentWeight.lowerBound + at] += gradient.recurrent[padded * units + unit]
                    if layer > 0 { values[range.inputWeight.lowerBound + at] += gradient.input[padded * units + unit] }
                }
            }
        }
        let first = weights.ranges.layers[0]
        for event in 0..<shape.vocabulary {
            let embedding = weights.ranges.embedding.lowerBound + event * shape.embedding
            eachRow { row, padded in
                let error = inputGates[event * gates + padded]
                if error == 0 { return }
                values[first.inputBias.lowerBound + row] += error
                let matrix = first.inputWeight.lowerBound + row * shape.embedding
                for index in 0..<shape.embedding {
                    values[matrix + index] += error * weights.values[embedding + index]
                    if event > 0 { values[embedding + index] += error * weights.values[matrix + index] }
                }
            }
        }
    }
}
