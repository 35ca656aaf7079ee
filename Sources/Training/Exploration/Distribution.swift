/// Whole numbers (events, milliseconds) and how often each occurs.
package struct Distribution: Sendable, Hashable {
    /// Rising, each once.
    package let values: [Int]
    /// Of each value.
    package let counts: [Int]
    package let count: Int

    /// Of the quantiles that tables show, in percent.
    package static let percents = [1, 5, 25, 50, 75, 95, 99]

    package init(_ values: some Sequence<Int>) { self.init(counted: values.lazy.map { ($0, 1) }) }

    /// Pairs of a value and how often it occurs; a value can stand in several.
    package init(counted pairs: some Sequence<(Int, Int)>) {
        let table = pairs.reduce(into: [Int: Int]()) { $0[$1.0, default: 0] += $1.1 }
        let sorted = table.filter { $0.value > 0 }.sorted { $0.key < $1.key }
        (values, counts) = (sorted.map(\.key), sorted.map(\.value))
        count = counts.reduce(0, +)
    }

    package var max: Int? { values.last }

    package var mean: Double? {
        count == 0 ? nil : zip(values, counts).reduce(0) { $0 + Double($1.0) * Double($1.1) } / Double(count)
    }

    /// The least value that at least so many percent do not exceed; nil where there are no values.
    package func quantile(_ percent: Int) -> Int? {
        let rank = Swift.max(1, (count * percent + 99) / 100)
        var passed = 0
        for (value, count) in zip(values, counts) {
            passed += count
            if passed >= rank { return value }
        }
        return nil
    }

    package func count(above limit: Int) -> Int { zip(values, counts).reduce(0) { $1.0 > limit ? $0 + $1.1 : $0 } }

    /// Of each value: which share does not exceed it.
    package var cumulated: [(value: Int, share: Double)] {
        var passed = 0
        return zip(values, counts).map { value, count in
            passed += count
            return (value, Double(passed) / Double(self.count))
        }
    }
}

extension Distribution: Encodable {
    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }

        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// As quantiles: `p1` to `p99`, `max`, `mean`.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(count, forKey: Key("count"))
        for percent in Self.percents { try container.encode(quantile(percent), forKey: Key("p\(percent)")) }
        try container.encode(max, forKey: Key("max"))
        try container.encode(mean, forKey: Key("mean"))
    }
}
