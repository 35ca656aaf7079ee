import Glibc

/// Where an axis's values lie between its ends, and the round values that are named on it.
struct Scale: Sendable, Hashable {
    struct Tick: Sendable, Hashable {
        var value: Double
        var label: String
    }

    var progression: Axis.Progression
    private(set) var lower: Double
    private(set) var upper: Double

    /// Beyond it differences are no numbers any more.
    private static let largest = 1e300
    /// Below it quotients are none.
    private static let smallest = 1e-280

    /// Ends at round values that enclose the values; where an axis gives its range, at those.
    init(_ axis: Axis, values: some Sequence<Double>) {
        progression = axis.progression
        let isLog = progression == .log
        (lower, upper) = (isLog ? 1 : 0, isLog ? 10 : 1)
        if let range = axis.range, Self.canShow(range.lowerBound, isLog), Self.canShow(range.upperBound, isLog),
            range.upperBound - range.lowerBound > max(range.upperBound.magnitude * 1e-12, Self.smallest)
        {
            (lower, upper) = (range.lowerBound, range.upperBound)
            return
        }
        let shown = values.filter { Self.canShow($0, isLog) }.map { $0.magnitude < Self.smallest ? 0 : $0 }
        guard let least = shown.min(), let greatest = shown.max() else { return }
        if isLog {
            let isOne = greatest <= least * (1 + 1e-6)
            (lower, upper) = isOne ? (least / 3, greatest * 3) : (least, greatest)
            (lower, upper) = (Self.round(lower, up: false), Self.round(upper, up: true))
        } else {
            let extent = max(least.magnitude, greatest.magnitude)
            // The same value everywhere, as far as a Double can tell.
            let margin = greatest - least > extent * 1e-12 ? 0 : extent == 0 ? 0.5 : extent / 10
            let step = Self.step((greatest - least + 2 * margin) / 5)
            lower = floor((least - margin) / step + 1e-9) * step
            upper = ceil((greatest + margin) / step - 1e-9) * step
        }
    }

    private static func canShow(_ value: Double, _ isLog: Bool) -> Bool {
        value.magnitude < largest && (isLog ? value > smallest : true)
    }

    /// From 0 at the lower to 1 at the upper end, beyond for values out of range; nil for values without a place.
    func position(_ value: Double) -> Double? {
        guard Self.canShow(value, progression == .log) else { return nil }
        switch progression {
        case .linear: return (value - lower) / (upper - lower)
        case .log: return (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
        }
    }

    /// Round values from end to end, at most so many.
    func ticks(atMost limit: Int) -> [Tick] {
        let limit = max(limit, 2)
        if progression == .log {
            let ticks = logarithmicTicks(limit)
            if ticks.count > 1 { return ticks }
        }
        var step = Self.step((upper - lower) / Double(limit))
        while floor(upper / step + 1e-9) - ceil(lower / step - 1e-9) + 1 > Double(limit) {
            step = Self.step(step * 1.5)
        }
        let first = ceil(lower / step - 1e-9)
        let count = Int(min(floor(upper / step + 1e-9) - first, 100))
        guard count >= 0 else { return [] }
        return (0...count).map {
            let value = (first + Double($0)) * step
            return Tick(value: value, label: label(value, step: step))
        }
    }

    private func label(_ value: Double, step: Double) -> String {
        let largest = max(lower.magnitude, upper.magnitude)
        let place = floor(log10(step) + 1e-9)
        if largest < 1e7 && place >= -5 { return value.text(decimals: Int(max(0, -place))) }
        if value == 0 { return "0" }
        // With the step's exponent, so that neighbours are alike: 5e6, 10e6, 15e6.
        let power = (place < 0 ? "−" : "") + String(Int(place.magnitude))
        return (value / pow(10, place)).text(decimals: 0) + "e" + power
    }

    /// 1, 2 and 5 of each power of ten while there is room, else only the powers, else each second of them, and so on.
    private func logarithmicTicks(_ limit: Int) -> [Tick] {
        let powers = Array(Int(floor(log10(lower) + 1e-9))...Int(ceil(log10(upper) - 1e-9)))
        let (least, greatest) = (lower * (1 - 1e-9), upper * (1 + 1e-9))
        func ticks(_ factors: [Double], every: Int) -> [Tick] {
            let values: [Double] = powers.filter { $0 % every == 0 }.flatMap { power in
                factors.map { (factor: Double) -> Double in factor * pow(10, Double(power)) }
            }
            return values.filter { $0 >= least && $0 <= greatest }.map { Tick(value: $0, label: Self.power($0)) }
        }
        let dense = ticks([1, 2, 5], every: 1)
        if dense.count <= limit { return dense }
        return (1...max(1, powers.count)).lazy.map { ticks([1], every: $0) }.first { $0.count <= limit } ?? []
    }

    /// A label for a value with one digit that is not 0.
    private static func power(_ value: Double) -> String {
        guard value < 9.9e6 && value > 0.9e-4 else { return value.scientific(digits: 0) }
        return value.text(decimals: Int(max(0, -floor(log10(value) + 1e-9))))
    }

    /// The smallest of 1, 2, 5, 10 … that is not below a number.
    static func step(_ atLeast: Double) -> Double { round(atLeast, up: true) }

    /// To the nearest of 1, 2 and 5 times a power of ten, up or down.
    private static func round(_ value: Double, up: Bool) -> Double {
        let power = pow(10, floor(log10(value)))
        let candidates = [0.5, 1, 2, 5, 10].map { $0 * power }
        let found =
            up ? candidates.first { $0 >= value * (1 - 1e-9) } : candidates.last { $0 <= value * (1 + 1e-9) }
        return found ?? value
    }
}
