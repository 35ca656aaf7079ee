import Records

/// A model's scores of interned prefixes: the side table that stands between a ``PrefixTable``, which knows no model,
/// and one model. Each prefix is scored once; blocks live the same few lives, so most events cost a look-up.
///
/// A score does not depend on what was scored before it, nor on what the tables still hold.
package struct PrefixScorer: Sendable {
    /// States kept for going on from them take so much at most, but one is always there.
    private static let stateBytes = 16 << 20

    private let network: Network
    /// How many states are kept, the last of those that share a place.
    private let places: Int
    /// By prefix; NaN where it has not been asked for.
    private var scores: [Float] = []
    /// The place 0 is the working state, which starts a sequence; place p + 1 is that of the prefixes whose number is
    /// p modulo ``places``.
    private var states: [Float]
    /// Which prefix's state stands at each place.
    private var holders: [UInt32]
    private var scratch: [Float]

    package init(model: Model, width: VectorWidth = .widest) {
        network = Network(model.weights, width: width)
        places = max(1, min(1 << 16, Self.stateBytes / (4 * network.stateSize)))
        states = [Float](repeating: 0, count: network.stateSize)
        holders = []
        scratch = [Float](repeating: 0, count: network.scratchSize)
    }

    /// The scores of a prefix and of what it became by one more event.
    package mutating func scores(
        of parent: PrefixID, and prefix: PrefixID, in table: PrefixTable
    ) -> (before: Float, after: Float) {
        let (first, second) = (Int(parent.rawValue), Int(prefix.rawValue))
        if first < scores.count && second < scores.count {
            let known = (before: first == 0 ? 0 : scores[first], after: scores[second])
            if !known.before.isNaN && !known.after.isNaN { return known }
        }
        return (score(of: parent, in: table), score(of: prefix, in: table))
    }

    /// From 0 (normal) to 1; 0 for the empty prefix.
    package mutating func score(of prefix: PrefixID, in table: PrefixTable) -> Float {
        if prefix == .empty { return 0 }
        if prefix.index < scores.count, !scores[prefix.index].isNaN { return scores[prefix.index] }
        while scores.count < table.count { scores.append(.nan) }
        let place = network.shape.window == nil ? bringState(to: prefix, in: table) : runWindow(of: prefix, in: table)
        let score = Activation.sigmoid(network.logit(states, from: place, counts: table.counts(of: prefix)))
        scores[prefix.index] = score
        return score
    }

    /// The prefixes' numbers have changed: forgets everything.
    package mutating func forget() {
        scores = []
        holders = holders.map { _ in 0 }
    }

    /// Computes the state after the prefix, from that of the longest beginning that is still there.
    /// - Returns: where in `states` it stands.
    private mutating func bringState(to prefix: PrefixID, in table: PrefixTable) -> Int {
        var missing: [PrefixID] = []
        var node = prefix
        while node != .empty && !isHeld(node) {
            missing.append(node)
            node = table.parent(of: node)
        }
        var from = 0
        if node == .empty {
            clearWorkingState()
        } else {
            from = offset(of: node)
        }
        for node in missing.reversed() {
            let to = reserve(node)
            network.step(table.lastEvent(of: node), &states, from: from, to: to, scratch: &scratch)
            from = to
        }
        return from
    }

    /// Runs the events of the prefix's window, which moves with each event, so that no state is there to go on from.
    private mutating func runWindow(of prefix: PrefixID, in table: PrefixTable) -> Int {
        clearWorkingState()
        for event in network.shape.kept(of: table.events(of: prefix)) {
            network.step(event, &states, from: 0, to: 0, scratch: &scratch)
        }
        return 0
    }

    private mutating func clearWorkingState() { for index in 0..<network.stateSize { states[index] = 0 } }

    private func place(of prefix: PrefixID) -> Int { prefix.index % places }
    private func offset(of prefix: PrefixID) -> Int { (place(of: prefix) + 1) * network.stateSize }

    private func isHeld(_ prefix: PrefixID) -> Bool {
        let place = place(of: prefix)
        return place < holders.count && holders[place] == prefix.rawValue
    }

    private mutating func reserve(_ prefix: PrefixID) -> Int {
        let place = place(of: prefix)
        while holders.count <= place {
            holders.append(0)
            states.append(contentsOf: repeatElement(0, count: network.stateSize))
        }
        holders[place] = prefix.rawValue
        return offset(of: prefix)
    }
}
