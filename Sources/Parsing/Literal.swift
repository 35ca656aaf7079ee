/// A template's literal text, and what helps to find it.
struct Literal {
    /// Where it stands among all literals' bytes.
    let start: UInt32
    let length: UInt32
    /// Where the two of its bytes stand that are the least likely in a log, what to look for: the first, and how far behind
    /// it the second.
    let rare: UInt32
    let gap: UInt32
    /// Its first eight bytes, as ``Swift/Span/word(at:)`` has them, and which of them there are.
    let word: UInt64
    let mask: UInt64

    var count: Int { Int(length) }

    init(_ literal: [UInt8], start: Int) {
        self.start = UInt32(start)
        length = UInt32(literal.count)
        let (first, second) = ByteFrequency.indicesOfRarest(in: literal)
        rare = UInt32(first)
        gap = UInt32(second - first)
        let padded = literal.prefix(8) + [UInt8](repeating: 0, count: max(0, 8 - literal.count))
        word = Array(padded).span.word(at: 0)
        mask = literal.count >= 8 ? .max : (1 << UInt64(8 * literal.count)) - 1
    }
}
