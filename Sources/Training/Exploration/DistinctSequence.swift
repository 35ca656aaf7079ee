import Records

/// A sequence of events, and how many rows have it.
package struct DistinctSequence: Sendable, Hashable, Encodable {
    package var events: [EventKind]
    package var rows: ClassCounts

    /// The most frequent first; equally frequent ones in the order of their events.
    package static func gather(_ rows: some Sequence<(events: [EventKind], rows: ClassCounts)>) -> [DistinctSequence] {
        let table = rows.reduce(into: [[EventKind]: ClassCounts]()) {
            $0[$1.events] = ($0[$1.events] ?? .init()) + $1.rows
        }
        return table.map { DistinctSequence(events: $0.key, rows: $0.value) }.sorted {
            $0.rows.total == $1.rows.total ? $0.precedes($1) : $0.rows.total > $1.rows.total
        }
    }

    func precedes(_ other: DistinctSequence) -> Bool {
        events.lazy.map(\.rawValue).lexicographicallyPrecedes(other.events.lazy.map(\.rawValue))
    }
}
