import Records

/// What classifies sequences without a network: what any network has to beat.
package protocol Opponent: Sendable {
    /// For people.
    static var title: String { get }
    /// Learns from rows with labels; the others are passed over.
    init(_ rows: [SequenceRow])
    func isAbnormal(_ events: [EventKind]) -> Bool
}

/// Remembers what each exact sequence mostly was; one never seen is abnormal.
package struct SequenceLookup: Opponent {
    package static let title = "sequence look-up"
    /// Abnormal rows less normal ones.
    private var balance: [[EventKind]: Int] = [:]

    package init(_ rows: [SequenceRow]) {
        for row in rows {
            guard let isAbnormal = row.isAbnormal else { continue }
            balance[row.events, default: 0] += isAbnormal ? 1 : -1
        }
    }

    package func isAbnormal(_ events: [EventKind]) -> Bool { balance[events].map { $0 > 0 } ?? true }
}

/// Remembers what each count vector (how often each event occurred) mostly was; one never seen is abnormal.
package struct CountLookup: Opponent {
    package static let title = "count look-up"
    /// Abnormal rows less normal ones.
    private var balance: [EventCounts: Int] = [:]

    package init(_ rows: [SequenceRow]) {
        for row in rows {
            guard let isAbnormal = row.isAbnormal else { continue }
            balance[EventCounts(row.events), default: 0] += isAbnormal ? 1 : -1
        }
    }

    package func isAbnormal(_ events: [EventKind]) -> Bool { balance[EventCounts(events)].map { $0 > 0 } ?? true }
}
