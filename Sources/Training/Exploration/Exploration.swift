import Records

/// What a data set holds, and what to know of it before training.
package struct Exploration: Sendable, Encodable {
    /// Of the published networks: they see the last events, so many.
    package static let window = 19
    /// How many of the most frequent sequences are listed.
    package static let shownSequences = 5

    package var rows: ClassCounts
    /// Rows without any event.
    package var emptyRows: ClassCounts
    /// Ids that several rows have, and the rows that have one of them.
    package var repeatedIds: Int
    package var rowsWithRepeatedId: Int
    package var lengths: ByClass<LengthFigures>
    package var events: [EventFigures]
    package var repeats: ByClass<RepeatFigures>
    package var mostFrequent: [DistinctSequence]
    /// By the rows that are abnormal; empty without labels.
    package var mostFrequentAbnormal: [DistinctSequence]
    /// By view; nil where the rows are not of both classes.
    package var contradictions: [Contradictions]?
    package var beginnings: Beginnings
    /// Nil where there is no split.
    package var leakage: Leakage?

    /// - Parameter split: the part by the row's id.
    package init(_ rows: [SequenceRow], split: [String: String]? = nil) {
        let sequences = DistinctSequence.gather(
            rows.lazy.map { row in
                var counts = ClassCounts()
                counts.count(row.isAbnormal)
                return (row.events, counts)
            })
        let total = sequences.reduce(ClassCounts()) { $0 + $1.rows }
        self.rows = total
        emptyRows = sequences.first { $0.events.isEmpty }?.rows ?? ClassCounts()
        let repeated = Dictionary(rows.lazy.map { ($0.id, 1) }, uniquingKeysWith: +).values.filter { $0 > 1 }
        (repeatedIds, rowsWithRepeatedId) = (repeated.count, repeated.reduce(0, +))
        lengths = ByClass(total) { of in
            LengthFigures(
                Distribution(counted: sequences.map { ($0.events.count, of($0.rows)) }), window: Self.window)
        }
        events = EventFigures.all(sequences, total)
        let counts = sequences.map { EventCounts($0.events) }
        repeats = ByClass(total) { RepeatFigures(sequences, counts, of: $0) }
        mostFrequent = Array(sequences.prefix(Self.shownSequences))
        mostFrequentAbnormal = Array(
            sequences.filter { $0.rows.abnormal > 0 }.sorted {
                $0.rows.abnormal == $1.rows.abnormal ? $0.precedes($1) : $0.rows.abnormal > $1.rows.abnormal
            }.prefix(Self.shownSequences))
        if total.normal > 0 && total.abnormal > 0 {
            contradictions = Contradictions.View.allCases.map { Contradictions($0, sequences, window: Self.window) }
        }
        beginnings = Beginnings(sequences)
        leakage = split.map { Leakage(rows, $0) }
    }
}
