import Records

/// A decision tree on how often each event occurred, grown by Gini impurity until its leaves are pure (CART: Breiman,
/// Friedman, Olshen, Stone 1984). Of splits that are equally good the one on the event with the lowest number is taken,
/// so that the same rows give the same tree.
package struct DecisionTree: Opponent {
    package static let title = "decision tree on counts"

    private enum Node {
        case leaf(isAbnormal: Bool)
        /// At most so many of the event: on at the node `atMost`, otherwise at `more`. Twice the number, which lies
        /// halfway between two counts.
        case split(event: Int, twice: Int, atMost: Int, more: Int)
    }

    /// Rows that have the same counts.
    private struct Sample {
        var counts: EventCounts
        var normal = 0
        var abnormal = 0
    }

    /// The root is the last.
    private var nodes: [Node] = []

    package init(_ rows: [SequenceRow]) {
        var numbers: [EventCounts: Int] = [:]
        var samples: [Sample] = []
        for row in rows {
            guard let isAbnormal = row.isAbnormal else { continue }
            let counts = EventCounts(row.events)
            let number = numbers[counts] ?? samples.count
            if number == samples.count {
                numbers[counts] = number
                samples.append(Sample(counts: counts))
            }
            if isAbnormal { samples[number].abnormal += 1 } else { samples[number].normal += 1 }
        }
        _ = grow(&samples[...])
    }

    package var leaves: Int { (nodes.count + 1) / 2 }

    package func isAbnormal(_ events: [EventKind]) -> Bool {
        let counts = EventCounts(events)
        var node = nodes.count - 1
        while true {
            switch nodes[node] {
            case .leaf(let isAbnormal): return isAbnormal
            case .split(let event, let twice, let atMost, let more): node = 2 * counts[event] <= twice ? atMost : more
            }
        }
    }

    /// - Returns: the number of the node that these samples came to.
    private mutating func grow(_ samples: inout ArraySlice<Sample>) -> Int {
        let normal = samples.reduce(0) { $0 + $1.normal }
        let abnormal = samples.reduce(0) { $0 + $1.abnormal }
        if normal > 0, abnormal > 0, let (event, twice) = Self.bestSplit(samples, normal: normal, abnormal: abnormal) {
            let middle = samples.partition { 2 * $0.counts[event] > twice }
            let atMost = grow(&samples[..<middle])
            let more = grow(&samples[middle...])
            nodes.append(.split(event: event, twice: twice, atMost: atMost, more: more))
        } else {
            nodes.append(.leaf(isAbnormal: abnormal > normal))
        }
        return nodes.count - 1
    }

    /// Nil where all samples have the same counts.
    private static func bestSplit(_ samples: ArraySlice<Sample>, normal: Int, abnormal: Int) -> (Int, Int)? {
        var best: (event: Int, twice: Int)?
        var smallest = Double.infinity
        for event in 0..<EventKind.vocabularySize {
            // Rows by count: (normal, abnormal).
            var rows: [Int: (Int, Int)] = [:]
            for sample in samples {
                rows[sample.counts[event], default: (0, 0)].0 += sample.normal
                rows[sample.counts[event], default: (0, 0)].1 += sample.abnormal
            }
            var below = (0, 0)
            let counts = rows.keys.sorted()
            for (count, next) in zip(counts, counts.dropFirst()) {
                below.0 += rows[count]?.0 ?? 0
                below.1 += rows[count]?.1 ?? 0
                let impurity = gini(below.0, below.1) + gini(normal - below.0, abnormal - below.1)
                if impurity < smallest { (smallest, best) = (impurity, (event, count + next)) }
            }
        }
        return best.map { ($0.event, $0.twice) }
    }

    /// Gini impurity times the number of rows.
    private static func gini(_ normal: Int, _ abnormal: Int) -> Double {
        2 * Double(normal) * Double(abnormal) / Double(normal + abnormal)
    }
}
