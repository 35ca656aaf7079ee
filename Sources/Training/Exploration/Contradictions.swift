import Records

/// Rows that say the same and have different labels: whoever sees only that is wrong of some of them.
package struct Contradictions: Sendable, Encodable {
    /// What a classifier sees of a row.
    package enum View: String, Sendable, CaseIterable, Encodable {
        case sequence
        /// How often each event occurs.
        case counts
        /// The last events, as many as the published network's window has.
        case window
    }

    package struct Example: Sendable, Equatable, Encodable {
        /// What is seen of the rows; of counts, the events in the order of their numbers.
        package var events: [EventKind]
        package var normal: Int
        package var abnormal: Int
    }

    package var view: View
    package var contradictory: Int
    /// Labelled rows that are seen so.
    package var rows: Int
    /// The rows of each one's minority.
    package var unavoidableErrors: Int
    /// Those that make the most errors first.
    package var examples: [Example]

    static let exampleCount = 5

    init(_ view: View, _ sequences: [DistinctSequence], window: Int) {
        self.view = view
        let seen = DistinctSequence.gather(sequences.lazy.map { (view.seen($0.events, window), $0.rows) })
            .filter { $0.rows.normal > 0 && $0.rows.abnormal > 0 }
        func errors(_ one: DistinctSequence) -> Int { min(one.rows.normal, one.rows.abnormal) }
        contradictory = seen.count
        rows = seen.reduce(0) { $0 + $1.rows.labelled }
        unavoidableErrors = seen.reduce(0) { $0 + errors($1) }
        examples = seen.sorted { errors($0) == errors($1) ? $0.precedes($1) : errors($0) > errors($1) }
            .prefix(Self.exampleCount).map {
                Example(events: $0.events, normal: $0.rows.normal, abnormal: $0.rows.abnormal)
            }
    }
}

extension Contradictions.View {
    func seen(_ events: [EventKind], _ window: Int) -> [EventKind] {
        switch self {
        case .sequence: events
        case .counts: events.sorted { $0.rawValue < $1.rawValue }
        case .window: Array(events.suffix(window))
        }
    }
}
