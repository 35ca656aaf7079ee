import Records

/// How often each event occurs in a sequence, whatever the order.
package struct EventCounts: Hashable, Sendable {
    private var counts = [UInt16](repeating: 0, count: EventKind.vocabularySize)

    package init(_ events: some Sequence<EventKind> = []) {
        for event in events { add(event) }
    }

    package mutating func add(_ event: EventKind) { counts[Int(event.rawValue)] &+= 1 }

    package subscript(_ number: Int) -> Int { Int(counts[number]) }

    /// Whether a block may be silent for long now: it was allocated, every replica that a DataNode began to receive
    /// (E5) has been received (E9, or E6 by a transfer), its responders (E11) have ended and the NameNode has stored
    /// it (E26); and each order to delete a replica (E23) has been followed (E21).
    package var isAtRest: Bool {
        self[22] >= 1 && self[5] >= 1 && self[9] >= 1 && self[9] + self[6] == self[5] && self[11] == self[9]
            && self[26] >= self[5] && self[21] >= self[23]
    }
}
