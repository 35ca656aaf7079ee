/// Random numbers that follow from a seed alone: SplitMix64 (Steele, Lea, Flood 2014,
/// https://doi.org/10.1145/2660193.2660195).
package struct RandomSource: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// From 0 up to, not including, 1.
    package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// From 0 up to, not including, `count`.
    package mutating func index(below count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// Fisher and Yates; the standard library's `shuffle` may change with its version.
    package mutating func shuffle<T>(_ elements: inout [T]) {
        for last in stride(from: elements.count - 1, to: 0, by: -1) { elements.swapAt(last, index(below: last + 1)) }
    }
}
