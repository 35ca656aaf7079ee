import Records
import Testing

@testable import Training

struct PairedComparisonTests {
    /// 1,000 blocks of 100 sequences; the first is wrong on the sequences 0 and 1, the second on 1, 2 and 3.
    static let rows = (0..<1000).map { index in
        SequenceRow(
            id: "\(index)", events: [EventKind](repeating: .e(5), count: 1 + index % 100), isAbnormal: index % 100 < 10)
    }

    static let pair = PairedComparison(
        rows,
        first: { $0.count > 2 && $0.count <= 10 },
        second: { $0.count == 1 || ($0.count > 4 && $0.count <= 10) })

    @Test func countsWhatOnlyOneGotWrong() {
        #expect(Self.pair.firstAlone == 10 && Self.pair.secondAlone == 20)
    }

    @Test func intervalsHoldTheDifference() {
        // F1 of 80 found, 20 missed: 160/180; of 70 found, 30 missed: 140/170.
        let difference = 160.0 / 180 - 140.0 / 170
        for interval in [Self.pair.byRow, Self.pair.bySequence] {
            #expect(interval.low < difference && difference < interval.high)
        }
        // Ten blocks each of one sequence are no ten witnesses.
        #expect(Self.pair.bySequence.high - Self.pair.bySequence.low > Self.pair.byRow.high - Self.pair.byRow.low)
        #expect(Self.pair.byRow.low > 0 - 0.02 && Self.pair.byRow.high < 0.2)
    }

    /// scipy.stats.binomtest(k, n).pvalue
    @Test(arguments: [(0, 0, 1.0), (5, 5, 1.0), (1, 9, 0.021484375), (2, 10, 0.038574219), (11, 3, 0.057373047)])
    func mcNemar(_ one: Int, _ other: Int, _ p: Double) {
        #expect(abs(PairedComparison.mcNemar(one, other) - p) < 1e-6)
    }
}
