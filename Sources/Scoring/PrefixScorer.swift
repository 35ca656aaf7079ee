import Records

/// A model's scores of interned prefixes: the side table that stands between a ``PrefixTable``, which knows no model,
/// and one model. Each prefix is scored once; blocks live the same few lives, so most events cost a look-up.
///
/// A score does not depend on what was scored before it, nor on what the tables still hold.
package struct PrefixScorer: Sendable {
    /// States kept for going on from them take so much at most, but one is always there.
    private static let stateBytes = 16 << 20

    /// So many prefixes are on their way at once: ``Network/run(_:_:)`` makes two steps in 1.5 times one's time (the kernel alone).
    private static let lanes = 2

    private let network: Network
    /// How many states are kept, a power of two; the last of those that share a place.
    private let places: Int
    /// By prefix; NaN where it has not been asked for.
    private var scores: [Float] = []
    /// First that of the empty prefix, then two for each lane, then from ``firstPlace`` on those that are kept: of the
    /// prefixes whose number is p modulo ``places`` one at place p.
    private var states: [Float]
    /// Which prefix's state stands at each place.
    private var holders: [UInt32] = []
    /// From states that are there to the prefixes that are asked for.
    private var paths: [Network.Path]
    private var counts = [Int](repeating: 0, count: EventKind.vocabularySize)

    package init(model: Model, width: VectorWidth = .widest) {
        let network = Network(model.weights, width: width)
        self.network = network
        let most = max(1, min(1 << 16, Self.stateBytes / (4 * network.stateSize)))
        places = 1 << (Int.bitWidth - 1 - most.leadingZeroBitCount)
        states = [Float](repeating: 0, count: (1 + 2 * Self.lanes) * network.stateSize)
        paths = (0..<Self.lanes).map { Network.Path(room: (1 + 2 * $0) * network.stateSize) }
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
        compute(CollectionOfOne(prefix), in: table)
        return scores[prefix.index]
    }

    /// The scores of many prefixes, which takes less time than one after the other.
    package mutating func scores(of prefixes: [PrefixID], in table: PrefixTable) -> [Float] {
        compute(prefixes, in: table)
        return prefixes.map { $0 == .empty ? 0 : scores[$0.index] }
    }

    /// The prefixes' numbers have changed: forgets everything.
    package mutating func forget() {
        scores = []
        holders = holders.map { _ in 0 }
    }

    // MARK: what is computed

    private mutating func compute(_ prefixes: some Collection<PrefixID>, in table: PrefixTable) {
        makeRoom(for: table.count)
        var rest = prefixes.makeIterator()
        while true {
            for lane in paths.indices where paths[lane].left == 0 { goOn(lane, to: &rest, in: table) }
            let steps = network.run(&paths, &states)
            if steps == 0 { return }
            noteHolders(steps)
        }
    }

    /// Ends a path, and lays the one to the next of the prefixes that takes a step.
    private mutating func goOn(
        _ lane: Int, to rest: inout some IteratorProtocol<PrefixID>, in table: PrefixTable
    ) {
        if let end = paths[lane].steps.first { finish(end.prefix, paths[lane].state, in: table) }
        paths[lane].steps.removeAll(keepingCapacity: true)
        while paths[lane].left == 0, let prefix = rest.next() {
            if prefix.index == 0 || !scores[prefix.index].isNaN { continue }
            lay(lane, to: prefix, in: table)
            if paths[lane].left == 0 { finish(prefix, paths[lane].state, in: table) }
        }
    }

    /// Lays a path from the state of the longest beginning that is still there. A window moves with each event, so that
    /// there is none; in front of the first event stands padding.
    private mutating func lay(_ lane: Int, to prefix: PrefixID, in table: PrefixTable) {
        let window = network.shape.window
        var steps: [Network.Path.Step] = []
        swap(&steps, &paths[lane].steps)
        var node = prefix
        while window.map({ steps.count < $0 }) ?? (node.index != 0 && !isHeld(node)) {
            let copy = window == nil ? offset(of: node) : nil
            steps.append(Network.Path.Step(table.lastEvent(of: node), to: node, copy: copy))
            node = table.parent(of: node)
        }
        paths[lane].state = window != nil || node.index == 0 ? 0 : offset(of: node)
        paths[lane].left = steps.count
        swap(&steps, &paths[lane].steps)
    }

    private mutating func finish(_ prefix: PrefixID, _ state: Int, in table: PrefixTable) {
        table.count(prefix, into: &counts)
        scores[prefix.index] = Activation.sigmoid(network.logit(states, from: state, counts: counts))
    }

    // MARK: what is kept

    private var firstPlace: Int { (1 + 2 * Self.lanes) * network.stateSize }
    private func place(of prefix: PrefixID) -> Int { prefix.index & (places - 1) }
    private func offset(of prefix: PrefixID) -> Int { firstPlace + place(of: prefix) * network.stateSize }
    private func isHeld(_ prefix: PrefixID) -> Bool { holders[place(of: prefix)] == prefix.rawValue }

    private mutating func makeRoom(for prefixes: Int) {
        if prefixes <= scores.count { return }
        scores.append(contentsOf: repeatElement(.nan, count: prefixes - scores.count))
        let more = max(0, min(prefixes, places) - holders.count)
        holders.append(contentsOf: repeatElement(0, count: more))
        states.append(contentsOf: repeatElement(0, count: more * network.stateSize))
    }

    /// The latest steps' states have been copied, in this order.
    private mutating func noteHolders(_ steps: Int) {
        for step in (0..<steps).reversed() {
            for lane in paths.indices where paths[lane].left + step < paths[lane].steps.count {
                let made = paths[lane].steps[paths[lane].left + step]
                if made.copy != nil { holders[place(of: made.prefix)] = made.prefix.rawValue }
            }
        }
    }
}
