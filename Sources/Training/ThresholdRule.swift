import Records

/// How a threshold is picked by rows that were held out.
package enum ThresholdRule: Sendable, Hashable {
    /// The best F1 of the abnormal class.
    case bestF1
    /// As many found as this share of alarms that are right allows.
    case precision(Double)
    /// As many found as so many false alarms a day allow, on a cluster that writes so many blocks a day.
    case falseAlarmsPerDay(Double, blocksPerDay: Double)

    /// HDFS_v1's cluster: 575,061 blocks in 38.6 hours.
    package static let hdfsBlocksPerDay = 575_061 / 38.6 * 24

    /// - Parameter scores: of rows of both classes.
    package func threshold(_ scores: [(score: Float, isAbnormal: Bool)]) -> PickedThreshold {
        let points = OperatingPoint.all(scores)
        let normal = scores.count { !$0.isAbnormal }
        let best = points.max { value(of: $0, among: scores.count) < value(of: $1, among: scores.count) }
        guard let best else { return PickedThreshold(value: 0.5, reason: "no row to pick it by", isMet: false) }
        let confusion = best.confusion
        let seen =
            "\(confusion.fp) false alarms among \(normal) normal blocks, \(confusion.fn) missed of "
            + "\(confusion.tp + confusion.fn) abnormal, when it was picked"
        return PickedThreshold(
            value: best.nearest(to: 0.5), reason: "\(self): \(seen)\(resolution(scores.count))",
            isMet: isMet(best, scores.count))
    }

    /// What one false alarm among so many rows would come to a day: finer than that nothing can be picked.
    private func resolution(_ rows: Int) -> String {
        guard case .falseAlarmsPerDay(_, let blocksPerDay) = self else { return "" }
        let tenths = (blocksPerDay / Double(rows) * 10).rounded() / 10
        return "; one false alarm among so many blocks stands for \(tenths) a day"
    }

    /// The best of all points has the largest; one that keeps to the rule is better than any that does not.
    private func value(of point: OperatingPoint, among rows: Int) -> Double {
        switch self {
        case .bestF1: point.confusion.f1
        case .precision:
            isMet(point, rows) ? 1 + point.confusion.recall : point.confusion.precision - 1
        case .falseAlarmsPerDay:
            isMet(point, rows) ? 1 + point.confusion.recall : -Double(point.confusion.fp) / Double(rows)
        }
    }

    private func isMet(_ point: OperatingPoint, _ rows: Int) -> Bool {
        switch self {
        case .bestF1: true
        case .precision(let precision): point.confusion.tp > 0 && point.confusion.precision >= precision
        case .falseAlarmsPerDay(let alarms, let blocksPerDay):
            Double(point.confusion.fp) * blocksPerDay <= alarms * Double(rows)
        }
    }
}

extension ThresholdRule: CustomStringConvertible {
    package var description: String {
        switch self {
        case .bestF1: "the best F1"
        case .precision(let precision): "a precision of at least \(precision)"
        case .falseAlarmsPerDay(let alarms, let blocksPerDay):
            "at most \(alarms) false alarms a day at \(Int(blocksPerDay)) blocks a day"
        }
    }
}

/// A threshold with the reason why it is this one.
package struct PickedThreshold: Sendable, Hashable {
    package var value: Float
    package var reason: String
    /// Whether the rule could be kept to.
    package var isMet: Bool
}

/// What is said where all scores above a gap between two neighbouring ones are abnormal.
package struct OperatingPoint: Sendable, Hashable {
    package var confusion: Confusion
    /// The smallest score that is abnormal, at most 1, and the largest that is not, at least 0.
    package var above: Float
    package var below: Float

    /// One for each distinct score, the highest first, before them the one where nothing is abnormal.
    package static func all(_ scores: [(score: Float, isAbnormal: Bool)]) -> [OperatingPoint] {
        let ranked = scores.sorted { $0.score > $1.score }
        var confusion = Confusion()
        confusion.fn = ranked.count { $0.isAbnormal }
        confusion.tn = ranked.count - confusion.fn
        var points: [OperatingPoint] = []
        if let first = ranked.first, first.score < 1 {
            points.append(OperatingPoint(confusion: confusion, above: 1, below: first.score))
        }
        for (index, row) in ranked.enumerated() {
            if row.isAbnormal {
                confusion.tp += 1
                confusion.fn -= 1
            } else {
                confusion.fp += 1
                confusion.tn -= 1
            }
            let next = index + 1 < ranked.count ? ranked[index + 1].score : 0
            if index + 1 == ranked.count || next < row.score {
                points.append(OperatingPoint(confusion: confusion, above: row.score, below: next))
            }
        }
        return points
    }

    /// The threshold of this point that lies nearest to `value`.
    func nearest(to value: Float) -> Float {
        if value > below && value <= above { return value }
        // Halfway, so that neither neighbour is at the brink; both halves, so that it cannot round to `below`.
        let middle = below + (above - below) / 2
        return middle > below ? middle : above
    }
}
