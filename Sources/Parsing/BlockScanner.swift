import Records

/// Finds the blocks that messages name: `blk_` and a decimal number, which can be negative.
struct BlockScanner {
    private var names: BytePlaces
    /// Where the next name begins that was not asked for yet.
    private var next: Int?

    /// - Parameters:
    ///   - bytes: the same at each call of ``scan(_:from:to:into:)``.
    ///   - start: where the first range does not begin before.
    init(_ bytes: Span<UInt8>, from start: Int = 0) {
        names = BytePlaces(of: "blk_", from: start)
        next = names.next(in: bytes)
    }

    /// Appends each block that `bytes[start..<end]` names, once, in the order of their first mention. A number that
    /// does not fit in 64 bits names no block. The ranges come from left to right.
    mutating func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int, into blocks: inout [BlockKey]) {
        let first = blocks.count
        // Of a line that names many; a few are compared one by one.
        var seen: Set<BlockKey>?
        while let name = next, name < end {
            next = names.next(in: bytes)
            guard name >= start, let key = Self.readKey(bytes, from: name + 4, to: end) else { continue }
            if blocks.count == first {
                blocks.append(key)
            } else if blocks.count - first < 16 {
                if !blocks[first...].contains(key) { blocks.append(key) }
            } else {
                if seen == nil { seen = Set(blocks[first...]) }
                if seen?.insert(key).inserted == true { blocks.append(key) }
            }
        }
    }

    private static func readKey(_ bytes: Span<UInt8>, from start: Int, to end: Int) -> BlockKey? {
        guard start < end else { return nil }
        let isNegative = bytes[start] == UInt8(ascii: "-")
        let firstDigit = isNegative ? start + 1 : start
        var position = firstDigit
        var number: UInt64 = 0
        // So many digits fit into 64 bits, whatever they are.
        let safeEnd = min(end, firstDigit + 19)
        while position + 8 <= safeEnd, let eight = DigitWord.number(bytes.word(at: position)) {
            number = number &* 100_000_000 &+ eight
            position += 8
        }
        while position < safeEnd, let digit = Self.digit(bytes[position]) {
            number = number &* 10 &+ digit
            position += 1
        }
        guard position > firstDigit else { return nil }
        while position < end, let digit = Self.digit(bytes[position]) {
            let (product, isTooGreat) = number.multipliedReportingOverflow(by: 10)
            let (sum, isTooGreatNow) = product.addingReportingOverflow(digit)
            if isTooGreat || isTooGreatNow { return nil }
            number = sum
            position += 1
        }
        guard number <= UInt64(Int64.max) + (isNegative ? 1 : 0) else { return nil }
        return BlockKey(number: Int64(bitPattern: isNegative ? 0 &- number : number))
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        let digit = byte &- UInt8(ascii: "0")
        return digit < 10 ? UInt64(digit) : nil
    }
}
