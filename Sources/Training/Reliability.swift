/// How far scores are chances: of the rows whose scores lie in a bin, the share that is abnormal should be the mean
/// score (reliability diagram: DeGroot and Fienberg 1983).
package struct Reliability: Sendable, Hashable {
    package struct Bin: Sendable, Hashable {
        package var rows: Int
        package var meanScore: Double
        /// From 0 to 1.
        package var abnormalShare: Double
    }

    /// Those that have rows, the lowest first.
    package let bins: [Bin]
    /// The mean distance of the two, weighted by rows (expected calibration error, Naeini et al. 2015).
    package let error: Double

    package init(_ scores: [(score: Float, isAbnormal: Bool)], bins count: Int = 10) {
        var sums = [(rows: Int, score: Double, abnormal: Int)](repeating: (0, 0, 0), count: count)
        for (score, isAbnormal) in scores {
            let bin = min(count - 1, max(0, Int(score * Float(count))))
            sums[bin].rows += 1
            sums[bin].score += Double(score)
            sums[bin].abnormal += isAbnormal ? 1 : 0
        }
        bins = sums.filter { $0.rows > 0 }.map {
            Bin(
                rows: $0.rows, meanScore: $0.score / Double($0.rows),
                abnormalShare: Double($0.abnormal) / Double($0.rows))
        }
        let distance = bins.reduce(0) { $0 + Double($1.rows) * abs($1.meanScore - $1.abnormalShare) }
        error = distance / Double(max(1, scores.count))
    }
}
