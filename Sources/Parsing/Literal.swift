/// A template's literal text, and what helps to find it.
struct Literal {
    /// Where it stands among all literals' bytes.
    let start: Int
    let count: Int
    /// Where the byte stands in it that is the least likely in a log: what to look for.
    let rarest: Int
    let rarestByte: UInt8
    /// Its first eight bytes, as ``Swift/Span/word(at:)`` has them, and which of them there are.
    let word: UInt64
    let mask: UInt64

    init(_ literal: [UInt8], start: Int) {
        self.start = start
        count = literal.count
        rarest = ByteFrequency.indexOfRarest(in: literal)
        rarestByte = literal[rarest]
        let padded = literal.prefix(8) + [UInt8](repeating: 0, count: max(0, 8 - literal.count))
        word = Array(padded).span.word(at: 0)
        mask = literal.count >= 8 ? .max : (1 << UInt64(8 * literal.count)) - 1
    }
}
