import Glibc
import Records

/// Whether one classifier is better than another on the same rows, or only happened to be.
package struct PairedComparison: Sendable, Hashable {
    package struct Interval: Sendable, Hashable {
        package var low: Double
        package var high: Double
    }

    /// Rows that only the first, and that only the second got wrong.
    package private(set) var firstAlone = 0
    package private(set) var secondAlone = 0
    /// Of the F1 of the first less that of the second: 95 % of 2,000 bootstrap samples (Efron 1979) of the rows, and of
    /// the distinct sequences, each with all its rows.
    package private(set) var byRow: Interval
    package private(set) var bySequence: Interval
    /// How likely they would differ as much if both were equally good: McNemar 1947, exact (binomial).
    package private(set) var p: Double

    private static let samples = 2000

    /// What both said of rows that have the same sequence.
    private struct Cell: Hashable {
        var isAbnormal: Bool
        var first: Bool
        var second: Bool
    }

    /// - Parameters:
    ///   - rows: with labels.
    ///   - seed: of the samples that are drawn.
    package init(
        _ rows: [SequenceRow], seed: UInt64 = 1, first: ([EventKind]) -> Bool, second: ([EventKind]) -> Bool
    ) {
        var said: [[EventKind]: (Bool, Bool)] = [:]
        var order: [[EventKind]] = []
        var cells: [[EventKind]: [Cell: Int]] = [:]
        for row in rows {
            guard let isAbnormal = row.isAbnormal else { continue }
            let both = said[row.events] ?? (first(row.events), second(row.events))
            if said.updateValue(both, forKey: row.events) == nil { order.append(row.events) }
            let cell = Cell(isAbnormal: isAbnormal, first: both.0, second: both.1)
            cells[row.events, default: [:]][cell, default: 0] += 1
            if both.0 != isAbnormal && both.1 == isAbnormal { firstAlone += 1 }
            if both.0 == isAbnormal && both.1 != isAbnormal { secondAlone += 1 }
        }
        var random = RandomSource(seed: seed)
        // Rows: only how many of each kind there are matters.
        let kinds = Self.kinds
        let totals = kinds.map { kind in order.reduce(0) { $0 + (cells[$1]?[kind] ?? 0) } }
        byRow = Self.interval { Self.difference(Self.drawn(totals, &random)) }
        let vectors = order.map { events in kinds.map { cells[events]?[$0] ?? 0 } }
        bySequence = Self.interval {
            var sum = [Int](repeating: 0, count: kinds.count)
            for _ in vectors {
                let vector = vectors[random.index(below: vectors.count)]
                for index in sum.indices { sum[index] += vector[index] }
            }
            return Self.difference(sum)
        }
        p = Self.mcNemar(firstAlone, secondAlone)
    }

    private static let kinds = [true, false].flatMap { isAbnormal in
        [true, false].flatMap { first in
            [true, false].map { Cell(isAbnormal: isAbnormal, first: first, second: $0) }
        }
    }

    /// As many as there are on the whole, drawn with replacement.
    private static func drawn(_ totals: [Int], _ random: inout RandomSource) -> [Int] {
        // Each kind by Poisson, which is the multinomial but for the total, that varies by its root.
        totals.map { random.poisson(Double($0)) }
    }

    private static func difference(_ counts: [Int]) -> Double {
        var (one, other) = (Confusion(), Confusion())
        for (kind, count) in zip(kinds, counts) {
            one.count(said: kind.first, isSo: kind.isAbnormal, times: count)
            other.count(said: kind.second, isSo: kind.isAbnormal, times: count)
        }
        return one.f1 - other.f1
    }

    private static func interval(_ draw: () -> Double) -> Interval {
        let drawn = (0..<samples).map { _ in draw() }.sorted()
        return Interval(low: drawn[samples / 40], high: drawn[samples - 1 - samples / 40])
    }

    /// Twice the chance of so few heads among all throws, at most 1.
    static func mcNemar(_ one: Int, _ other: Int) -> Double {
        let throwsCount = one + other
        var sum = 0.0
        for heads in 0...min(one, other) {
            sum += exp(
                lgamma(Double(throwsCount + 1)) - lgamma(Double(heads + 1)) - lgamma(Double(throwsCount - heads + 1))
                    - Double(throwsCount) * log(2))
        }
        return min(1, 2 * sum)
    }
}

extension RandomSource {
    /// Knuth's method for small means, the normal approximation for large ones.
    fileprivate mutating func poisson(_ mean: Double) -> Int {
        if mean > 500 {
            let normal = (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
            return max(0, Int((mean + mean.squareRoot() * normal).rounded()))
        }
        let limit = exp(-mean)
        var (count, product) = (0, unit())
        while product > limit {
            count += 1
            product *= unit()
        }
        return count
    }
}
