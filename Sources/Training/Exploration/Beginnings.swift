import Records

/// How lives begin.
package struct Beginnings: Sendable, Encodable {
    package struct First: Sendable, Equatable, Encodable {
        package var event: EventKind
        package var rows: ClassCounts
    }

    /// By first event, the most frequent first.
    package var first: [First]
    /// Rows that begin with neither E5 nor E22: the block is older than the data.
    package var partial: ClassCounts
    /// Rows that lack E5 or E22 altogether.
    package var withoutBoth: ClassCounts

    init(_ sequences: [DistinctSequence]) {
        var table: [EventKind: ClassCounts] = [:]
        (partial, withoutBoth) = (ClassCounts(), ClassCounts())
        for sequence in sequences {
            guard let event = sequence.events.first else { continue }
            table[event] = (table[event] ?? ClassCounts()) + sequence.rows
            if !event.isBeginning { partial = partial + sequence.rows }
            if !sequence.events.contains(.receiving) || !sequence.events.contains(.allocated) {
                withoutBoth = withoutBoth + sequence.rows
            }
        }
        first = table.map { First(event: $0.key, rows: $0.value) }.sorted {
            ($1.rows.total, $0.event.rawValue) < ($0.rows.total, $1.event.rawValue)
        }
    }
}
