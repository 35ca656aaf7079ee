import Records
import Testing
import Training

struct OpponentTests {
    static func row(_ events: [Int], _ isAbnormal: Bool?) -> SequenceRow {
        SequenceRow(id: "", events: events.map { .e($0) }, isAbnormal: isAbnormal)
    }

    static let rows = [
        row([5, 22, 11], false), row([5, 22, 11], false), row([5, 22, 11], true), row([5, 22], true), row([9], nil),
    ]

    @Test func theSequenceLookupRemembersOrder() {
        let lookup = SequenceLookup(Self.rows)
        #expect(!lookup.isAbnormal([.e(5), .e(22), .e(11)]))
        #expect(lookup.isAbnormal([.e(5), .e(22)]))
        #expect(lookup.isAbnormal([.e(22), .e(5), .e(11)]), "never seen")
    }

    @Test func theCountLookupRemembersNoOrder() {
        let lookup = CountLookup(Self.rows)
        #expect(!lookup.isAbnormal([.e(22), .e(5), .e(11)]))
        #expect(lookup.isAbnormal([.e(9)]), "has no label, so it was never seen")
    }

    /// More than three E9, or none: no single split says that, two do.
    @Test func theTreeFindsRules() {
        let rows = (0..<200).map { index in
            Self.row(
                [5] + [Int](repeating: 9, count: index % 8) + [Int](repeating: 2, count: index % 3),
                ![1, 2, 3].contains(index % 8))
        }
        let tree = DecisionTree(rows)
        #expect(tree.leaves == 3)
        for row in rows { #expect(tree.isAbnormal(row.events) == row.isAbnormal) }
        #expect(tree.isAbnormal([EventKind](repeating: .e(9), count: 50)))
        #expect(!tree.isAbnormal([.e(9), .e(9)]))
    }

    @Test func theTreeSplitsHalfwayBetweenCounts() {
        let tree = DecisionTree([Self.row([9], false), Self.row([9, 9, 9, 9, 9], true)])
        #expect(!tree.isAbnormal([EventKind](repeating: .e(9), count: 3)))
        #expect(tree.isAbnormal([EventKind](repeating: .e(9), count: 4)))
    }

    @Test func theTreeLivesWithContradictionsAndNothing() {
        #expect(!DecisionTree(Self.rows).isAbnormal([.e(5), .e(22), .e(11)]), "two of three are normal")
        #expect(!DecisionTree([]).isAbnormal([.e(5)]))
    }
}
