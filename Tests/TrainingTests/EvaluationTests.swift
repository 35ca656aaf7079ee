import Records
import Testing
import Training

struct EvaluationTests {
    @Test func figuresOfAConfusion() {
        var confusion = Confusion()
        (confusion.tp, confusion.fp, confusion.fn, confusion.tn) = (2886, 88, 15, 93334)
        // The published figures of grid-search-gn on the published test part.
        #expect(abs(confusion.accuracy - 0.99893) < 5e-6)
        #expect(abs(confusion.macroPrecision - 0.98512) < 5e-6)
        #expect(abs(confusion.macroRecall - 0.99694) < 5e-6)
        #expect(abs(confusion.macroF1 - 0.99096) < 5e-6)
        #expect(abs(confusion.f1 - 0.9825) < 5e-5)
    }

    /// scikit-learn's roc_auc_score and average_precision_score of the same scores.
    @Test func areasUnderTheCurves() throws {
        let normal: [(score: Float, isAbnormal: Bool)] = [(0.1, false), (0.4, false), (0.8, false)]
        let abnormal: [(score: Float, isAbnormal: Bool)] = [(0.35, true), (0.8, true), (0.2, true)]
        let curve = RankingCurve(normal + abnormal)
        let (roc, pr) = (try #require(curve.rocArea), try #require(curve.prArea))
        #expect(abs(roc - 0.5) < 1e-12)
        #expect(abs(pr - 1.6 / 3) < 1e-12)
        #expect(RankingCurve([(0.3, false)]).rocArea == nil)
    }

    @Test func theLookUpRemembersCountsWhateverTheOrder() {
        let lookup = CountLookup([
            SequenceRow(id: "a", events: [.e(5), .e(22)], isAbnormal: true),
            SequenceRow(id: "b", events: [.e(5), .e(9)], isAbnormal: false),
            SequenceRow(id: "c", events: [.e(5), .e(9)], isAbnormal: true),
            SequenceRow(id: "d", events: [.e(9), .e(5)], isAbnormal: false),
        ])
        #expect(lookup.isAbnormal([.e(22), .e(5)]))
        #expect(!lookup.isAbnormal([.e(9), .e(5)]))
        #expect(lookup.isAbnormal([.e(1)]), "never seen")
    }

    @Test(arguments: [
        ("22 5 5 5 11 9 11 9 11 9 26 26 26", true), ("22 5 5 5 11 9 11 9 11 9 26 26", false), ("22 5", false),
        ("5 22 11 9 26 23", false), ("5 22 11 9 26 23 21", true), ("5 22 11 9 26 25 18 5 6 16 26", true),
        ("5 22 11 9 26 25 18 5", false),
    ])
    func aBlockIsAtRest(_ events: String, _ isAtRest: Bool) {
        let kinds = events.split(separator: " ").compactMap { Int($0) }.map(EventKind.e)
        #expect(EventCounts(kinds).isAtRest == isAtRest)
    }
}
