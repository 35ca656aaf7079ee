import Records

/// The simple opponent: remembers what each count vector (how often each event occurred) mostly was; a vector never
/// seen is abnormal.
package struct CountLookup: Sendable {
    /// Abnormal rows less normal ones.
    private var balance: [EventCounts: Int] = [:]

    package init(_ rows: some Sequence<SequenceRow>) {
        for row in rows {
            guard let isAbnormal = row.isAbnormal else { continue }
            balance[EventCounts(row.events), default: 0] += isAbnormal ? 1 : -1
        }
    }

    package func isAbnormal(_ events: [EventKind]) -> Bool { balance[EventCounts(events)].map { $0 > 0 } ?? true }
}
