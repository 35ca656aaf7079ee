/// How well scores rank abnormal rows above normal ones, whatever the threshold.
package struct RankingCurve: Sendable, Hashable {
    /// Area under the receiver operating characteristic: the chance that an abnormal row scores higher than a normal
    /// one, ties half (Fawcett 2006); nil where a class is missing.
    package private(set) var rocArea: Double?
    /// Average precision: the precision at each threshold, weighted by the recall that it adds; nil where no row is
    /// abnormal.
    package private(set) var prArea: Double?

    package init(_ scores: [(score: Float, isAbnormal: Bool)]) {
        let ranked = scores.sorted { $0.score > $1.score }
        let positives = ranked.count { $0.isAbnormal }
        let negatives = ranked.count - positives
        var (tp, fp, roc, pr) = (0, 0, 0.0, 0.0)
        var index = 0
        while index < ranked.count {
            let (before, beforeFalse) = (tp, fp)
            let score = ranked[index].score
            while index < ranked.count && ranked[index].score == score {
                if ranked[index].isAbnormal { tp += 1 } else { fp += 1 }
                index += 1
            }
            roc += Double(fp - beforeFalse) * Double(tp + before) / 2
            if tp > before { pr += Double(tp - before) * Double(tp) / Double(tp + fp) }
        }
        if positives > 0 { prArea = pr / Double(positives) }
        if positives > 0 && negatives > 0 { rocArea = roc / Double(positives) / Double(negatives) }
    }
}
