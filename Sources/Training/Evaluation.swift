import Records
import Scoring

/// A model's figures on labelled rows, beside the simple opponent's where there are other rows to remember.
package struct Evaluation: Sendable {
    package struct Figures: Sendable, Hashable {
        package var confusion = Confusion()
        /// Nil for an opponent that only says yes or no.
        package var ranking: RankingCurve?
    }

    package var model = Figures()
    package var threshold: Float
    /// The labelled rows and what the model makes of each, in the rows' order.
    package private(set) var scored: [(row: SequenceRow, score: Float)] = []
    /// On the rows whose sequence none of the other rows has.
    package var unseen: Figures?
    package var countLookup: Figures?
    package var countLookupUnseen: Figures?

    /// - Parameters:
    ///   - rows: those without a label are passed over.
    ///   - others: the rest of the data set, which the opponent remembers; empty where there is none.
    package init(_ model: Model, threshold: Float? = nil, on rows: [SequenceRow], others: [SequenceRow] = []) {
        let threshold = threshold ?? model.threshold
        self.threshold = threshold
        var table = PrefixTable()
        var scorer = PrefixScorer(model: model)
        var scores: [(score: Float, isAbnormal: Bool)] = []
        var unseenScores = scores
        let known = Set(others.map(\.events))
        let lookup = CountLookup(others)
        var (byLookup, byLookupUnseen) = (Confusion(), Confusion())
        for row in rows {
            guard let isAbnormal = row.isAbnormal else { continue }
            let score = scorer.score(of: table.intern(row.events), in: table)
            scores.append((score, isAbnormal))
            scored.append((row, score))
            if others.isEmpty { continue }
            let said = lookup.isAbnormal(row.events)
            byLookup.count(said: said, isSo: isAbnormal)
            if !known.contains(row.events) {
                unseenScores.append((score, isAbnormal))
                byLookupUnseen.count(said: said, isSo: isAbnormal)
            }
        }
        self.model = Self.figures(scores, threshold)
        if !others.isEmpty {
            unseen = Self.figures(unseenScores, threshold)
            countLookup = Figures(confusion: byLookup)
            countLookupUnseen = Figures(confusion: byLookupUnseen)
        }
    }

    private static func figures(_ scores: [(score: Float, isAbnormal: Bool)], _ threshold: Float) -> Figures {
        var confusion = Confusion()
        for (score, isAbnormal) in scores { confusion.count(said: score >= threshold, isSo: isAbnormal) }
        return Figures(confusion: confusion, ranking: RankingCurve(scores))
    }
}
