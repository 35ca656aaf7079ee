import Records

/// How often rows say the same.
package struct RepeatFigures: Sendable, Encodable {
    package struct Coverage: Sendable, Equatable, Encodable {
        /// So many of the most frequent sequences…
        package var sequences: Int
        /// …make so many rows.
        package var rows: Int
        package var share: Double
    }

    package var distinctSequences: Int
    /// As often each event, in whatever order.
    package var distinctCountVectors: Int
    package var mostFrequent: [Coverage]
    /// By sequences, the most frequent first: the share of the rows that they and those before them make.
    package var cumulated: [Double]

    private enum CodingKeys: CodingKey { case distinctSequences, distinctCountVectors, mostFrequent }

    static let sizes = [1, 10, 100, 1000]

    init(_ sequences: [DistinctSequence], _ counts: [EventCounts], of rows: (ClassCounts) -> Int) {
        let frequencies = sequences.map { rows($0.rows) }.filter { $0 > 0 }.sorted(by: >)
        let total = Double(frequencies.reduce(0, +))
        distinctSequences = frequencies.count
        distinctCountVectors = Set(zip(sequences, counts).filter { rows($0.0.rows) > 0 }.map(\.1)).count
        mostFrequent = Self.sizes.filter { $0 == 1 || $0 <= frequencies.count }.map { size in
            let covered = frequencies.prefix(size).reduce(0, +)
            return Coverage(sequences: size, rows: covered, share: total == 0 ? 0 : Double(covered) / total)
        }
        var passed = 0
        cumulated = frequencies.map { count in
            passed += count
            return Double(passed) / total
        }
    }
}
